/**
 * A round as one row. Position n of every array, from 1, is source n of that ledger; numbers are never
 * given twice, so that a position keeps its meaning. A state is one byte:
 *
 *   bits 0 to 5   what the round says, the code of a RoundTaken entry
 *   64            decided later: it counts (released, or corrected)
 *   128           decided later: it never counts (discarded)
 *   255           the round did not ask this source
 *
 * An accepted reading is one below 16, or from 64 to 127, with a count. A count is empty where there is
 * none, and where it cannot be read: its key is erased, or has not come yet.
 */

import { assert, type ClockState, type SourceNo } from "@mega/domain";
import {
  codeOfStatus,
  type Envelope,
  type LedgerFact,
  monthNumber,
  type StoredReading,
  statusOfCode,
} from "@mega/ledger";

/** One round of one ledger. */
export interface ReadingRow {
  readonly seq: number;
  readonly dueAtMs: number;
  /** The month whose keys seal its values: year × 12 + month − 1. */
  readonly monthNo: number;
  readonly clockState: ClockState;
  readonly states: Uint8Array;
  /** ms from `dueAtMs`; null where the round did not ask, or the answer is far away. */
  readonly offsetsMs: readonly (number | null)[];
  readonly counts: readonly (number | null)[];
  /** Source, instant, source, instant … of answers far away; null where there is none. */
  readonly farTimes: readonly number[] | null;
  /** Source, deciding entry, source … in the order they were decided; null where there is none. */
  readonly decisions: readonly number[] | null;
}

/** What was decided on a reading by a later entry. */
export interface Decision {
  /** The deciding entry. */
  readonly decidedBy: number;
  /** The round. */
  readonly seq: number;
  readonly sourceNo: SourceNo;
  readonly takenAtMs: number;
  readonly discarded: boolean;
  /** The count it was corrected to; undefined where it stays, null when it cannot be read. */
  readonly count: number | null | undefined;
}

/** One source of a row: what a question for a source reads of it. */
export interface ReadingCell {
  readonly sourceNo: SourceNo;
  readonly seq: number;
  readonly takenAtMs: number;
  readonly clockState: ClockState;
  readonly state: number;
  readonly count: number | null;
  readonly decidedBy: number | null;
}

type Round = Extract<LedgerFact, { kind: "RoundTaken" }>;
type DecisionFact = Extract<
  LedgerFact,
  { kind: "QuarantineReleased" | "QuarantineDiscarded" | "ReadingCorrected" }
>;

/** The highest source number that rows hold: 512 sources, each exchanged seven times. */
const SOURCE_NO_MAX = 4096;
/**
 * An answer within this time of `dueAtMs` is near, two hours and a third: rounds and what they wait for
 * take less, and it has room in three bytes.
 */
export const NEAR_MS = 2 ** 23 - 1;

const CODE = 63;
const COUNTS = 64;
const DISCARDED = 128;
/** The round did not ask the source. */
export const NOT_ASKED = 255;
/** Below are accepted readings. */
const ACCEPTED_BELOW = 16;
const monthForm = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The row of a round; undefined when it holds what rows cannot. */
export function rowOfRound(fact: Round, envelope: Envelope): ReadingRow | undefined {
  const { dueAtMs, readings } = fact;
  const size = readings.reduce((highest, { sourceNo }) => Math.max(highest, sourceNo), 0);
  if (size > SOURCE_NO_MAX || !monthForm.test(fact.month)) return undefined;
  const states = new Uint8Array(size).fill(NOT_ASKED);
  const offsetsMs: (number | null)[] = Array(size).fill(null);
  const counts: (number | null)[] = Array(size).fill(null);
  const farTimes: number[] = [];
  for (const reading of readings) {
    const { sourceNo, takenAtMs, count } = reading;
    const at = sourceNo - 1;
    states[at] = codeOfStatus(reading);
    counts[at] = count;
    const offsetMs = takenAtMs - dueAtMs;
    if (Math.abs(offsetMs) <= NEAR_MS) offsetsMs[at] = offsetMs;
    else farTimes.push(sourceNo, takenAtMs);
  }
  return {
    seq: envelope.seq,
    dueAtMs,
    monthNo: monthNumber(fact.month),
    clockState: envelope.clockState,
    states,
    offsetsMs,
    counts,
    farTimes: farTimes.length > 0 ? farTimes : null,
    decisions: null,
  };
}

