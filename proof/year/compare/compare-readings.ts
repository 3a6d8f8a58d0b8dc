/**
 * Every accepted reading of the ledger against those that the rounds must have taken: none is
 * invented, none is lost. Months would hide what lies between their ends.
 */

import type { WitnessedAnswer } from "@mega/simulator";
import type { CounterReadings, StoredCount } from "../driver/year-record.ts";
import type { MonthBounds } from "../expected/calendar.ts";
import type { CounterLife } from "../expected/counter-life.ts";
import { clockAt, type GatewayTimes } from "../expected/gateway-times.ts";
import type { Accepted } from "../expected/judging.ts";
import type { CountIn } from "../expected/taken-readings.ts";

/** A reading that should not be there, or is not. */
export interface ReadingDifference {
  readonly month: string;
  readonly expected: string;
  readonly shown: string;
}

/** What the readings of a counter are compared with. */
export interface ReadingsGiven {
  readonly life: CounterLife;
  readonly stored: CounterReadings;
  readonly answers: readonly WitnessedAnswer[];
  readonly countIn: CountIn;
  readonly clock: GatewayTimes["clock"];
  readonly months: readonly MonthBounds[];
}

/** The answer to a question that was asked twice may come twice, or late for the first. */
const ASKED_AGAIN_MS = 10_000;
/** Told of one counter; the rest would say the same. */
const TOLD_MAX = 5;

/** The first readings of a counter that differ, in each of its sources. */
export function compareReadings(given: ReadingsGiven): readonly ReadingDifference[] {
  const { life, stored } = given;
  const late = lateAnswers(given);
  const differences = life.sources.flatMap(({ accepted }, at) => {
    const held = stored[at] ?? [];
    return [...lostOf(accepted, held), ...inventedOf(accepted, held, late)];
  });
  return differences.slice(0, TOLD_MAX).map(({ takenMs, ...texts }) => {
    const month = given.months.find(({ fromMs, toMs }) => takenMs >= fromMs && takenMs < toMs);
    return { month: month?.month ?? "", ...texts };
  });
}

type Found = Omit<ReadingDifference, "month"> & { readonly takenMs: number };

/** Of two answers within seconds a round keeps one. */
function lostOf(accepted: readonly Accepted[], held: readonly StoredCount[]): readonly Found[] {
  const known = new Map(held.map(({ takenMs, count }) => [takenMs, count]));
  const isKept = (one: Accepted | undefined) =>
    one !== undefined && known.get(one.takenMs) === one.count;
  return accepted.flatMap((reading, at): Found[] => {
    const twins = [accepted[at - 1], accepted[at + 1]].filter(
      (one) => one !== undefined && Math.abs(one.takenMs - reading.takenMs) <= ASKED_AGAIN_MS,
    );
    if (isKept(reading) || twins.some(isKept)) return [];
    const { takenMs } = reading;
    return [
      { takenMs, expected: textOf(reading), shown: textOf({ takenMs, count: known.get(takenMs) }) },
    ];
  });
}

function inventedOf(
  accepted: readonly Accepted[],
  held: readonly StoredCount[],
  late: ReadonlySet<string>,
): readonly Found[] {
  const known = new Map(accepted.map(({ takenMs, count }) => [takenMs, count]));
  return held.flatMap((reading): Found[] => {
    const { takenMs, count } = reading;
    if (known.get(takenMs) === count || late.has(textOf(reading))) return [];
    return [
      { takenMs, expected: textOf({ takenMs, count: known.get(takenMs) }), shown: textOf(reading) },
    ];
  });
}

/**
 * A late answer may be taken for that to the same question, asked again. The witness writes down the
 * millisecond in which the question was read, so that its answer may leave in the next one.
 */
function lateAnswers({ answers, countIn, clock }: ReadingsGiven): ReadonlySet<string> {
  const late = answers.filter(
    ({ delivered, atMs, leftAtMs }) => delivered === "late" && leftAtMs - atMs <= ASKED_AGAIN_MS,
  );
  return new Set(
    late.flatMap((answer) => {
      const count = countIn(answer) ?? undefined;
      return [0, 1].map((readMs) => {
        const leftMs = Math.floor(answer.leftAtMs) + readMs;
        return textOf({ takenMs: leftMs + clockAt(clock, leftMs).offsetMs, count });
      });
    }),
  );
}

function textOf({
  takenMs,
  count,
}: {
  readonly takenMs: number;
  readonly count: number | undefined;
}) {
  return `${new Date(takenMs).toISOString()} ${count ?? "nothing"}`;
}
