/** Everything that a channel must show in a year, from what left its meter and what persons said. */

import type { WitnessedAnswer } from "@mega/simulator";
import type { CounterAct, RecordedPeriod } from "./acts.ts";
import { type BoundaryIndex, boundaryIndex } from "./boundary-index.ts";
import type { MonthBounds } from "./calendar.ts";
import { type CounterFacts, printedIndex } from "./counter-facts.ts";
import { type CounterLife, counterLife, countOf } from "./counter-life.ts";
import type { GatewayTimes } from "./gateway-times.ts";
import type { TakenReading } from "./judging.ts";
import { type ExpectedMonth, expectedMonth, type Period } from "./month-figures.ts";
import { type CountIn, type Hearing, takenReadings } from "./taken-readings.ts";

/** One counter of the channel. */
export interface GivenCounter {
  readonly counterNo: 1 | 2;
  readonly counterId: string;
  readonly facts: CounterFacts;
  /** The count that an answer holds; null where it holds none. */
  readonly countIn: CountIn;
  readonly acts: readonly CounterAct[];
}

/** What a channel's year follows from. */
export interface GivenChannel {
  readonly meterId: string;
  readonly answers: readonly WitnessedAnswer[];
  readonly hearing: Hearing;
  readonly times: GatewayTimes;
  readonly counters: readonly GivenCounter[];
  readonly periods: readonly RecordedPeriod[];
  readonly months: readonly MonthBounds[];
}

/** A counter with its life. */
interface LivedCounter {
  readonly counterNo: 1 | 2;
  readonly counterId: string;
  readonly facts: CounterFacts;
  readonly readings: readonly TakenReading[];
  readonly life: CounterLife;
}

/** What a channel must show. */
export interface ExpectedChannel {
  readonly meterId: string;
  readonly counters: readonly LivedCounter[];
  readonly periods: readonly Period[];
  readonly months: readonly ExpectedMonth[];
}

/** Works a channel's year out. */
export function expectedChannel(given: GivenChannel): ExpectedChannel {
  const { meterId, months } = given;
  const counters = given.counters.map((counter): LivedCounter => {
    const { counterNo, counterId, facts, countIn, acts } = counter;
    const { answers, times, hearing } = given;
    const readings = takenReadings(answers, times, hearing, meterId, countIn);
    const serial = readings[0]?.serial ?? null;
    return {
      counterNo,
      counterId,
      facts,
      readings,
      life: counterLife(facts, serial, readings, acts),
    };
  });
  const periods = periodsOf(counters, given.periods);
  return {
    meterId,
    counters,
    periods,
    months: months.map((bounds) => expectedMonth(bounds, counters, periods)),
  };
}

/** The first period begins with the first reading; each later one where it was recorded. */
function periodsOf(
  counters: readonly LivedCounter[],
  recorded: readonly RecordedPeriod[],
): readonly Period[] {
  const firstMs = Math.min(...counters.map(firstAcceptedMs));
  if (firstMs === Number.POSITIVE_INFINITY) return [];
  const starts = recorded.map((period) => ({
    fromMs: period.atMs,
    opening: openings(counters, (counter) => openingOf(counter, period)),
  }));
  const first = {
    fromMs: firstMs,
    opening: openings(counters, (counter) => firstOpening(counter, firstMs)),
  };
  return [first, ...starts].map((period, at, all) => ({
    ...period,
    toMs: all[at + 1]?.fromMs ?? null,
  }));
}

function firstAcceptedMs({ life }: LivedCounter): number {
  return life.sources[0]?.accepted[0]?.takenMs ?? Number.POSITIVE_INFINITY;
}

function openings(
  counters: readonly LivedCounter[],
  indexOf: (counter: LivedCounter) => BoundaryIndex | null,
): ReadonlyMap<1 | 2, BoundaryIndex> {
  return new Map(
    counters.flatMap((counter) => {
      const index = indexOf(counter);
      return index === null ? [] : [[counter.counterNo, index] as const];
    }),
  );
}

/** Counters of one meter answer one after the other: the first of them counts for all. */
function firstOpening({ life }: LivedCounter, firstMs: number): BoundaryIndex | null {
  const [source] = life.sources;
  const reading = source?.accepted[0];
  if (source === undefined || reading === undefined) return null;
  if (reading.takenMs > firstMs + 60_000) return null;
  const index = printedIndex(source.facts, BigInt(reading.count));
  return { atMs: firstMs, index, method: "actual", evidence: [reading] };
}

function openingOf(
  { life, counterId }: LivedCounter,
  period: RecordedPeriod,
): BoundaryIndex | null {
  const { atMs, how, trueMs, typed } = period;
  const source = life.changes.findLast((change) => change.atMs <= atMs)?.to ?? life.sources[0];
  if (source === undefined || source.accepted.length === 0) return null;
  switch (how) {
    case "interpolated":
      return boundaryIndex(source, life.changes, atMs);
    case "read": {
      const reading = source.accepted.findLast((one) => one.trueMs <= trueMs);
      if (reading === undefined) return null;
      const index = printedIndex(source.facts, BigInt(reading.count));
      return { atMs, index, method: "actual", evidence: [reading] };
    }
    case "typed": {
      const text = typed[counterId];
      if (text === undefined) return null;
      const index = printedIndex(source.facts, BigInt(countOf(source.facts, text)));
      return { atMs, index, method: "person", evidence: [] };
    }
  }
}
