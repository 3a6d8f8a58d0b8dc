/**
 * The readings of the newest entries, and what was decided since, in memory until they go into runs
 * together: written one by one they would touch as many places of the file as there are sources. They
 * follow from entries that are on the disk already, so that nothing is lost with the memory.
 */

import type { ClockState, SourceNo } from "@mega/domain";
import type { LedgerFact } from "../entry/facts.ts";
import { codeOfStatus } from "../entry/status-codes.ts";
import { monthNumber } from "./month-number.ts";
import type { ProjectedReading, ReadingDecision } from "./packed-run.ts";
import { inOrder } from "./reading-runs.ts";

/** What is known of the entry of a fact. */
export interface TailEntry {
  readonly seq: number;
  readonly clockState: ClockState;
}

/** What was decided on a reading that is in a run. */
export interface TailDecision {
  readonly sourceNo: SourceNo;
  readonly takenAtMs: number;
  readonly seq: number;
  readonly decision: ReadingDecision;
  /** The count it was corrected to; undefined where it stays, null when it cannot be read any more. */
  readonly count: number | null | undefined;
}

type Round = Extract<LedgerFact, { kind: "RoundTaken" }>;
type DecisionFact = Extract<
  LedgerFact,
  { kind: "QuarantineReleased" | "QuarantineDiscarded" | "ReadingCorrected" }
>;

/** Readings and decisions that wait. */
export class ReadingTail {
  readonly #readings = new Map<SourceNo, ProjectedReading[]>();
  readonly #decisions = new Map<string, TailDecision>();
  #size = 0;

  /** Readings and decisions held. */
  get size(): number {
    return this.#size;
  }

  /** Whether anything was decided on readings that are in runs. */
  get hasDecisions(): boolean {
    return this.#decisions.size > 0;
  }

  /** Takes what an entry says of readings. */
  take(fact: LedgerFact, entry: TailEntry): void {
    switch (fact.kind) {
      case "RoundTaken":
        this.#takeRound(fact, entry);
        return;
      case "QuarantineReleased":
      case "QuarantineDiscarded":
      case "ReadingCorrected":
        this.#takeDecision(fact, entry.seq);
        return;
      default:
        return;
    }
  }

  /** Readings of a source, in the order of their times. */
  of(sourceNo: SourceNo): readonly ProjectedReading[] {
    return this.#readings.get(sourceNo) ?? [];
  }

  /** A reading of a run as it stands after what was decided since. */
  decided(sourceNo: SourceNo, reading: ProjectedReading): ProjectedReading {
    if (!this.hasDecisions) return reading;
    const decided = this.#decisions.get(nameOf(sourceNo, reading.takenAtMs, reading.seq));
    return decided === undefined ? reading : withDecision(reading, decided);
  }

  sources(): Iterable<SourceNo> {
    return this.#readings.keys();
  }

  decisions(): Iterable<TailDecision> {
    return this.#decisions.values();
  }

  clear(): void {
    this.#readings.clear();
    this.#decisions.clear();
    this.#size = 0;
  }

  #takeRound(fact: Round, { seq, clockState }: TailEntry): void {
    const monthNo = monthNumber(fact.month);
    for (const reading of fact.readings) {
      if (reading.status === "missing") continue;
      const { sourceNo, takenAtMs, count } = reading;
      const code = codeOfStatus(reading);
      const held = { takenAtMs, seq, count, code, clockState, monthNo, decision: null };
      const readings = this.#readings.get(sourceNo);
      this.#size++;
      if (readings === undefined) {
        this.#readings.set(sourceNo, [held]);
        continue;
      }
      const last = readings.at(-1);
      readings.push(held);
      // A clock that stepped back, or what waited told again under another source.
      if (last !== undefined && inOrder(last, held) > 0) readings.sort(inOrder);
    }
  }

  #takeDecision(fact: DecisionFact, seq: number): void {
    const { sourceNo, takenAtMs } = fact;
    const decided = {
      sourceNo,
      takenAtMs,
      seq: fact.seq,
      decision: { seq, discarded: fact.kind === "QuarantineDiscarded" },
      count: fact.kind === "ReadingCorrected" ? fact.count : undefined,
    };
    const readings = this.#readings.get(sourceNo) ?? [];
    const at = readings.findIndex((one) => one.seq === fact.seq && one.takenAtMs === takenAtMs);
    const held = readings[at];
    if (held !== undefined) {
      readings[at] = withDecision(held, decided);
      return;
    }
    const name = nameOf(sourceNo, takenAtMs, fact.seq);
    const before = this.#decisions.get(name);
    // A count that was corrected stays corrected whatever is decided later.
    const count = decided.count === undefined ? before?.count : decided.count;
    this.#decisions.set(name, { ...decided, count });
    this.#size++;
  }
}

/** A reading after a decision. */
export function withDecision(reading: ProjectedReading, decided: TailDecision): ProjectedReading {
  const { decision, count } = decided;
  return { ...reading, decision, count: count === undefined ? reading.count : count };
}

function nameOf(sourceNo: SourceNo, takenAtMs: number, seq: number): string {
  return `${sourceNo}/${takenAtMs}/${seq}`;
}
