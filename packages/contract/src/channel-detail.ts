/** One channel closely: the meter, the evidence of its newest reading, its counting periods. */

import { type Static, Type } from "typebox";
import { CellMark, ChannelRow } from "./counters-table.ts";
import { ExchangeInfo } from "./exchanges.ts";
import { LedgerHead } from "./gateway-info.ts";
import { Reason } from "./reasons.ts";
import {
  ChannelNo,
  CounterNo,
  DecimalText,
  Instant,
  orNull,
  Seq,
  strict,
  Unit,
} from "./scalars.ts";

/** The newest reading of a source as it came. */
export const ReadingEvidence = strict(
  {
    counterNo: CounterNo,
    takenAt: Instant,
    status: Type.Enum(["accepted", "quarantined", "rejected", "missing"]),
    reason: orNull(Reason),
    count: orNull(Type.Integer({ minimum: 0, description: "In the meter's own steps." })),
    index: orNull(DecimalText),
    rawHex: Type.String({
      pattern: "^([0-9a-f]{2})*$",
      maxLength: 8192,
      description: "Words or payload as received.",
    }),
    seq: orNull(Seq),
  },
  "The newest reading of a counter as it came.",
);
export type ReadingEvidence = Static<typeof ReadingEvidence>;

/** A counting period, newest first. */
export const TenancyInfo = strict(
  {
    tenancyId: Type.String({ pattern: "^[0-9a-f]{32}$" }),
    startedAt: Instant,
    endedAt: orNull(Instant),
    openings: Type.Array(
      strict({ counterNo: CounterNo, unit: Unit, index: DecimalText }, "Index at the start."),
      { maxItems: 2 },
    ),
    seq: orNull(Seq),
  },
  "A counting period of the channel.",
);
export type TenancyInfo = Static<typeof TenancyInfo>;

/** GET /channels/:channelNo. */
export const ChannelDetail = strict(
  {
    generatedAt: Instant,
    timeZone: Type.String({ maxLength: 64 }),
    channel: ChannelRow,
    evidence: Type.Array(ReadingEvidence, { maxItems: 2 }),
    tenancies: Type.Array(TenancyInfo, { maxItems: 100, description: "Newest first." }),
    exchanges: Type.Array(ExchangeInfo, { maxItems: 40, description: "Newest first." }),
    firstReadingAt: orNull(Instant),
    head: LedgerHead,
  },
  "One channel closely.",
);
export type ChannelDetail = Static<typeof ChannelDetail>;

/** Length of a bar. */
export const Bucket = Type.Enum(["hour", "day", "month"], { description: "Length of a bar." });
export type Bucket = Static<typeof Bucket>;

/** gap: no reading at one of its ends; provisional: the span has not ended. */
export const BarMark = Type.Union([CellMark, Type.Literal("gap"), Type.Literal("provisional")]);

/** One bar of one counter. A day of 23 or 25 hours has that many bars. */
export const SeriesBar = strict(
  {
    from: Instant,
    to: Instant,
    counterNo: CounterNo,
    consumption: orNull(DecimalText),
    mark: orNull(BarMark),
  },
  "Consumption of a counter in a span.",
);
export type SeriesBar = Static<typeof SeriesBar>;

/** Why an answer is by day where hours were asked for. */
export const HoursHidden = Type.Enum(["stay", "not-chosen"], {
  description:
    "stay: hours within a tenant's stay are his alone. not-chosen: the tenant has not chosen them.",
});
export type HoursHidden = Static<typeof HoursHidden>;

/** GET /channels/:channelNo/series. */
export const Series = strict(
  {
    channelNo: ChannelNo,
    bucket: Bucket,
    hoursHidden: Type.Optional(HoursHidden),
    from: Instant,
    to: Instant,
    timeZone: Type.String({ maxLength: 64 }),
    counters: Type.Array(
      strict(
        {
          counterNo: CounterNo,
          counterId: Type.String(),
          unit: Unit,
          decimals: Type.Integer({ minimum: 0, maximum: 9 }),
        },
        "A counter of the bars.",
      ),
      { maxItems: 2 },
    ),
    bars: Type.Array(SeriesBar, { maxItems: 1600, description: "By time, then by counter." }),
    compare: Type.Optional(
      strict(
        { from: Instant, to: Instant, bars: Type.Array(SeriesBar, { maxItems: 1600 }) },
        "The span before, or the same span a year earlier.",
      ),
    ),
  },
  "Bars of a channel over a span.",
);
export type Series = Static<typeof Series>;
