/** Rules for single fields of events: what is wrong with a value; undefined when nothing is. */

import {
  type ChannelBinding,
  channelsOfModel,
  checkTimeZone,
  type MonthKey,
  type Source,
} from "@mega/domain";
import { invalid } from "./decision.ts";
import type { Refusal } from "./event.ts";

/** Characters of an id, a hash or a version. */
const NAME_LENGTH_MAX = 64;
/** Characters of a serial number: a P1 meter's has 96. */
const SERIAL_LENGTH_MAX = 128;
/** Characters of a reason. */
const WHY_LENGTH_MAX = 200;
/** The end of the year 9999: what lies between any two instants is then exact, too. */
const INSTANT_MS_MAX = 253_402_300_799_999;
/** What an instant is. */
export const INSTANT_ALLOWED = "whole milliseconds since 1970, of a year up to 9999";
/** Channels of the largest model. */
const CHANNEL_NO_MAX = channelsOfModel.MEGA128;

/** Whether a value is a count of steps: a whole number from 0 that is exact. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && value !== Number.MAX_SAFE_INTEGER;
}

/** Whether a value is an instant in whole milliseconds since 1970. */
export function isInstant(value: unknown): value is number {
  return Number.isSafeInteger(value) && Math.abs(value as number) <= INSTANT_MS_MAX;
}

/** Whether a value is a whole number from 1. */
export function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

/** Whether a value is a number of decimals that a figure may have. */
export function isDecimals(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 9;
}

/** Each named field is a count. */
export function invalidCounts<Field extends string>(
  event: Readonly<Record<Field, unknown>>,
  ...fields: readonly Field[]
): Refusal | undefined {
  const field = fields.find((name) => !isCount(event[name]));
  return field && invalid(field, event[field], "a whole number of steps from 0");
}

/** Each named field is an instant. */
export function invalidInstants<Field extends string>(
  event: Readonly<Record<Field, unknown>>,
  ...fields: readonly Field[]
): Refusal | undefined {
  const field = fields.find((name) => !isInstant(event[name]));
  return (
    field && invalid(field, event[field], "whole milliseconds since 1970, of a year up to 9999")
  );
}

/** A reason is short: it is no place for a story about a person. */
export function invalidWhy({ why }: { readonly why: unknown }): Refusal | undefined {
  return isText(why, WHY_LENGTH_MAX)
    ? undefined
    : invalid("why", why, `a text of at most ${WHY_LENGTH_MAX} characters`);
}

/** "gateway" or a pseudonym: never a name. */
export function invalidActor(actor: unknown): Refusal | undefined {
  return typeof actor === "string" && /^[a-z0-9][a-z0-9-]{0,63}$/.test(actor)
    ? undefined
    : invalid("actor", actor, "a pseudonym of a-z, 0-9 and -, at most 64 characters");
}

/** A month is written "2026-05". */
export function invalidMonth(month: MonthKey): Refusal | undefined {
  return typeof month === "string" && /^\d{4}-(0[1-9]|1[0-2])$/.test(month)
    ? undefined
    : invalid("month", month, 'a month such as "2026-05"');
}

/** Channels are numbered up to the largest model. */
export function invalidChannelNo(channelNo: number): Refusal | undefined {
  return isPositive(channelNo) && channelNo <= CHANNEL_NO_MAX
    ? undefined
    : invalid("channelNo", channelNo, `1 to ${CHANNEL_NO_MAX}`);
}

/** An id, a hash or a version. */
export function invalidName(field: string, name: unknown): Refusal | undefined {
  return isText(name, NAME_LENGTH_MAX)
    ? undefined
    : invalid(field, name, `a text of at most ${NAME_LENGTH_MAX} characters`);
}

/** A tenancy is known by a random number. */
export function invalidTenancyId(tenancyId: unknown): Refusal | undefined {
  return typeof tenancyId === "string" && /^[0-9a-f]{32}$/.test(tenancyId)
    ? undefined
    : invalid("tenancyId", tenancyId, "16 random bytes, hexadecimal");
}

/** Without a zone that is known no month could be told any more. */
export function invalidZone(timeZone: string): Refusal | undefined {
  try {
    checkTimeZone(timeZone);
    return undefined;
  } catch {
    return invalid("timeZone", timeZone, "an IANA name such as Europe/Brussels");
  }
}

/** What is wrong with a source. */
export function invalidSource(source: Source): Refusal | undefined {
  const { sourceNo, decimals, factor, start, rolloverCount, ratedMaximumPerHour } = source;
  if (!isPositive(sourceNo) || sourceNo > 0xffff_ffff) {
    return invalid("sourceNo", sourceNo, "1 to 4294967295");
  }
  for (const field of ["meterId", "counterId", "profileId", "profileHash"] as const) {
    const wrong = invalidName(field, source[field]);
    if (wrong) return wrong;
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

/** What is wrong with a binding, apart from the sources it names. */
export function invalidBinding(binding: ChannelBinding): Refusal | undefined {
  return invalidChannelNo(binding.channelNo) ?? invalidInstants(binding, "fromMs");
}

/**
 * A serial number as it is kept. It comes from the meter: what is too long is cut rather than refused,
 * so that the nonsense of one meter does not cost the others their round.
 */
export function cutSerialNumber(serialNumber: string): string {
  return serialNumber.slice(0, SERIAL_LENGTH_MAX).toWellFormed();
}

function isText(value: unknown, lengthMax: number): boolean {
  return typeof value === "string" && value.length <= lengthMax && value.isWellFormed();
}