/** What an entry decides on a reading; undefined when it decides on none. */
export function decisionOf(fact: LedgerFact, decidedBy: number): Decision | undefined {
  if (!isDecision(fact)) return undefined;
  const { seq, sourceNo, takenAtMs } = fact;
  const count = fact.kind === "ReadingCorrected" ? fact.count : undefined;
  const discarded = fact.kind === "QuarantineDiscarded";
  return { decidedBy, seq, sourceNo, takenAtMs, discarded, count };
}

/** The row after a decision; the row itself where it holds no such reading. */
export function withDecision(row: ReadingRow, decision: Decision): ReadingRow {
  const { sourceNo, takenAtMs, discarded, count, decidedBy } = decision;
  const cell = cellOf(row, sourceNo);
  if (cell === undefined || cell.takenAtMs !== takenAtMs || !isReading(cell.state)) return row;
  const states = Uint8Array.from(row.states);
  states[sourceNo - 1] = (cell.state & CODE) | (discarded ? DISCARDED : COUNTS);
  const counts = [...row.counts];
  if (count !== undefined) counts[sourceNo - 1] = count;
  return { ...row, states, counts, decisions: [...(row.decisions ?? []), sourceNo, decidedBy] };
}

/** Whether a decision is on a reading that waited for one until now. */
export function settles(row: ReadingRow, decision: Decision): boolean {
  const cell = cellOf(row, decision.sourceNo);
  return cell !== undefined && outcomeOf(cell.state).waits && withDecision(row, decision) !== row;
}

/** What a row holds of a source; undefined when its round did not ask it. */
export function cellOf(row: ReadingRow, sourceNo: SourceNo): ReadingCell | undefined {
  const at = sourceNo - 1;
  const state = row.states[at] ?? NOT_ASKED;
  if (state === NOT_ASKED) return undefined;
  const offsetMs = row.offsetsMs[at];
  const takenAtMs =
    typeof offsetMs === "number" ? row.dueAtMs + offsetMs : lastPaired(row.farTimes, sourceNo);
  assert(takenAtMs !== null, "a source that was asked has an instant");
  return {
    sourceNo,
    seq: row.seq,
    takenAtMs,
    clockState: row.clockState,
    state,
    count: row.counts[at] ?? null,
    decidedBy: lastPaired(row.decisions, sourceNo),
  };
}

/** A reading as it stands, in the words of the ledger; undefined where nothing came. */
export function readingOf(cell: ReadingCell): StoredReading | undefined {
  const { state, sourceNo, takenAtMs, count, seq, decidedBy, clockState } = cell;
  const judged = statusOfCode(state & CODE);
  assert(judged !== undefined, "a row holds known codes");
  if (judged.status === "missing") return undefined;
  const decided = (state & DISCARDED) === 0 ? "accepted" : "discarded";
  const status = (state & (COUNTS | DISCARDED)) === 0 ? judged.status : decided;
  const { mark, reason } = judged;
  return { sourceNo, takenAtMs, count, seq, status, mark, reason, decidedBy, clockState };
}

/** Whether a reading counts. */
export function isAccepted({ state, count }: ReadingCell): boolean {
  if (count === null || (state & DISCARDED) !== 0) return false;
  return (state & COUNTS) !== 0 || state < ACCEPTED_BELOW;
}

/** What a state says, whether or not its count can be read. */
export function outcomeOf(state: number): {
  /** The meter gave something that is kept, for now or for good. */
  readonly answered: boolean;
  readonly counts: boolean;
  /** Put aside, and nobody has decided on it. */
  readonly waits: boolean;
} {
  const isDecided = (state & (COUNTS | DISCARDED)) !== 0;
  const status = statusOfCode(state & CODE)?.status;
  return {
    answered: status === "accepted" || status === "quarantined",
    counts: isDecided ? (state & DISCARDED) === 0 : status === "accepted",
    waits: status === "quarantined" && !isDecided,
  };
}

function isReading(state: number): boolean {
  const judged = statusOfCode(state & CODE);
  return judged !== undefined && judged.status !== "missing";
}

function isDecision(fact: LedgerFact): fact is DecisionFact {
  const { kind } = fact;
  return (
    kind === "QuarantineReleased" || kind === "QuarantineDiscarded" || kind === "ReadingCorrected"
  );
}

/** The last value that stands with a source in pairs. */
export function lastPaired(pairs: readonly number[] | null, sourceNo: SourceNo): number | null {
  for (let at = (pairs?.length ?? 0) - 2; at >= 0; at -= 2) {
    if (pairs?.[at] === sourceNo) return pairs[at + 1] ?? null;
  }
  return null;
}
