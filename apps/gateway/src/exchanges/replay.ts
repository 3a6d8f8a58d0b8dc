/**
 * What waited under the old source, told again as readings of the new one: same instants, same words,
 * judged from the index at which the new meter began. So no hour is lost, and the entry that holds the
 * reading as it came stays as evidence. Pure.
 */

import {
  type ClockState,
  type Judgement,
  judgeReading,
  type Source,
  type TimedCount,
} from "@mega/domain";
import type { LedgerEvent, RoundItem } from "@mega/ledger";
import type { WaitingEvidence } from "./waiting-evidence.ts";

/** A waiting reading and what it is as a reading of the new source; null where it is none. */
export interface Replayed {
  readonly waiting: WaitingEvidence;
  readonly item: RoundItem | null;
}

/** What the readings of one counter are told again as. */
export interface ReplayInput {
  readonly next: Source;
  /** Where the new meter began; null where the old one was never read. */
  readonly start: TimedCount | null;
  /** Oldest first. */
  readonly waiting: readonly WaitingEvidence[];
  /** Of the entry that will hold them. */
  readonly clockState: ClockState;
}

/** The readings of one counter as readings of its new source, oldest first. */
export function replay({ next, start, waiting, clockState }: ReplayInput): readonly Replayed[] {
  let last = start;
  return waiting.map((reading): Replayed => {
    // A clock of today vouches for nothing that was read on one that nobody vouched for.
    if (reading.clockState === "U" && clockState !== "U") return { waiting: reading, item: null };
    const judgement = judgeAs(next, last, reading);
    if (judgement.status !== "accepted" && judgement.status !== "quarantined") {
      return { waiting: reading, item: null };
    }
    if (judgement.status === "accepted") {
      last = { takenAtMs: reading.takenAtMs, count: judgement.count };
    }
    const { takenAtMs, raw, serialNumber } = reading;
    const differs = serialNumber !== undefined && serialNumber !== next.serialNumber;
    const item = { sourceNo: next.sourceNo, takenAtMs, judgement, raw };
    return { waiting: reading, item: differs ? { ...item, serialNumber } : item };
  });
}

function judgeAs(next: Source, last: TimedCount | null, reading: WaitingEvidence): Judgement {
  const { takenAtMs, count, raw, serialNumber } = reading;
  return judgeReading({
    source: next,
    last,
    quarantined: [],
    observation: {
      sourceNo: next.sourceNo,
      takenAtMs,
      observed: { kind: "count", count },
      raw,
      ...(serialNumber === undefined ? {} : { serialNumber }),
    },
  });
}

/** A round for each round that held them, oldest first, and the end of their waiting. */
export function replayEvents(replayed: readonly Replayed[], why: string): readonly LedgerEvent[] {
  const rounds = Map.groupBy(replayed, ({ waiting }) => waiting.seq);
  return [...rounds].sort(([a], [b]) => a - b).flatMap(([, of]) => roundEvents(of, why));
}

function roundEvents(replayed: readonly Replayed[], why: string): readonly LedgerEvent[] {
  const items = replayed.flatMap(({ item }) => item ?? []);
  const dueAtMs = Math.min(...items.map(({ takenAtMs }) => takenAtMs));
  const round: readonly LedgerEvent[] =
    items.length === 0 ? [] : [{ kind: "round-taken", cause: "catch-up", dueAtMs, items }];
  const discards = replayed.map(({ waiting }): LedgerEvent => {
    const { seq, sourceNo } = waiting;
    return { kind: "quarantine-discarded", seq, sourceNo, why };
  });
  return [...round, ...discards];
}
