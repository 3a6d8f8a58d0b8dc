/**
 * A new period of a channel: a new tenant. Nothing is erased; the columns of the channel begin again
 * at first init. The caller repeats the channel number, so that no blind click starts one.
 */

import { type Static, Type } from "typebox";
import {
  ChannelNo,
  CounterNo,
  DecimalText,
  Instant,
  InstantWithOffset,
  Month,
  orNull,
  Seq,
  strict,
  Unit,
} from "./scalars.ts";

const CounterValue = strict(
  { counterNo: CounterNo, index: DecimalText },
  "Index of a counter as read from the display, in the counter's unit.",
);

/** Where the opening index comes from. */
export const PeriodIndex = Type.Union(
  [
    strict(
      { kind: Type.Literal("read") },
      "Read the meter at once; only when the start is at once.",
    ),
    strict({ kind: Type.Literal("interpolated") }, "From the readings around the start."),
    strict(
      {
        kind: Type.Literal("person"),
        values: Type.Array(CounterValue, { minItems: 1, maxItems: 2 }),
      },
      "Read from the display by a person.",
    ),
  ],
  { description: "Where the opening index comes from." },
);
export type PeriodIndex = Static<typeof PeriodIndex>;

/** POST /channels/:channelNo/periods. */
export const NewPeriodRequest = strict(
  {
    effectiveAt: orNull(InstantWithOffset),
    index: PeriodIndex,
    confirmChannelNo: ChannelNo,
  },
  "A new period; effectiveAt null starts it at once.",
);
export type NewPeriodRequest = Static<typeof NewPeriodRequest>;

const Opening = strict(
  {
    counterNo: CounterNo,
    unit: Unit,
    index: DecimalText,
    method: Type.Enum(["actual", "interpolated", "estimated", "person", "latest"]),
  },
  "Opening index of a counter and how it came about.",
);

/** The answer of POST /channels/:channelNo/periods. */
export const NewPeriodAnswer = strict(
  {
    channelNo: ChannelNo,
    tenancyId: Type.String({ pattern: "^[0-9a-f]{32}$" }),
    startedAt: Instant,
    openings: Type.Array(Opening, { maxItems: 2 }),
    seq: Seq,
  },
  "The period and the entry that holds it.",
);
export type NewPeriodAnswer = Static<typeof NewPeriodAnswer>;

/** GET /channels/:channelNo/period-preview. */
export const PeriodPreview = strict(
  {
    channelNo: ChannelNo,
    name: Type.String(),
    effectiveAt: orNull(Instant),
    earliestAt: orNull(Instant),
    firstInit: orNull(Instant),
    canRead: Type.Boolean({ description: "The meter can be asked at once." }),
    counters: Type.Array(
      strict(
        {
          counterNo: CounterNo,
          unit: Unit,
          decimals: Type.Integer({ minimum: 0, maximum: 9 }),
          latest: orNull(
            strict({ index: DecimalText, takenAt: Instant }, "Newest accepted reading."),
          ),
          atEffective: orNull(
            strict(
              {
                index: DecimalText,
                method: Type.Enum(["actual", "interpolated", "estimated", "latest"]),
              },
              "Index at the instant asked for.",
            ),
          ),
          unbilled: orNull(
            strict(
              { consumption: DecimalText, since: Instant },
              "Consumption since the last closed month or first init.",
            ),
          ),
        },
        "One counter before the new period.",
      ),
      { maxItems: 2 },
    ),
    nextSeq: Seq,
  },
  "What a new period would end, before it is started.",
);
export type PeriodPreview = Static<typeof PeriodPreview>;

const TenancyId = Type.String({ pattern: "^[0-9a-f]{32}$" });
const PeriodOpenings = Type.Array(
  strict({ counterNo: CounterNo, unit: Unit, index: DecimalText }, "Index at the start."),
  { maxItems: 2 },
);

/** A new period that was started within a day. */
export const UndoablePeriod = strict(
  {
    channelNo: ChannelNo,
    tenancyId: TenancyId,
    startedAt: Instant,
    openings: PeriodOpenings,
    undoableUntil: Instant,
    kept: orNull(
      Type.Enum(["issued", "exchange-since"], {
        description: "What keeps it: a document was issued, a meter exchange was recorded since.",
      }),
    ),
    comesBack: strict({ startedAt: Instant, openings: PeriodOpenings }, "The period before."),
  },
  "A new period that can be taken back, or what keeps it.",
);
export type UndoablePeriod = Static<typeof UndoablePeriod>;

/** GET /periods/undoable. */
export const UndoableList = strict(
  { periods: Type.Array(UndoablePeriod, { maxItems: 128, description: "By channel number." }) },
  "New periods of the last day.",
);
export type UndoableList = Static<typeof UndoableList>;

/** POST /channels/:channelNo/periods/undo. */
export const UndoRequest = strict(
  { tenancyId: TenancyId, confirmChannelNo: ChannelNo },
  "Takes the newest period back; it is named, so that no other one is.",
);
export type UndoRequest = Static<typeof UndoRequest>;

/** The answer of POST /channels/:channelNo/periods/undo. */
export const UndoAnswer = strict(
  {
    channelNo: ChannelNo,
    undoneTenancyId: TenancyId,
    tenancyId: TenancyId,
    startedAt: Instant,
    revisedMonths: Type.Array(Month, { maxItems: 13 }),
    seq: Seq,
  },
  "The period that goes on, and the entry that says so.",
);
export type UndoAnswer = Static<typeof UndoAnswer>;
