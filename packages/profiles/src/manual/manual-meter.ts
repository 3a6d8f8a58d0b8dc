/** A meter without a bus as configured: what one step of each of its counters is worth. Pure. */

import { MegaError, parseDecimal, type Unit } from "@mega/domain";
import { keptUnits, type RawUnit } from "../mqtt/decimal-count.ts";
import type { ManualProfile, ManualSettings } from "./manual-profile.ts";

/** One counter of the display. */
export interface ManualCounter {
  readonly counterId: string;
  /** As the display shows it, and as a person types it. */
  readonly unit: RawUnit;
  /** Digits after the point of the display. */
  readonly typedDecimals: number;
  /** The unit of billing. */
  readonly keptUnit: Unit;
  /** One step is 10^-decimals of the unit of billing. */
  readonly decimals: number;
  /** The first count that the display never reaches; null where that is not known. */
  readonly rolloverCount: number | null;
  /** Decimal text in the unit of billing. */
  readonly ratedMaximumPerHour: string;
}

const DECIMALS_MAX = 6;

/**
 * The counters of a meter.
 *
 * @throws MegaError CONFIG_INVALID whose context names the setting, its value and what is allowed.
 */
export function configureManualMeter(
  profile: ManualProfile,
  { unit, decimals, rolloverAt }: ManualSettings,
): readonly ManualCounter[] {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > DECIMALS_MAX) {
    throw invalid("decimals", decimals, `0 to ${DECIMALS_MAX}`);
  }
  return Object.entries(profile.counters).map(([counterId, { units }]) => {
    const raw = Object.keys(units).find((known): known is RawUnit => known === unit);
    const found = raw === undefined ? undefined : units[raw];
    if (raw === undefined || found === undefined) {
      throw invalid("unit", unit, Object.keys(units).join(", "));
    }
    const { unit: keptUnit, exponent } = keptUnits[raw];
    return {
      counterId,
      unit: raw,
      typedDecimals: decimals,
      keptUnit,
      decimals: decimals - exponent,
      rolloverCount: rolloverAt === undefined ? null : rolloverCountOf(rolloverAt, decimals),
      ratedMaximumPerHour: found.ratedMaximumPerHour,
    };
  });
}

function rolloverCountOf(rolloverAt: string, decimals: number): number {
  const at = parseDecimal(rolloverAt);
  const count = at === undefined ? Number.NaN : at.amount * 10 ** (decimals - at.decimals);
  if (Number.isSafeInteger(count) && count > 0) return count;
  const allowed = `a decimal such as 100000, with at most ${decimals} decimals`;
  throw invalid("rolloverAt", rolloverAt, allowed);
}

function invalid(setting: string, value: unknown, allowed: string): MegaError {
  return new MegaError("CONFIG_INVALID", `The setting "${setting}" cannot be used.`, {
    hint: `Set ${setting} to ${allowed}.`,
    context: { setting, value, allowed },
  });
}
