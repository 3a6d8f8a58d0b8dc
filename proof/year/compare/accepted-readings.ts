/**
 * Every accepted reading against the register at its own time, not only those that a month rests on:
 * a figure that is not the meter's own would come to a bill by one month's end or another.
 */

import { type CounterFacts, printedIndex } from "../expected/counter-facts.ts";
import type { Source } from "../expected/counter-life.ts";
import type { Accepted } from "../expected/judging.ts";
import { againstRegister } from "./against-register.ts";
import type { CounterTruth } from "./against-truth.ts";
import type { PrintedBoundary } from "./printed-boundary.ts";
import { unitRatio } from "./unit-ratio.ts";

/** Accepted readings of a counter that its register did not show, to one step, as boundaries. */
export function strangeReadings(
  sources: readonly Source[],
  counter: CounterTruth,
  /** Millionths of a kWh or m³, as the simulator holds them. */
  indexAt: (atMs: number) => number,
): readonly PrintedBoundary[] {
  return sources.flatMap((source) => {
    const microOf = countsInMicro(source.facts);
    const step = microOf(1) - microOf(0);
    return source.accepted.flatMap((reading) => {
      const below = indexAt(reading.trueMs) - microOf(reading.count);
      // Nearly all are in order, and whole numbers are slow.
      if (below >= 0 && below < step * 0.999) return [];
      const at = boundaryOf(source, reading);
      return againstRegister(at, counter).untrue === null ? [] : [at];
    });
  });
}

function boundaryOf(source: Source, reading: Accepted): PrintedBoundary {
  const index = printedIndex(source.facts, BigInt(reading.count));
  const boundary = {
    ...{ atMs: reading.takenMs, index, evidence: [reading] },
    method: "actual",
  } as const;
  return { side: "reading", source, boundary, printed: index };
}

function countsInMicro({ decimals, factor, start, unit }: CounterFacts): (count: number) => number {
  const { numerator, denominator } = unitRatio(unit);
  const perUnit = (1_000_000 * Number(denominator)) / Number(numerator);
  const perCount = (perUnit * factor.numerator) / (factor.denominator * 10 ** decimals);
  const first = (perUnit * start.amount) / 10 ** start.decimals;
  return (count) => first + count * perCount;
}
