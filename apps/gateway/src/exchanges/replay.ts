/**
 * What waited under the old source, told again as readings of the new one: same instants, same words,
 * judged from the index at which the new meter began. So no hour is lost, and the entry that holds the
 * reading as it came stays as evidence. Pure.
 */

import {
  type ClockState,
  type Judgement,
  judgeReading,
  type QuarantinedCount,
  type Source,
  type TimedCount,
} from "@mega/domain";
import type { LedgerEvent, RoundItem } from "@mega/ledger";
import { WaitingLine } from "../quarantine/waiting-line.ts";
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

/**
 * The readings of one counter as readings of its new source, oldest first. One that bears out a jump
 * waits with it, and may release it, as when they came.
 */
export function replay({ next, start, waiting, clockState }: ReplayInput): readonly Replayed[] {
  const line = new WaitingLine();
  let replayed: Replayed[] = [];
  let last = start;
  for (const reading of waiting) {
    const judgement = judgedAs(next, last, line.all, reading, clockState);
    const { seq, takenAtMs } = reading;
    switch (judgement?.status) {
      case "accepted": {
        const { releases = [], ...accepted } = judgement;
        const borneOut = new Set(releases.map((one) => one.seq));
        if (borneOut.size > 0) replayed = replayed.map((one) => released(one, borneOut));
        replayed.push(told(next, reading, accepted));
        line.clear();
        last = { takenAtMs, count: accepted.count };
        break;
      }
      case "quarantined":
        replayed.push(told(next, reading, judgement));
        line.add({ ...judgement, seq, takenAtMs });
        break;
      default:
        replayed.push({ waiting: reading, item: null });
    }
  }
  return replayed;
}

function told(next: Source, waiting: WaitingEvidence, judgement: Judgement): Replayed {
  const { takenAtMs, raw, serialNumber } = waiting;
  const differs = serialNumber !== undefined && serialNumber !== next.serialNumber;
  const item = { sourceNo: next.sourceNo, takenAtMs, judgement, raw };
  return { waiting, item: differs ? { ...item, serialNumber } : item };
}

/** Nothing of it is in the ledger yet: what a later one bears out is told as accepted at once. */
function released(one: Replayed, borneOut: ReadonlySet<number>): Replayed {
  if (one.item === null || !borneOut.has(one.waiting.seq)) return one;
  const { count } = one.waiting;
  return { ...one, item: { ...one.item, judgement: { status: "accepted", count } } };
}

/** Undefined where a clock of today would vouch for what was read on one that nobody vouched for. */
function judgedAs(
  next: Source,
  last: TimedCount | null,
  quarantined: readonly QuarantinedCount[],
  reading: WaitingEvidence,
  clockState: ClockState,
): Judgement | undefined {
  const { takenAtMs, count, raw, serialNumber } = reading;
  if (reading.clockState === "U" && clockState !== "U") return undefined;
  return judgeReading({
    source: next,
    last,
    quarantined,
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
