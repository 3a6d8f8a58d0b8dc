/**
 * From a meter and its settings to the sources to declare: what one count of each counter is worth,
 * where the index starts, when it rolls over and how fast it can rise. A counter that lacks a
 * setting it needs is a fault for the installer, not a source.
 */

import {
  type CounterId,
  type Decimal,
  type Medium,
  parseDecimal,
  type Ratio,
  type Source,
} from "@mega/domain";
import { countScale } from "./count-scale.ts";
import { keptUnits } from "./mqtt/decimal-count.ts";
import type { DeclaredUnits, MeterUnit, ModbusCounter, ModbusProfile } from "./profile.ts";
import { powerOfTen } from "./words.ts";

/** Settings of one counter. */
export interface CounterSettings {
  /** The unit the meter counts in, where the profile leaves a choice; of a pulse, what it counts. */
  readonly unit?: MeterUnit;
  /** Units of billing per pulse; 1/1000 for a litre in m3. */
  readonly pulseWeight?: Ratio;
  /** The index on the mechanical counter when the count was 0, in the unit of billing. */
  readonly start?: Decimal;
  readonly medium?: Medium;
  /** In the unit of billing; replaces the profile's. */
  readonly ratedMaximumPerHour?: Decimal;
}

/** Settings of one meter, as the installer gives them. */
export interface MeterSettings {
  readonly counters?: Readonly<Record<CounterId, CounterSettings>>;
  /** Primary over secondary current, where the meter counts on the secondary side. */
  readonly currentTransformer?: Ratio;
}

/** What the declaration of a source needs from the profile and the settings. */
export type SourceDescription = Pick<
  Source,
  | "counterId"
  | "decimals"
  | "factor"
  | "medium"
  | "ratedMaximumPerHour"
  | "rolloverCount"
  | "start"
  | "unit"
>;

/** Sources and what stands in the way of others. */
export interface MeterSources {
  readonly sources: readonly SourceDescription[];
  readonly faults: readonly { readonly counterId: CounterId; readonly message: string }[];
}

/** The declared units in the form that `decodeMeter` takes. */
export function declaredUnits(settings: MeterSettings): DeclaredUnits {
  return Object.fromEntries(
    Object.entries(settings.counters ?? {}).flatMap(([id, { unit }]) =>
      unit === undefined ? [] : [[id, unit] as const],
    ),
  );
}

/**
 * Describes a source for every counter of a meter.
 *
 * @param counterIds The counters in use; all when left out. A pulse input nobody uses has no weight
 *   and would otherwise be a fault.
 */
export function sourcesOfMeter(
  profile: ModbusProfile,
  settings: MeterSettings = {},
  counterIds: readonly CounterId[] = Object.keys(profile.counters),
): MeterSources {
  const sources: SourceDescription[] = [];
  const faults: { counterId: CounterId; message: string }[] = [];
  for (const counterId of counterIds) {
    const counter = profile.counters[counterId];
    const found =
      counter === undefined
        ? `The profile ${profile.id} has no counter ${counterId}.`
        : describe(profile, counterId, counter, settings);
    if (typeof found === "string") faults.push({ counterId, message: found });
    else sources.push(found);
  }
  return { sources, faults };
}

/** One source, or the sentence that says what is missing. */
function describe(
  profile: ModbusProfile,
  counterId: CounterId,
  counter: ModbusCounter,
  settings: MeterSettings,
): SourceDescription | string {
  const own = settings.counters?.[counterId] ?? {};
  const scale = countScale(counter, own.unit);
  if (scale === undefined) return `The counter cannot be declared in ${own.unit}.`;
  if (counter.unit === "pulse" && own.unit === undefined) {
    return "The unit that its pulses count must be given.";
  }
  const factor = factorOf(counter, own, settings.currentTransformer);
  if (typeof factor === "string") return factor;
  const rated = own.ratedMaximumPerHour ?? parseDecimal(counter.ratedMaximumPerHour ?? "");
  if (rated === undefined || rated.amount <= 0) {
    return "The most that can pass in an hour must be given.";
  }
  return {
    counterId,
    medium: own.medium ?? counter.medium ?? profile.medium,
    unit: scale.unit,
    decimals: scale.decimals,
    factor,
    start: own.start ?? { amount: 0, decimals: 0 },
    rolloverCount: rolloverCountOf(counter, own.unit),
    ratedMaximumPerHour: rated,
  };
}

/** Weight, transformer and the profile's multiplier as one exact ratio. */
function factorOf(
  counter: ModbusCounter,
  own: CounterSettings,
  currentTransformer: Ratio | undefined,
): Ratio | string {
  const isPulse = counter.unit === "pulse";
  if (isPulse && own.pulseWeight === undefined) return "The weight of a pulse must be given.";
  if (!isPulse && own.pulseWeight !== undefined) return "Only a pulse input has a pulse weight.";
  const isElectric = !isPulse && ["kWh", "kvarh"].includes(keptUnitOf(counter));
  const ratios = [
    counter.multiplier,
    own.pulseWeight,
    isElectric ? currentTransformer : undefined,
  ].filter((ratio) => ratio !== undefined);
  let numerator = 1;
  let denominator = 1;
  for (const ratio of ratios) {
    if (!isPositive(ratio)) return "A weight or ratio is made of two positive whole numbers.";
    numerator *= ratio.numerator;
    denominator *= ratio.denominator;
  }
  const divisor = greatestCommonDivisor(numerator, denominator);
  const factor = { numerator: numerator / divisor, denominator: denominator / divisor };
  return isPositive(factor) ? factor : "The weights and ratios together are too great.";
}

/** The first count that is never reached; null where the profile knows none. */
export function rolloverCountOf(counter: ModbusCounter, declared?: MeterUnit): number | null {
  const at = parseDecimal(counter.rollsOverAt ?? "");
  const scale = countScale(counter, declared);
  if (at === undefined || scale === undefined) return null;
  if (declared !== undefined && declared !== counter.unit && counter.unit !== "pulse") return null;
  const step = powerOfTen(counter.fraction?.step ?? counter.step) ?? 0;
  const exponent = -at.decimals - step;
  const steps = exponent >= 0 ? at.amount * 10 ** exponent : at.amount / 10 ** -exponent;
  const count = steps * scale.countsPerStep;
  return Number.isSafeInteger(count) && count > 0 ? count : null;
}

function keptUnitOf(counter: ModbusCounter): string {
  return counter.unit === "pulse" ? "pulse" : keptUnits[counter.unit].unit;
}

function isPositive({ numerator, denominator }: Ratio): boolean {
  return [numerator, denominator].every((part) => Number.isSafeInteger(part) && part > 0);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
