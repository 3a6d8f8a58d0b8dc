/**
 * What one count of a counter is worth in the unit it is billed in: kWh for Wh, m3 for litres, GJ
 * for MJ, by powers of ten alone, so that nothing is ever rounded on the way.
 */

import type { Unit } from "@mega/domain";
import { keptUnits } from "./mqtt/decimal-count.ts";
import type { MeterUnit, ModbusCounter, UnitChoice } from "./profile.ts";
import { powerOfTen } from "./words.ts";

/** Units a pulse may be declared to count. */
const pulseUnits: readonly MeterUnit[] = ["kWh", "kvarh", "m3", "GJ", "MWh"];

/** How counts of one counter are kept. */
export interface CountScale {
  readonly unit: Unit;
  /** One count is 10^-decimals units. */
  readonly decimals: number;
  /** Counts of the meter's finest step; 1 unless that is worth ten units or more. */
  readonly countsPerStep: number;
  /** Steps of the part after the point in one step of the whole number; 1 without such a part. */
  readonly partsPerWhole: number;
  /** Exponent of the step of the counter's number, of the whole one of two, in the meter's unit. */
  readonly stepExponent: number;
  /** What the unit register must hold; undefined where there is none to compare. */
  readonly unitCode: number | undefined;
}

/**
 * The scale of a counter under the unit declared for it.
 *
 * @param declared The unit declared at commissioning; the profile's own when undefined.
 * @returns undefined when the meter cannot count in that unit.
 */
export function countScale(
  counter: ModbusCounter,
  declared: MeterUnit | undefined,
): CountScale | undefined {
  const known = knownScales.get(counter);
  if (known !== undefined && known.declared === declared) return known.scale;
  const scale = workOutScale(counter, declared);
  knownScales.set(counter, { declared, scale });
  return scale;
}

/** The scale of each counter as it was last asked for: counters of profiles never change. */
const knownScales = new WeakMap<
  ModbusCounter,
  { readonly declared: MeterUnit | undefined; readonly scale: CountScale | undefined }
>();

function workOutScale(
  counter: ModbusCounter,
  declared: MeterUnit | undefined,
): CountScale | undefined {
  if (counter.unit === "pulse") return pulseScale(declared);
  const own: UnitChoice = {
    unit: counter.unit,
    step: counter.step,
    ...(counter.unitCode === undefined ? {} : { code: counter.unitCode }),
  };
  const choices = [own, ...(counter.unitChoices ?? [])];
  const chosen = choices.find(({ unit }) => unit === (declared ?? counter.unit));
  if (chosen === undefined || chosen.unit === "pulse") return undefined;
  const stepExponent = powerOfTen(chosen.step);
  if (stepExponent === undefined) return undefined;
  const finest = counter.fraction === undefined ? stepExponent : powerOfTen(counter.fraction.step);
  if (finest === undefined || finest > stepExponent) return undefined;
  const kept = keptUnits[chosen.unit];
  const exponent = finest + kept.exponent;
  return {
    unit: kept.unit,
    decimals: exponent < 0 ? -exponent : 0,
    countsPerStep: exponent > 0 ? 10 ** exponent : 1,
    partsPerWhole: 10 ** (stepExponent - finest),
    stepExponent,
    unitCode: chosen.code,
  };
}

/** A pulse is counted as it comes; its weight is the factor of the source. */
function pulseScale(declared: MeterUnit | undefined): CountScale | undefined {
  const unit = declared ?? "m3";
  if (!pulseUnits.includes(unit) || unit === "pulse") return undefined;
  const kept = keptUnits[unit];
  return {
    unit: kept.unit,
    decimals: 0,
    countsPerStep: 1,
    partsPerWhole: 1,
    stepExponent: 0,
    unitCode: undefined,
  };
}
