/**
 * A printed index against what the meter's register truly stood at at the index's own time, to one
 * step of the meter: a display cuts off, so an index lies below its register by less than a step, and
 * never above it. One on a line between two readings is held to the line between their registers.
 */

import type { Evidence } from "../expected/boundary-index.ts";
import { inMicro, printedIndex, textOf } from "../expected/counter-facts.ts";
import type { Source } from "../expected/counter-life.ts";
import type { CounterTruth, Untrue } from "./against-truth.ts";
import type { PrintedBoundary } from "./printed-boundary.ts";
import { coarsestOf, digitOf, floatSpacing } from "./steps.ts";

/** How a printed index lies to its register. */
export interface RegisterDistance {
  /** Hundredths of a step of the meter, whichever side of the register. */
  readonly hundredths: number;
  readonly untrue: Untrue | null;
}

/** What a register stood at while its figure was on the way, in millionths of the unit. */
interface Stood {
  readonly least: bigint;
  readonly most: bigint;
}

/** A bus meter answers within a second; what came later was not shown then. */
const answerMsMax = 1000;
/** A person's watch shows minutes. */
const watchMs = 60_000;

/**
 * Compares an index with its register.
 *
 * @param oldMs So old a figure may be that a fault nobody can see brought in the place of a new one.
 */
export function againstRegister(
  at: PrintedBoundary,
  counter: CounterTruth,
  oldMs = 0,
): RegisterDistance {
  const { boundary, source, printed, side } = at;
  const { evidence, method } = boundary;
  const stood = stoodAt(at, counter, answerMsMax + oldMs);
  const shown = inMicro(printed);
  const cut = coarsestOf(source.facts, printed);
  const spacing = counter.isFloat ? floatSpacing(shown) : 0n;
  const step = spacing > cut ? spacing : cut;
  // A float that is finer than a step is rounded back to it; one that is not, to the next step.
  const rounded = spacing > cut ? (spacing + cut) / 2n + 1n : 0n;
  const heldUp = evidence.some(({ held }) => held) ? step : 0n;
  const flickers = BigInt(flickerSteps(counter, evidence));
  // A line between cut figures is cut once more where it is printed.
  const lineCut = method === "actual" || method === "person" ? 0n : digitOf(printed);
  const above = shown - stood.most - heldUp - rounded;
  const below = stood.least - shown - step * flickers - lineCut - rounded;
  const distance = above > below ? above : below;
  const hundredths = Number(((distance > 0n ? distance : 0n) * 100n) / step);
  if (above <= 0n && below < step) return { hundredths, untrue: null };
  return {
    hundredths,
    untrue: {
      what: `${side} against the register`,
      expected: `less than a step of ${micro(step)} below ${micro(stood.least)} to ${micro(stood.most)}`,
      shown: textOf(printed),
    },
  };
}

function stoodAt(
  { boundary, side, source }: PrintedBoundary,
  counter: CounterTruth,
  wayMs: number,
): Stood {
  const { evidence, atMs } = boundary;
  const [first, second] = evidence;
  if (first === undefined) return stoodForPerson(atMs, side, counter);
  if (second === undefined) return stoodBehind(first, source, counter, wayMs);
  const from = stoodBehind(first, source, counter, wayMs);
  const to = stoodBehind(second, source, counter, wayMs);
  const line = (a: bigint, b: bigint) => lineAt(source, first, second, atMs, a, b);
  return { least: line(from.least, to.least), most: line(from.most, to.most) };
}

/** Between the instant at which the meter showed a figure and the one at which it was taken. */
function stoodBehind(
  evidence: Evidence,
  { facts }: Source,
  counter: CounterTruth,
  wayMs: number,
): Stood {
  const { trueMs, shownMs, count } = evidence;
  if (trueMs === null || shownMs === null) {
    const said = inMicro(printedIndex(facts, BigInt(count)));
    return { least: said, most: said };
  }
  const [least, most] = [Math.max(shownMs, trueMs - wayMs), trueMs].map(counter.registerAt);
  // It turned while the answer was on the way.
  return (most ?? 0n) < (least ?? 0n)
    ? { least: most ?? 0n, most: least ?? 0n }
    : { least: least ?? 0n, most: most ?? 0n };
}

/** A minute either way; at an exchange nothing of the other meter. */
function stoodForPerson(
  atMs: number,
  side: PrintedBoundary["side"],
  { registerAt, turnsAt }: CounterTruth,
): Stood {
  const turns = turnsAt(atMs);
  const fromMs = turns && side === "opening" ? atMs : atMs - watchMs;
  const toMs = turns && side === "closing" ? atMs - 1 : atMs + watchMs;
  return { least: registerAt(fromMs), most: registerAt(toMs) };
}

function lineAt(
  { facts }: Source,
  { takenMs: fromMs }: Evidence,
  { takenMs: toMs }: Evidence,
  atMs: number,
  from: bigint,
  to: bigint,
): bigint {
  const end =
    facts.rolloverCount === null || to >= from
      ? null
      : inMicro(printedIndex(facts, BigInt(facts.rolloverCount)));
  const reached =
    from + ((to + (end ?? 0n) - from) * BigInt(atMs - fromMs)) / BigInt(toMs - fromMs);
  return end !== null && reached >= end ? reached - end : reached;
}

function flickerSteps({ flickerAt }: CounterTruth, evidence: readonly Evidence[]): number {
  return Math.max(0, ...evidence.map(({ shownMs }) => (shownMs === null ? 0 : flickerAt(shownMs))));
}

function micro(value: bigint): string {
  return textOf({ amount: value, decimals: 6 });
}
