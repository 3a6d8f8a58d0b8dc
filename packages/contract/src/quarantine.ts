/**
 * What waits in the quarantine and what a person says about it. A decision names the source and the
 * newest reading it is about; the caller repeats the channel number, so that no blind click decides.
 */

import { type Static, Type } from "typebox";
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

/** Number of a source in the ledger. */
const SourceNo = Type.Integer({ minimum: 1, description: "Number of a source in the ledger." });

/** Why a person decides: kept in the ledger, so no names. */
export const Why = Type.String({
  minLength: 3,
  maxLength: 200,
  pattern: "^\\S(.*\\S)?$",
  description: "Why; kept in the ledger. No names of people.",
});

/** One waiting reading. */
export const WaitingReading = strict(
  {
    takenAt: Instant,
    index: DecimalText,
    serialNumber: orNull(Type.String({ maxLength: 128 })),
    reason: Reason,
    seq: Seq,
  },
  "A waiting reading; the index as it would read, the serial number where it differs.",
);
export type WaitingReading = Static<typeof WaitingReading>;

/** What a person may do about waiting readings. */
export const QuarantineAction = Type.Enum(["release", "discard", "exchange", "rollover"], {
  description: "What a person may do.",
});
export type QuarantineAction = Static<typeof QuarantineAction>;

/** The waiting readings of one source. */
export const QuarantinedSource = strict(
  {
    sourceNo: SourceNo,
    channels: Type.Array(
      strict(
        { channelNo: ChannelNo, name: Type.String(), counterNo: CounterNo },
        "A channel that shows it.",
      ),
      { minItems: 1, maxItems: 128 },
    ),
    meterId: Type.String(),
    counterId: Type.String(),
    unit: Unit,
    serialNumber: orNull(Type.String({ maxLength: 128 })),
    lastAccepted: orNull(
      strict({ index: DecimalText, takenAt: Instant }, "Last accepted reading."),
    ),
    readings: Type.Integer({ minimum: 1, description: "How many wait." }),
    first: WaitingReading,
    last: WaitingReading,
    actions: Type.Array(QuarantineAction, { maxItems: 4 }),
  },
  "A source with waiting readings.",
);
export type QuarantinedSource = Static<typeof QuarantinedSource>;

/** GET /quarantine. */
export const QuarantineList = strict(
  {
    generatedAt: Instant,
    timeZone: Type.String({ maxLength: 64 }),
    sources: Type.Array(QuarantinedSource, { maxItems: 512 }),
  },
  "What waits, by source; the longest waiting first.",
);
export type QuarantineList = Static<typeof QuarantineList>;

/** POST /channels/:channelNo/quarantine/release, /discard and /rollover. */
export const QuarantineDecision = strict(
  { sourceNo: SourceNo, upToSeq: Seq, why: Why, confirmChannelNo: ChannelNo },
  "A decision on the source's waiting readings up to an entry.",
);
export type QuarantineDecision = Static<typeof QuarantineDecision>;

/** The answer to a decision. */
export const QuarantineAnswer = strict(
  {
    channelNo: ChannelNo,
    sourceNo: SourceNo,
    decided: Type.Integer({ minimum: 0, description: "Readings decided." }),
    waiting: Type.Integer({ minimum: 0, description: "Readings of the source that still wait." }),
    seq: Seq,
  },
  "What was decided, and the newest entry that says so.",
);
export type QuarantineAnswer = Static<typeof QuarantineAnswer>;
