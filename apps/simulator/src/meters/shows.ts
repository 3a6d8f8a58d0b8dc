/** What a meter shows: figures by counter, a serial number, and a display that flickers. */

import type { Fault } from "../scenario/faults.ts";
import type { ScenarioMeter } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";
import type { FigureAt } from "../truth/register.ts";
import { fractionAt, seedOf } from "../truth/seeded-hash.ts";

/** What a virtual meter shows, whatever it speaks. */
export interface Shows {
  /** In micro-units (pulses of an input), not yet cut to a step; undefined for no such counter. */
  figure(counterId: string): FigureAt | undefined;
  serialAt(instantMs: number): string;
  /** So many steps lower than it should be. */
  lowerStepsAt(instantMs: number): number;
}

const micro = 1_000_000;
const minuteMs = 60_000;
const never = () => 0;

/** What the meter of a scenario shows. */
export function showsOf(meter: ScenarioMeter, truth: BuildingTruth): Shows {
  return {
    figure: (counterId) =>
      hasCounter(meter, truth, counterId) ? truth.shownFigure(meter.id, counterId) : undefined,
    serialAt: (instantMs) => truth.serialAt(meter.id, instantMs),
    lowerStepsAt: flickerOf(meter),
  };
}

/** What the other meter shows that has the same address: it counts as the meter itself does. */
export function othersShows(
  meter: ScenarioMeter,
  { fromMs, otherSerial, otherStart }: Extract<Fault, { kind: "duplicate" }>,
  truth: BuildingTruth,
): Shows {
  return {
    figure(counterId) {
      if (!hasCounter(meter, truth, counterId)) return undefined;
      const start = Math.round((otherStart[counterId] ?? 0) * micro);
      const before = truth.consumedAt(meter.id, counterId, fromMs);
      return (instantMs) => start + truth.consumedAt(meter.id, counterId, instantMs) - before;
    },
    serialAt: () => otherSerial,
    lowerStepsAt: never,
  };
}

function hasCounter(meter: ScenarioMeter, truth: BuildingTruth, counterId: string): boolean {
  const known = truth.countersOf(meter.id);
  return known.includes(counterId) || (counterId === "total" && known.includes("import"));
}

function flickerOf({ id, faults }: ScenarioMeter): (instantMs: number) => number {
  const jitters = faults.filter((fault) => fault.kind === "jitter");
  if (jitters.length === 0) return never;
  const seed = seedOf(0, `jitter ${id}`);
  return (instantMs) => {
    const jitter = jitters.find(({ fromMs, toMs }) => instantMs >= fromMs && instantMs < toMs);
    if (jitter === undefined) return 0;
    return fractionAt(seed, Math.floor(instantMs / minuteMs)) < 0.5 ? jitter.steps : 0;
  };
}
