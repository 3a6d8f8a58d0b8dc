/**
 * A part of a month against the true consumption between the true times of the readings it rests on,
 * and what may lie between midnight and the reading that stands for it.
 */

import type { BoundaryIndex } from "../expected/boundary-index.ts";
import { inMicro, mostInMicro, stepInMicro, textOf } from "../expected/counter-facts.ts";
import type { ExpectedPart } from "../expected/month-figures.ts";
import type { PrintedBoundary } from "./printed-boundary.ts";
import { coarsestOf, digitOf, floatSpacing } from "./steps.ts";

/** What the true consumption says of a counter; figures in millionths of the unit of billing. */
export interface CounterTruth {
  /** What passed until a true instant, whatever meter was there. */
  readonly consumedAt: (atMs: number) => bigint;
  /** What the register of the meter that was there stood at. */
  readonly registerAt: (atMs: number) => bigint;
  /** Another meter was put in, or the register began anew, at this very instant. */
  readonly turnsAt: (atMs: number) => boolean;
  /** So many steps lower its display may flicker. */
  readonly flickerAt: (atMs: number) => number;
  /** The register travels as a float of 24 bits: high up it knows no thousandths. */
  readonly isFloat: boolean;
  /** True consumption between two instants that no reading can hold. */
  readonly unseen: (fromMs: number, toMs: number) => bigint;
}

/** How a fault that nobody can see may move a consumption, in millionths of the unit. */
export interface Moved {
  readonly least: bigint;
  readonly most: bigint;
}

/** Something that is farther from the truth than it may be. */
export interface Untrue {
  readonly what: string;
  readonly expected: string;
  readonly shown: string;
}

/** The true time behind an index, and how far from it a person may have been. */
export interface RestsOn {
  readonly fromMs: number;
  readonly toMs: number;
}

/** When the figures behind an index left the meter; null where a person recorded it. */
export function restsOn({ evidence }: BoundaryIndex): RestsOn | null {
  const times = evidence.flatMap(({ trueMs }) => trueMs ?? []);
  if (times.length === 0 || times.length < evidence.length) return null;
  return { fromMs: Math.min(...times), toMs: Math.max(...times) };
}

/**
 * Whether the consumption of a part is true; null where it is. `trueMs` turns an instant of the
 * gateway's clock into the true time.
 */
export function untrueOf(
  part: ExpectedPart,
  counter: CounterTruth,
  trueMs: (gatewayMs: number) => number,
  moved: Moved = { least: 0n, most: 0n },
): Untrue | null {
  const { opening, closing, consumed } = part;
  const step = stepOf(counter, part);
  const [from, to] = [spanOf(opening, trueMs), spanOf(closing, trueMs)];
  const least = passed(counter, from.toMs, to.fromMs) + moved.least;
  const most = passed(counter, from.fromMs, to.toMs) + moved.most;
  const unseen = counter.unseen(from.fromMs, to.toMs);
  const digit = digitOf(consumed);
  const slack = 2n * (step > digit ? step : digit);
  const shown = inMicro(consumed);
  if (shown <= most + slack && shown >= least - slack - unseen) return null;
  return {
    what: "consumption against the truth",
    expected: `${micro(least)} to ${micro(most)}, less up to ${micro(unseen)} that no reading holds`,
    shown: textOf(consumed),
  };
}

/** The true time that a part lies in, its readings included. */
export function partSpan(part: ExpectedPart, trueMs: (gatewayMs: number) => number): RestsOn {
  const { fromMs } = spanOf(part.opening, trueMs);
  return { fromMs, toMs: spanOf(part.closing, trueMs).toMs };
}

/** A step of the display, or of the float that brings it, where that is coarser. */
function stepOf({ isFloat }: CounterTruth, { source, opening, closing }: ExpectedPart): bigint {
  const step = stepInMicro(source.facts);
  // Before a register runs over its float is at its coarsest.
  const [from, to] = [inMicro(opening.index), inMicro(closing.index)];
  const spacing = isFloat ? floatSpacing(from > to ? from : to) : 0n;
  return spacing > step ? spacing : step;
}

/**
 * The true instants between which an index was true. A line between two readings is true where it
 * meets the boundary at the latest as the later reading, at the earliest as the earlier one.
 */
function spanOf(boundary: BoundaryIndex, trueMs: (gatewayMs: number) => number): RestsOn {
  const rests = restsOn(boundary);
  if (rests !== null) return rests;
  // A person's watch is right, whatever the gateway's clock shows, and it shows minutes.
  const said = boundary.method === "person" ? boundary.atMs : trueMs(boundary.atMs);
  return { fromMs: said - 60_000, toMs: said + 60_000 };
}

function passed({ consumedAt }: CounterTruth, fromMs: number, toMs: number): bigint {
  return toMs <= fromMs ? 0n : consumedAt(toMs) - consumedAt(fromMs);
}

/**
 * Whether a printed index lies no farther from the register at true midnight than the meter can have
 * drawn since, or until, the reading behind it. A register that turned in between is not asked.
 */
export function isWithinDraw(
  { boundary, source, printed }: PrintedBoundary,
  { registerAt, isFloat }: CounterTruth,
  oldMs = 0,
): boolean {
  const rests = restsOn(boundary);
  if (rests === null) return true;
  const midnightMs = boundary.atMs;
  const [fromMs, toMs] = [Math.min(rests.fromMs, midnightMs), Math.max(rests.toMs, midnightMs)];
  const [first, then, last] = [fromMs, midnightMs, toMs].map(registerAt);
  if (first === undefined || then === undefined || last === undefined) return true;
  if (then < first || last < then) return true;
  const shown = inMicro(printed);
  const off = shown > then ? shown - then : then - shown;
  const spacing = isFloat ? floatSpacing(shown) : 0n;
  const steps = 2n * coarsestOf(source.facts, printed) + spacing;
  return off <= mostInMicro(source.facts, toMs - fromMs + oldMs) + steps;
}

function micro(value: bigint): string {
  return textOf({ amount: value, decimals: 6 });
}
