/** Parameters of addresses: lists are written with commas, an absent one means all. */

import { type Static, Type } from "typebox";
import { Bucket } from "./channel-detail.ts";
import { ChannelNo, InstantWithOffset, Language, strict } from "./scalars.ts";

const channelList = Type.String({
  pattern: "^(0|[1-9]\\d{0,2}(,[1-9]\\d{0,2}){0,127})$",
  description: 'Channels: "1,2,16"; "0" or absent means all.',
});
const monthList = Type.String({
  pattern: "^\\d{4}-(0[1-9]|1[0-2])(,\\d{4}-(0[1-9]|1[0-2])){0,11}$",
  description: 'Months: "2026-05,2026-04"; absent means the latest twelve.',
});

/** Columns of the table that can be ticked; the channel number always stands. */
export const tableColumns = [
  "name",
  "logTime",
  "firstInit",
  "units",
  "index1",
  "diff1",
  "index2",
  "diff2",
] as const;
/** A column or line of the table that can be ticked. */
export type TableColumn = (typeof tableColumns)[number];

const columnList = Type.String({
  pattern: `^(${tableColumns.join("|")})(,(${tableColumns.join("|")})){0,7}$`,
  description: "Columns and lines of the table as on screen; absent means all.",
});

/** Path of one channel. */
export const ChannelPath = strict({ channelNo: ChannelNo }, "Which channel.");

/** GET /counters, GET /export.json. */
export const CountersQuery = strict(
  { channels: Type.Optional(channelList), months: Type.Optional(monthList) },
  "Part of the table.",
);
export type CountersQuery = Static<typeof CountersQuery>;

/** Two named forms of CSV. */
export const CsvDialect = Type.Enum(["excel-be", "rfc4180"], {
  description: "excel-be: semicolon, comma, BOM. rfc4180: comma, dot, no BOM.",
});
export type CsvDialect = Static<typeof CsvDialect>;
/** One line per figure, or the table as on screen. */
export const CsvShape = Type.Enum(["long", "wide"], {
  description: "long: a line per channel, month and counter. wide: the table as on screen.",
});
export type CsvShape = Static<typeof CsvShape>;

/** GET /export.csv. */
export const CsvQuery = strict(
  {
    ...CountersQuery.properties,
    dialect: Type.Optional(CsvDialect),
    shape: Type.Optional(CsvShape),
    columns: Type.Optional(columnList),
    language: Type.Optional(Language),
  },
  "Which file. Defaults: rfc4180, long, all, the gateway's language.",
);
export type CsvQuery = Static<typeof CsvQuery>;

/** GET /export.xlsx, GET /export.pdf. */
export const DocumentQuery = strict(
  {
    ...CountersQuery.properties,
    columns: Type.Optional(columnList),
    language: Type.Optional(Language),
  },
  "Part of the table. Defaults: all, the gateway's language.",
);
export type DocumentQuery = Static<typeof DocumentQuery>;

/** What bars are compared with. */
export const Compare = Type.Enum(["previous", "year"], {
  description: "The span before, or the same span a year earlier.",
});
export type Compare = Static<typeof Compare>;

/** GET /channels/:channelNo/series. */
export const SeriesQuery = strict(
  {
    bucket: Bucket,
    from: InstantWithOffset,
    to: InstantWithOffset,
    compare: Type.Optional(Compare),
  },
  "A span; at most 800 hours, 400 days or 60 months.",
);
export type SeriesQuery = Static<typeof SeriesQuery>;

/** GET /channels/:channelNo/period-preview. */
export const PeriodPreviewQuery = strict(
  { effectiveAt: Type.Optional(InstantWithOffset) },
  "Start of the period; absent means at once.",
);
export type PeriodPreviewQuery = Static<typeof PeriodPreviewQuery>;
