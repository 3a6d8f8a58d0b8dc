/**
 * What the newest rounds of a gateway say at a glance, folded as they come: which hours were read, which
 * sources do not answer, which readings wait for a person. Only what is not in order takes room, so that
 * a gateway that runs costs a few bytes a round. Pure.
 */

import { GLANCE_HOURS } from "@mega/contract";
import type { ChannelBinding, ChannelNo, SourceNo } from "@mega/domain";
import { cellOf, type Decision, outcomeOf, type ReadingRow } from "../readings/reading-row.ts";

const HOUR_MS = 3_600_000;

/** How an hour was read; an hour without a word is 0. */
const hourStates = { unknown: 0, none: 1, part: 2, all: 3 } as const;

/** Readings of a source that wait to be looked at. */
interface Waiting {
  /** When the first was taken since none waited. */
  readonly sinceMs: number;
  readonly count: number;
}

/** What is kept of one ledger. */
export interface RoundGlance {
  /** The sources that each channel shows by now. */
  readonly bound: ReadonlyMap<ChannelNo, readonly SourceNo[]>;
  /** When the newest round was due that was not asked for by hand; null before the first. */
  readonly dueAtMs: number | null;
  /** When the newest reading was taken that counts; null before the first. */
  readonly readAtMs: number | null;
  /** A byte of `hourStates` for each hour; the last one is that of `dueAtMs`. */
  readonly hours: Uint8Array;
  /** Sources that did not answer when they were last asked, with the last round before. */
  readonly unanswered: ReadonlyMap<SourceNo, number>;
  readonly waiting: ReadonlyMap<SourceNo, Waiting>;
}

/** What an entry brings. */
export type GlanceStep =
  | { readonly kind: "bound"; readonly binding: ChannelBinding }
  | {
      readonly kind: "round";
      /** As it came, before anything was decided on it. */
      readonly row: ReadingRow;
      /** Somebody asked for it: it is none of the hourly ones. */
      readonly onDemand: boolean;
    }
  /** A reading that waited was decided on. */
  | { readonly kind: "settled"; readonly sourceNo: SourceNo }
  /** The same of a round that came earlier: kept only where that reading waited. */
  | { readonly kind: "decided-earlier"; readonly decision: Decision };

/** A ledger of which nothing came yet. */
export const noGlance: RoundGlance = {
  bound: new Map(),
  dueAtMs: null,
  readAtMs: null,
  hours: new Uint8Array(GLANCE_HOURS),
  unanswered: new Map(),
  waiting: new Map(),
};

/** What is kept after further entries, in their order; the same object where there are none. */
export function nextGlance(glance: RoundGlance, steps: readonly GlanceStep[]): RoundGlance {
  return steps.reduce(withStep, glance);
}

function withStep(glance: RoundGlance, step: GlanceStep): RoundGlance {
  switch (step.kind) {
    case "bound":
      return { ...glance, bound: withBinding(glance.bound, step.binding) };
    case "round":
      return withRow(glance, step.row, step.onDemand);
    case "settled":
      return { ...glance, waiting: withoutOne(glance.waiting, step.sourceNo) };
    case "decided-earlier":
      return { ...glance, waiting: withoutOne(glance.waiting, step.decision.sourceNo) };
  }
}

function withBinding(
  bound: RoundGlance["bound"],
  { channelNo, counter1, counter2 }: ChannelBinding,
): RoundGlance["bound"] {
  const next = new Map(bound);
  const sources = [counter1, counter2].filter((sourceNo) => sourceNo !== null);
  if (sources.length === 0) next.delete(channelNo);
  else next.set(channelNo, sources);
  return next;
}

function withoutOne(waiting: RoundGlance["waiting"], sourceNo: SourceNo): RoundGlance["waiting"] {
  const open = waiting.get(sourceNo);
  if (open === undefined) return waiting;
  const next = new Map(waiting);
  if (open.count <= 1) next.delete(sourceNo);
  else next.set(sourceNo, { ...open, count: open.count - 1 });
  return next;
}

function withRow(glance: RoundGlance, row: ReadingRow, isOnDemand: boolean): RoundGlance {
  const unanswered = new Map(glance.unanswered);
  const waiting = new Map(glance.waiting);
  const before = glance.dueAtMs ?? row.dueAtMs;
  const sum = { asked: 0, answered: 0, accepted: 0, readAtMs: glance.readAtMs };
  for (let sourceNo = 1; sourceNo <= row.states.length; sourceNo++) {
    const cell = cellOf(row, sourceNo);
    if (cell === undefined) continue;
    const { takenAtMs } = cell;
    const { answered, counts, waits } = outcomeOf(cell.state);
    sum.asked += 1;
    if (answered) unanswered.delete(sourceNo);
    else if (!unanswered.has(sourceNo)) unanswered.set(sourceNo, before);
    if (answered) sum.answered += 1;
    if (counts) sum.accepted += 1;
    if (counts && (sum.readAtMs === null || takenAtMs > sum.readAtMs)) sum.readAtMs = takenAtMs;
    if (waits) addWaiting(waiting, sourceNo, takenAtMs);
  }
  const next = { ...glance, readAtMs: sum.readAtMs, unanswered, waiting };
  if (isOnDemand || sum.asked === 0) return next;
  return { ...next, ...withHour(glance, row.dueAtMs, hourStateOf(sum)) };
}

function hourStateOf(sum: {
  readonly asked: number;
  readonly answered: number;
  readonly accepted: number;
}): number {
  if (sum.answered === 0) return hourStates.none;
  return sum.accepted < sum.asked ? hourStates.part : hourStates.all;
}

function addWaiting(waiting: Map<SourceNo, Waiting>, sourceNo: SourceNo, takenAtMs: number): void {
  const open = waiting.get(sourceNo);
  const sinceMs = open?.sinceMs ?? takenAtMs;
  waiting.set(sourceNo, { sinceMs, count: (open?.count ?? 0) + 1 });
}

/**
 * Puts a round into its hour; of several the worst stands. A round more than a day before the newest one
 * comes behind it only where a clock was set: the hours begin anew.
 */
function withHour(
  { dueAtMs, hours }: RoundGlance,
  roundMs: number,
  state: number,
): Pick<RoundGlance, "dueAtMs" | "hours"> {
  const ahead = dueAtMs === null ? GLANCE_HOURS : hourOf(roundMs) - hourOf(dueAtMs);
  const isAnew = Math.abs(ahead) >= GLANCE_HOURS;
  const moved = isAnew ? new Uint8Array(GLANCE_HOURS) : movedBy(hours, Math.max(0, ahead));
  const at = GLANCE_HOURS - 1 + (isAnew ? 0 : Math.min(0, ahead));
  const known = moved[at] ?? hourStates.unknown;
  moved[at] = known === hourStates.unknown ? state : Math.min(known, state);
  return {
    hours: moved,
    dueAtMs: isAnew || dueAtMs === null ? roundMs : Math.max(dueAtMs, roundMs),
  };
}

/** The hours as they stand so many hours later. */
export function movedBy(hours: Uint8Array, count: number): Uint8Array {
  const moved = new Uint8Array(GLANCE_HOURS);
  moved.set(hours.subarray(Math.min(count, GLANCE_HOURS)));
  return moved;
}

/** Hours since 1970 UTC. */
export function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS);
}
