/** Rules for single fields of events. */

import type { ChannelBinding, Source } from "@mega/domain";
import type { Refusal } from "./event.ts";

/** Whether a value is a count of steps: a whole number from 0 that is exact. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && value !== Number.MAX_SAFE_INTEGER;
}

/** Whether a value is an instant in whole milliseconds since 1970. */
export function isInstant(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** What is wrong with a source; undefined when nothing is. */
export function invalidSource(source: Source): Refusal | undefined {
  const { sourceNo, decimals, factor, start, rolloverCount, ratedMaximumPerHour } = source;
  if (!isPositive(sourceNo) || sourceNo > 0xffff_ffff) {
    return invalid("sourceNo", sourceNo, "1 to 4294967295");
  }
  if (!isDecimals(decimals)) return invalid("decimals", decimals, "0 to 9");
  if (!isPositive(factor.numerator) || !isPositive(factor.denominator)) {
    return invalid("factor", factor, "a ratio of two positive whole numbers");
  }
  if (!Number.isSafeInteger(start.amount) || !isDecimals(start.decimals)) {
    return invalid("start", start, "an exact decimal");
  }
  if (rolloverCount !== null && !isPositive(rolloverCount)) {
    return invalid("rolloverCount", rolloverCount, "a positive whole number, or null");
  }
  if (!isPositive(ratedMaximumPerHour.amount) || !isDecimals(ratedMaximumPerHour.decimals)) {
    return invalid("ratedMaximumPerHour", ratedMaximumPerHour, "more than 0");
  }
  return undefined;
}

/** What is wrong with a binding, apart from the sources it names; undefined when nothing is. */
export function invalidBinding(binding: ChannelBinding): Refusal | undefined {
  const { channelNo, fromMs } = binding;
  if (!isPositive(channelNo) || channelNo > 128) return invalid("channelNo", channelNo, "1 to 128");
  if (!isInstant(fromMs)) return invalid("fromMs", fromMs, "whole milliseconds since 1970");
  return undefined;
}

function invalid(field: string, value: unknown, allowed: string): Refusal {
  return { kind: "refused", code: "VALUE_INVALID", field, value, allowed };
}

function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function isDecimals(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 9;
}
