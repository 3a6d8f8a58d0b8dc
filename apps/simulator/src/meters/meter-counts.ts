/** What the counters of a Modbus meter count at an instant, in the steps of its profile. Pure. */

import type { Unit } from "@mega/domain";
import { countScale, type ModbusProfile } from "@mega/profiles";
import type { ScenarioMeter } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";

/**
 * What one counter counts at an instant, cut to the meter's step as a display cuts it. A counter the
 * building knows nothing of stands at 0, as an input nobody wired does; a phase has a third of the
 * whole, and a total counter adds both directions up.
 */
export function countAt(
  meter: ScenarioMeter,
  profile: ModbusProfile,
  truth: BuildingTruth,
  counterId: string,
  instantMs: number,
): number {
  const counter = profile.counters[counterId];
  if (counter === undefined) return 0;
  const micro = microAt(meter, truth, counterId, instantMs);
  if (counter.unit === "pulse") return micro;
  const scale = countScale(counter, undefined);
  if (scale === undefined) return 0;
  const count = countOfMicro(micro, scale.unit, scale.decimals);
  return count - (count % scale.countsPerStep);
}

function microAt(
  meter: ScenarioMeter,
  truth: BuildingTruth,
  counterId: string,
  instantMs: number,
): number {
  const known = truth.countersOf(meter.id);
  const indexAt = (id: string) => (known.includes(id) ? truth.indexAt(meter.id, id, instantMs) : 0);
  if (known.includes(counterId)) return indexAt(counterId);
  const phase = /^(import|export)L[123]$/.exec(counterId)?.[1];
  if (phase !== undefined) return Math.floor(indexAt(phase) / 3);
  return counterId === "total" ? indexAt("import") + indexAt("export") : 0;
}

/** A unit in kWh or m³, as a ratio of whole numbers: 1 GJ is 10 000/36 kWh. */
const unitInKwh: Readonly<Partial<Record<Unit, readonly [number, number]>>> = {
  MWh: [1000, 1],
  GJ: [10_000, 36],
};

/** Micro-kWh or micro-m³ as whole counts of 10^-decimals of a unit, cut. */
function countOfMicro(micro: number, unit: Unit, decimals: number): number {
  const [numerator, denominator] = unitInKwh[unit] ?? [1, 1];
  const above = micro * denominator * 10 ** Math.max(0, decimals - 6);
  return Math.floor(above / (numerator * 10 ** Math.max(0, 6 - decimals)));
}
