/**
 * A part of a month against the true consumption: each index at the true time of the reading it rests
 * on, to one step of the meter; the consumption between them; and what may lie between a boundary and
 * the reading that stands for it.
 */

import type { BuildingTruth } from "@mega/simulator";
import type { BoundaryIndex } from "../expected/boundary-index.ts";
import { inMicro, mostInMicro, stepInMicro, textOf } from "../expected/counter-facts.ts";
import type { ExpectedPart } from "../expected/month-figures.ts";

/** What the true consumption says of a counter. */
export interface CounterTruth {
  readonly truth: BuildingTruth;
  readonly meterId: string;
  readonly counterId: string;
  /** Millionths of the unit for a millionth of a kWh or m³, as a ratio. */
  readonly unit: { readonly numerator: bigint; readonly denominator: bigint };
  /** The register travels as a float of 24 bits: high up it knows no thousandths. */
  readonly isFloat: boolean;
  /** True consumption between two instants that no reading can hold, in millionths of the unit. */
  readonly unseen: (fromMs: number, toMs: number) => bigint;
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

/** What of a part is not true. `trueMs` turns an instant of the gateway's clock into the true time. */
export function untrueOf(
  part: ExpectedPart,
  counter: CounterTruth,
  trueMs: (gatewayMs: number) => number,
): readonly Untrue[] {
  const { opening, closing, consumed } = part;
  const step = stepOf(counter, part);
  const [from, to] = [spanOf(opening, trueMs), spanOf(closing, trueMs)];
  const least = passed(counter, from.toMs, to.fromMs);
  const most = passed(counter, from.fromMs, to.toMs);
  const unseen = counter.unseen(from.fromMs, to.toMs);
  const digit = 10n ** BigInt(6 - Math.min(6, consumed.decimals));
  const slack = 2n * (step > digit ? step : digit);
  const shown = inMicro(consumed);
  if (shown <= most + slack && shown >= least - slack - unseen) return [];
  return [
    {
      what: "consumption against the truth",
      expected: `${micro(least)} to ${micro(most)}, less up to ${micro(unseen)} that no reading holds`,
      shown: textOf(consumed),
    },
  ];
}

/** A step of the display, or of the float that brings it, where that is coarser. */
function stepOf({ isFloat }: CounterTruth, { source, closing }: ExpectedPart): bigint {
  const step = stepInMicro(source.facts);
  if (!isFloat) return step;
  const units = Math.max(1, Number(inMicro(closing.index) / 1_000_000n));
  const spacing = BigInt(Math.ceil(2 ** (Math.floor(Math.log2(units)) - 23) * 1_000_000));
  return spacing > step ? spacing : step;
}

/**
 * The true instants between which an index was true. A line between two readings is true where it
 * meets the boundary at the latest as the later reading, at the earliest as the earlier one.
 */
function spanOf(boundary: BoundaryIndex, trueMs: (gatewayMs: number) => number): RestsOn {
  const rests = restsOn(boundary);
  if (rests !== null) return rests;
  const said = trueMs(boundary.atMs);
  // A person's watch shows minutes.
  return { fromMs: said - 60_000, toMs: said + 60_000 };
}

function passed({ truth, meterId, counterId, unit }: CounterTruth, fromMs: number, toMs: number) {
  if (toMs <= fromMs) return 0n;
  const consumed = (atMs: number) => BigInt(Math.floor(truth.consumedAt(meterId, counterId, atMs)));
  return ((consumed(toMs) - consumed(fromMs)) * unit.numerator) / unit.denominator;
}

/** Whether an index lies no farther from the truth at midnight than the meter can have drawn. */
export function isWithinDraw(
  boundary: BoundaryIndex,
  counter: CounterTruth,
  part: ExpectedPart,
  midnightMs: number,
): boolean {
  const rests = restsOn(boundary);
  if (rests === null) return true;
  const { facts } = part.source;
  const farthest = Math.max(Math.abs(rests.fromMs - midnightMs), Math.abs(rests.toMs - midnightMs));
  const early = passed(counter, Math.min(rests.fromMs, midnightMs), midnightMs);
  const late = passed(counter, midnightMs, Math.max(rests.toMs, midnightMs));
  const drawn = early > late ? early : late;
  return drawn <= mostInMicro(facts, farthest) + stepInMicro(facts);
}

function micro(value: bigint): string {
  return textOf({ amount: value, decimals: 6 });
}
