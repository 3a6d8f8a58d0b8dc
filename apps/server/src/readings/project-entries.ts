/**
 * What follows from entries, read in order: rows of rounds, decisions on rounds before them, what
 * becomes of keys, and where it stops. Pure but for the ring of keys, which it turns on.
 */

import type { SourceNo } from "@mega/domain";
import {
  type Envelope,
  isReservedKind,
  type LedgerFact,
  monthNumber,
  readFact,
} from "@mega/ledger";
import type { GlanceStep } from "../glance/round-glance.ts";
import type { KeyRing } from "../mirror/key-ring.ts";
import {
  type Decision,
  decisionOf,
  type ReadingRow,
  rowOfRound,
  settles,
  withDecision,
} from "./reading-row.ts";

/** The first entry that is not understood. */
export interface Stopped {
  readonly seq: number;
  /** Its kind, with a version above 1. */
  readonly kind: string;
}

/** What follows from some entries. */
export interface Projection {
  readonly rows: readonly ReadingRow[];
  /** Decisions on rounds that are not among the entries, in order. */
  readonly decisions: readonly Decision[];
  /** What a glance follows from, in the order of the entries. */
  readonly steps: readonly GlanceStep[];
  readonly stopped: Stopped | null;
}

/** Keys that one entry may commit: more than a round has sources is none of our format. */
const COMMITMENTS_MAX = 4096;
const monthForm = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Months whose keys the entries speak of. */
export function monthsOf(envelopes: readonly Envelope[]): readonly number[] {
  const months = new Set<number>();
  for (const { kind, body } of envelopes) {
    const { month } = body;
    if (kind === "MonthClosed" || typeof month !== "string" || !monthForm.test(month)) continue;
    months.add(monthNumber(month));
  }
  return [...months];
}

/** Reads entries that follow each other; nothing follows from those behind one not understood. */
export function projectEntries(envelopes: readonly Envelope[], keys: KeyRing): Projection {
  const rows = new Map<number, ReadingRow>();
  const decisions: Decision[] = [];
  const steps: GlanceStep[] = [];
  const found = (stopped: Stopped | null): Projection => {
    return { rows: [...rows.values()], decisions, steps, stopped };
  };
  for (const envelope of envelopes) {
    const fact = readFact(envelope, keys.openerOf(envelope.seq));
    const row = fact?.kind === "RoundTaken" ? rowOfRound(fact, envelope) : undefined;
    if (fact === undefined || !isUnderstood(fact, row)) {
      return found(stoppedAt(envelope));
    }
    turn(keys, fact, envelope.seq);
    if (row !== undefined) rows.set(row.seq, row);
    const decision = decisionOf(fact, envelope.seq);
    const decided = decision && rows.get(decision.seq);
    if (decision !== undefined && decided === undefined) decisions.push(decision);
    steps.push(...stepsOf(fact, { row, decision, decided }));
    if (decision !== undefined && decided !== undefined) {
      rows.set(decision.seq, withDecision(decided, decision));
    }
  }
  return found(null);
}

function stepsOf(
  fact: LedgerFact,
  {
    row,
    decision,
    decided,
  }: {
    readonly row: ReadingRow | undefined;
    readonly decision: Decision | undefined;
    readonly decided: ReadingRow | undefined;
  },
): readonly GlanceStep[] {
  if (fact.kind === "ChannelBound") return [{ kind: "bound", binding: fact.binding }];
  if (fact.kind === "RoundTaken" && row !== undefined) {
    return [{ kind: "round", row, onDemand: fact.cause === "on-demand" }];
  }
  if (decision === undefined) return [];
  if (decided === undefined) return [{ kind: "decided-earlier", decision }];
  const { sourceNo } = decision;
  return settles(decided, decision) ? [{ kind: "settled", sourceNo }] : [];
}

function isUnderstood(fact: LedgerFact, row: ReadingRow | undefined): boolean {
  switch (fact.kind) {
    case "Unknown":
      return isReservedKind(fact.name);
    case "RoundTaken":
      return row !== undefined;
    case "MonthKeyCommitted":
      return fact.keys.length <= COMMITMENTS_MAX && monthForm.test(fact.month);
    case "ReadingCorrected":
      return monthForm.test(fact.month);
    default:
      return true;
  }
}

/** Commits keys, and notes those that are missed. */
function turn(keys: KeyRing, fact: LedgerFact, seq: number): void {
  if (fact.kind === "MonthKeyCommitted") {
    for (const { sourceNo, commitment } of fact.keys) {
      keys.commit(monthNumber(fact.month), sourceNo, { hash: commitment, seq });
    }
    return;
  }
  if (fact.kind !== "RoundTaken" && fact.kind !== "ReadingCorrected") return;
  const monthNo = monthNumber(fact.month);
  for (const sourceNo of unopened(fact)) keys.miss(monthNo, sourceNo, seq);
}

/** Sources with a sealed value that could not be opened. */
function unopened(
  fact: Extract<LedgerFact, { kind: "RoundTaken" | "ReadingCorrected" }>,
): readonly SourceNo[] {
  if (fact.kind === "ReadingCorrected") return fact.count === null ? [fact.sourceNo] : [];
  return fact.readings.filter(({ erased }) => erased).map(({ sourceNo }) => sourceNo);
}

function stoppedAt({ seq, kind, kindVersion }: Envelope): Stopped {
  return { seq, kind: kindVersion === 1 ? kind : `${kind} ${kindVersion}` };
}
