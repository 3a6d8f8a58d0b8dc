/**
 * Compares the projections with the entries they follow from, entry by entry in order. The hash chain
 * covers the entries alone, but pages and month ends read projections: a bit that turned there would
 * be a wrong figure under a chain that verifies.
 */

import type { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import { type ClosedMonth, type LedgerState, quarantineKey } from "../append/state.ts";
import type { Envelope } from "../entry/envelope.ts";
import type { LedgerFact } from "../entry/facts.ts";
import { codeOfStatus } from "../entry/status-codes.ts";
import { monthNumber } from "./month-number.ts";
import type { ProjectedReading } from "./packed-run.ts";
import { type ReadingRun, ReadingRuns, RunDamaged } from "./reading-runs.ts";
import { newestStoredSeq } from "./reading-store.ts";
import { makeStateStore } from "./state-store.ts";

type Fact<Kind extends LedgerFact["kind"]> = Extract<LedgerFact, { kind: Kind }>;
type Decision = Fact<"QuarantineReleased" | "QuarantineDiscarded" | "ReadingCorrected">;

/**
 * Reads entries in order; each answer says what differs, or nothing. Readings go into the file together
 * with the state: what is newer than the saved one is not there yet.
 */
export class ProjectionCheck {
  readonly #statements: ReturnType<typeof prepare>;
  readonly #runs: ReadingRuns;
  readonly #erasures: () => number;
  readonly #savedState: LedgerState | undefined;
  readonly #storedSeq: number;
  /** The run of each source that was read last and the place in it, as of so many erasures. */
  readonly #opened = new Map<number, OpenedRun>();
  #openedAt = 0;
  /** The newest decision on each reading that has one, by quarantineKey. */
  readonly #decisions = new Map<string, number>();
  #readings = 0;
  #months = 0;

  constructor(db: DatabaseSync, erasures: () => number) {
    this.#statements = prepare(db);
    this.#runs = new ReadingRuns(db);
    this.#erasures = erasures;
    this.#savedState = makeStateStore(db).load();
    this.#storedSeq = this.#savedState?.head.seq ?? storedSeqOf(db);
  }

  /** What of an entry stands otherwise in the projections. */
  differenceOf(fact: LedgerFact, envelope: Envelope): string | undefined {
    const { seq } = envelope;
    switch (fact.kind) {
      case "RoundTaken":
        return seq > this.#storedSeq ? undefined : this.#roundDifference(fact, envelope);
      case "QuarantineReleased":
      case "QuarantineDiscarded":
      case "ReadingCorrected":
        return seq > this.#storedSeq ? undefined : this.#decisionDifference(fact, seq);
      case "MonthClosed":
        return this.#monthDifference(fact, envelope);
      default:
        return undefined;
    }
  }

  /** What of the state behind an entry was saved otherwise. */
  differenceOfState(state: LedgerState): string | undefined {
    if (this.#savedState?.head.seq !== state.head.seq) return undefined;
    return isDeepStrictEqual(this.#savedState, state) ? undefined : "the saved state";
  }

  /** What stands in the projections besides, up to the head. */
  surplus(headSeq: number): string | undefined {
    const lastSeq = Math.min(headSeq, this.#storedSeq);
    const differing = unlessDamaged(() => this.#surplusReading(lastSeq));
    if (differing !== undefined) return differing;
    const { months } = this.#statements;
    const stored = months.all().map((row) => closedFrom(row["closed"]));
    const known = stored.filter((closed) => closed === undefined || closed.seq <= headSeq);
    return known.length === this.#months ? undefined : "the number of closed months";
  }

  #surplusReading(lastSeq: number): string | undefined {
    let readings = 0;
    for (const run of this.#runs.all()) {
      for (const { seq, decision } of run.readings) {
        if (seq <= lastSeq) readings++;
        if (decision === null || decision.seq > lastSeq) continue;
        const decided = this.#decisions.get(quarantineKey(seq, run.sourceNo));
        if (decided !== decision.seq) return `a decision on a reading of source ${run.sourceNo}`;
      }
    }
    return readings === this.#readings ? undefined : "the number of readings";
  }

  #roundDifference(fact: Fact<"RoundTaken">, envelope: Envelope): string | undefined {
    const monthNo = monthNumber(fact.month);
    for (const reading of fact.readings) {
      if (reading.status === "missing") continue;
      this.#readings++;
      const { sourceNo, takenAtMs } = reading;
      const stored = this.#stored(sourceNo, takenAtMs, envelope.seq);
      const same =
        stored?.code === codeOfStatus(reading) &&
        stored.clockState === envelope.clockState &&
        stored.monthNo === monthNo &&
        (stored.decision !== null || stored.count === reading.count);
      if (!same) return `the reading of source ${sourceNo}`;
    }
    return undefined;
  }

  #decisionDifference(fact: Decision, seq: number): string | undefined {
    this.#decisions.set(quarantineKey(fact.seq, fact.sourceNo), seq);
    const stored = this.#stored(fact.sourceNo, fact.takenAtMs, fact.seq);
    const decision = stored?.decision ?? null;
    // A later decision stands instead; it is compared when it comes.
    if (decision !== null && decision.seq > seq) return undefined;
    const same =
      decision?.seq === seq &&
      decision.discarded === (fact.kind === "QuarantineDiscarded") &&
      (fact.kind !== "ReadingCorrected" || stored?.count === fact.count);
    return same ? undefined : `what was decided on the reading of source ${fact.sourceNo}`;
  }

  /** A reading as it stands in the file; undefined when it does not, or its run is damaged. */
  #stored(sourceNo: number, takenAtMs: number, seq: number): ProjectedReading | undefined {
    const isIt = (one: ProjectedReading) => one.takenAtMs === takenAtMs && one.seq === seq;
    if (this.#openedAt !== this.#erasures()) this.#opened.clear();
    this.#openedAt = this.#erasures();
    const opened = this.#opened.get(sourceNo);
    const known = opened && found(opened, isIt);
    if (known !== undefined) return known;
    try {
      const run = this.#runs.atOrBefore(sourceNo, takenAtMs);
      if (run === undefined) return undefined;
      const anew = { run, at: -1 };
      this.#opened.set(sourceNo, anew);
      return found(anew, isIt);
    } catch (cause) {
      if (!(cause instanceof RunDamaged)) throw cause;
      return undefined;
    }
  }

  #monthDifference(fact: Fact<"MonthClosed">, envelope: Envelope): string | undefined {
    this.#months++;
    const { kind: _kind, ...fields } = fact;
    const { channelNo, month, revision } = fact;
    const closed = { ...fields, closedAtMs: envelope.recordedAtMs, seq: envelope.seq };
    const row = this.#statements.month.get(channelNo, month, revision);
    return isDeepStrictEqual(closedFrom(row?.["closed"]), closed)
      ? undefined
      : `month ${month} of channel ${channelNo}`;
  }
}

/** A run and the place of the reading that was found last. */
interface OpenedRun {
  readonly run: ReadingRun;
  at: number;
}

/** Entries are read in order, so that the next reading is nearly always the one wanted. */
function found(
  opened: OpenedRun,
  isIt: (reading: ProjectedReading) => boolean,
): ProjectedReading | undefined {
  const { readings } = opened.run;
  const next = readings[opened.at + 1];
  const isNext = next !== undefined && isIt(next);
  const at = isNext ? opened.at + 1 : readings.findIndex(isIt);
  if (at >= 0) opened.at = at;
  return readings[at];
}

function prepare(db: DatabaseSync) {
  return {
    month: db.prepare(
      "SELECT closed FROM p_months WHERE channel_no = ? AND month = ? AND revision = ?",
    ),
    months: db.prepare("SELECT closed FROM p_months"),
  };
}

/** Without a saved state, the readings themselves tell up to where they are in the file. */
function storedSeqOf(db: DatabaseSync): number {
  try {
    return newestStoredSeq(db);
  } catch (cause) {
    if (!(cause instanceof RunDamaged)) throw cause;
    return Number.MAX_SAFE_INTEGER;
  }
}

function unlessDamaged(work: () => string | undefined): string | undefined {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof RunDamaged) return "a run of readings";
    throw cause;
  }
}

function closedFrom(json: unknown): ClosedMonth | undefined {
  try {
    return JSON.parse(String(json)) as ClosedMonth;
  } catch {
    return undefined;
  }
}
