/** What the counters of a Modbus meter count, in the steps of its profile. Pure. */

import type { Unit } from "@mega/domain";
import {
  type CountScale,
  countScale,
  type ModbusCounter,
  type ModbusProfile,
} from "@mega/profiles";
import type { FigureAt } from "../truth/register.ts";
import type { Shows } from "./shows.ts";

/** One counter as its meter shows it. */
export interface ShownCounter {
  /** In counts of the profile's scale, cut to the meter's step as a display cuts it. */
  readonly countAt: FigureAt;
  /** Counts in micro-units of kWh or m³; pulses stay pulses. */
  readonly microOf: (count: number) => number;
  /** Whether the building knows what it counts; the others stand at 0. */
  readonly known: boolean;
}

const standsStill: ShownCounter = { countAt: () => 0, microOf: (count) => count, known: false };

/**
 * One counter of a meter. A counter the building knows nothing of stands at 0, as an input nobody
 * wired does; a phase has a third of the whole.
 */
export function shownCounter(
  profile: ModbusProfile,
  shows: Shows,
  counterId: string,
): ShownCounter {
  const counter = profile.counters[counterId];
  const found = shows.figure(counterId) ?? phaseFigure(shows, counterId);
  if (counter === undefined || found === undefined) return standsStill;
  const known = shows.figure(counterId) !== undefined;
  const { lowerStepsAt } = shows;
  if (counter.unit === "pulse") {
    return {
      known,
      microOf: (count) => count,
      countAt: (at) => lowered(found(at), lowerStepsAt(at)),
    };
  }
  const scale = countScale(counter, undefined);
  if (scale === undefined) return standsStill;
  const ratio = ratioOf(scale.unit, scale.decimals);
  const held = heldBy(counter, scale);
  return {
    known,
    microOf: (count) => Math.round((count * ratio.below) / ratio.above),
    countAt(instantMs) {
      const count = Math.floor((found(instantMs) * ratio.above) / ratio.below);
      const cut = count - (count % scale.countsPerStep);
      return held(lowered(cut, lowerStepsAt(instantMs) * scale.countsPerStep));
    },
  };
}

function lowered(count: number, by: number): number {
  return by === 0 ? count : Math.max(0, count - by);
}

function phaseFigure(shows: Shows, counterId: string): FigureAt | undefined {
  const phase = /^(import|export)L[123]$/.exec(counterId)?.[1];
  const whole = phase === undefined ? undefined : shows.figure(phase);
  return whole === undefined ? undefined : (instantMs) => Math.floor(whole(instantMs) / 3);
}

/** The count that a register can hold: a short float has no more than 24 bits for it. */
function heldBy(counter: ModbusCounter, scale: CountScale): (count: number) => number {
  if (counter.type !== "float32") return (count) => count;
  const { countsPerStep } = scale;
  const above = 10 ** Math.max(0, scale.stepExponent);
  const below = 10 ** Math.max(0, -scale.stepExponent);
  return (count) => {
    const value = Math.fround(((count / countsPerStep) * above) / below);
    return Math.round((value * below) / above) * countsPerStep;
  };
}

/** A unit in kWh or m³, as a ratio of whole numbers: 1 GJ is 10 000/36 kWh. */
const unitInKwh: Readonly<Partial<Record<Unit, readonly [number, number]>>> = {
  MWh: [1000, 1],
  GJ: [10_000, 36],
};

/** Counts of 10^-decimals of a unit for one micro-kWh or micro-m³. */
function ratioOf(unit: Unit, decimals: number): { readonly above: number; readonly below: number } {
  const [numerator, denominator] = unitInKwh[unit] ?? [1, 1];
  return {
    above: denominator * 10 ** Math.max(0, decimals - 6),
    below: numerator * 10 ** Math.max(0, 6 - decimals),
  };
}
