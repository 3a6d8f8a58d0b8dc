/** Exchanges of meters in a made-up building: told and not, seen and not. */

import type { Exchange, Scenario, ScenarioMeter } from "../scenario/scenario.ts";
import { buildingTruth } from "../truth/building-truth.ts";
import type { Chance } from "./chance.ts";
import type { FaultCalendar } from "./fault-calendar.ts";
import { billedCounter, mostPerHour, shortFloatMax } from "./meter-kinds.ts";
import { type RandomMeter, serialOf } from "./random-meters.ts";

/** An exchange, and who knows of it. */
export interface RandomExchange {
  readonly meterId: string;
  readonly exchange: Exchange;
  /** Whether somebody wrote it down when it was done. */
  readonly announced: boolean;
  /** Whether a reader can see it: another serial number, or an index that falls. */
  readonly visible: boolean;
}

/** One way to exchange a meter. */
interface Way {
  /** Whether the kind tells its serial number. */
  readonly tells: boolean;
  readonly announced: boolean;
  /**
   * "low": fresh from the box. "plausible": a little above the one taken out. "burst": above it by
   * what it can count in some hours. "higher": by more than in days, from years in another place.
   */
  readonly index: "low" | "plausible" | "burst" | "higher";
}

/** In a building of 128 meters and 14 months; in a smaller one the first of them. */
const ways: readonly Way[] = [
  { tells: true, announced: true, index: "low" },
  { tells: false, announced: false, index: "low" },
  { tells: false, announced: false, index: "higher" },
  { tells: false, announced: false, index: "plausible" },
  { tells: true, announced: false, index: "low" },
  { tells: false, announced: true, index: "low" },
  { tells: false, announced: false, index: "burst" },
  { tells: true, announced: false, index: "plausible" },
  { tells: false, announced: true, index: "plausible" },
  { tells: true, announced: true, index: "low" },
  { tells: true, announced: false, index: "low" },
  { tells: false, announced: false, index: "low" },
  { tells: false, announced: false, index: "plausible" },
  { tells: true, announced: true, index: "low" },
  { tells: false, announced: true, index: "higher" },
  { tells: false, announced: false, index: "higher" },
];

const triesMax = 200;
/** A small building has one of each that matters, as far as it finds room for them. */
const waysLeast = 5;
const micro = 1_000_000;

/**
 * Draws the exchanges.
 *
 * @param scenario The building as it would be without them, faults included.
 */
export function randomExchanges(
  chance: Chance,
  calendar: FaultCalendar,
  meters: readonly RandomMeter[],
  scenario: Scenario,
  share: number,
): readonly RandomExchange[] {
  const truth = buildingTruth(scenario);
  const exchanged = new Set<string>();
  const count = Math.min(ways.length, Math.max(waysLeast, Math.round(ways.length * share)));
  return ways.slice(0, count).flatMap(({ tells, announced, index }) => {
    const candidates = meters.filter(
      // One exchange a meter: a second one would need a third serial number and other indexes.
      ({ kind, meter }) =>
        (kind.serial !== null) === tells &&
        kind.rollsOverAt === undefined &&
        // A short float would show the higher figure more coarsely than the display does.
        (index !== "higher" || kind.startMax > shortFloatMax) &&
        !exchanged.has(meter.id),
    );
    const taken = takePlace(chance, calendar, candidates);
    if (taken === undefined) return [];
    const { target, atMs } = taken;
    const { meter, kind } = target;
    exchanged.add(meter.id);
    const indexAt = (counterId: string) => truth.indexAt(meter.id, counterId, atMs) / micro;
    const start =
      index === "low"
        ? lowStart(chance, meter)
        : startAbove(meter, indexAt, () => riseOf(chance, meter, index));
    const serialNumber = serialOf(kind, meters.indexOf(target), 1);
    const exchange = { atMs, serialNumber, start };
    return [{ meterId: meter.id, exchange, announced, visible: tells || isSeen(index) }];
  });
}

function takePlace(
  chance: Chance,
  calendar: FaultCalendar,
  candidates: readonly RandomMeter[],
): { readonly target: RandomMeter; readonly atMs: number } | undefined {
  if (candidates.length === 0) return undefined;
  for (let tried = 0; tried < triesMax; tried++) {
    const target = chance.oneOf(candidates);
    const span = calendar.take(target.meter.id, { lengthMs: 60_000, changesFigures: true });
    if (span !== undefined) return { target, atMs: span.fromMs };
  }
  return undefined;
}

/** What a new meter has counted on the maker's bench. */
function lowStart(chance: Chance, meter: ScenarioMeter): Exchange["start"] {
  return { [billedCounter(meter.load)]: chance.whole(0, 900) / 1000 };
}

/** A fall is seen, and a rise that no hours explain; any other passes for consumption. */
function isSeen(index: Way["index"]): boolean {
  return index === "low" || index === "higher";
}

function riseOf(chance: Chance, { load }: ScenarioMeter, index: Way["index"]): number {
  const perHour = mostPerHour(load);
  const thousandthsOf = (least: number, most: number) =>
    chance.whole(Math.round(least * 1000), Math.round(most * 1000)) / 1000;
  switch (index) {
    case "burst":
      return thousandthsOf(3 * perHour, 12 * perHour);
    case "higher":
      return thousandthsOf(40 * perHour, 90 * perHour);
    default:
      return thousandthsOf(0.05, 0.2);
  }
}

function startAbove(
  meter: ScenarioMeter,
  indexAt: (counterId: string) => number,
  rise: () => number,
): Exchange["start"] {
  const counters = new Set([billedCounter(meter.load), ...Object.keys(meter.start)]);
  return Object.fromEntries(
    [...counters].map((counterId) => [counterId, thousandths(indexAt(counterId) + rise())]),
  );
}

function thousandths(index: number): number {
  return Math.round(index * 1000) / 1000;
}
