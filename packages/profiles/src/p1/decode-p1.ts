/**
 * From a telegram to the counters of a profile. Total on anything that was framed: what is missing,
 * doubled or malformed is a reason, never a 0.
 *
 * Belgium and the Netherlands number the tariffs the opposite way: 1-0:1.8.1 is the day counter in
 * Belgium (e-MUCS P1) and the low tariff, the night counter, in the Netherlands (DSMR). The country
 * is told by the version object: 0-0:96.1.4 in Belgium, 1-3:0.2.8 in the Netherlands.
 */

import {
  addExact,
  bad,
  countOf,
  type DecodedCount,
  type ExactDecimal,
  exactDecimal,
} from "../mqtt/decimal-count.ts";
import type { P1CounterSpec, P1Country, P1Decoded, P1Profile } from "./p1-profile.ts";
import { p1Instant } from "./p1-time.ts";
import { type P1Telegram, valuesAt } from "./parse-telegram.ts";
import { type FoundSubMeter, findSubMeter, plainId } from "./sub-meter.ts";

/** What the telegram does not say of itself. */
export interface P1Context {
  readonly timeZone: string;
  /** When the telegram ended, gateway time. */
  readonly receivedAtMs: number;
  /** Set by the installer; told from the telegram when absent. */
  readonly country?: P1Country;
  /** Equipment id of the sub-meter, as printed or as in the telegram. */
  readonly equipmentId?: string;
}

const hourMs = 3_600_000;

/**
 * The country whose rules a telegram follows.
 *
 * @returns undefined when the telegram has neither version object, or both.
 */
export function countryOf(telegram: P1Telegram): P1Country | undefined {
  const belgian = valuesAt(telegram, "0-0:96.1.4") !== undefined;
  const dutch = valuesAt(telegram, "1-3:0.2.8") !== undefined;
  if (belgian === dutch) return undefined;
  return belgian ? "be" : "nl";
}

/**
 * Takes the counters of a meter out of a telegram.
 *
 * @param profile The meter kind.
 * @param telegram As `parseTelegram` gives it.
 * @param context What the telegram does not say of itself.
 * @returns A count or a reason for every counter of the profile.
 */
export function decodeP1(profile: P1Profile, telegram: P1Telegram, context: P1Context): P1Decoded {
  const telegramAtMs = p1Instant(valuesAt(telegram, "0-0:1.0.0")?.[0] ?? "", context.timeZone);
  if (profile.subMeterTypes !== null) {
    return decodeSubMeter(profile, telegram, context, telegramAtMs);
  }
  const country = context.country ?? countryOf(telegram);
  const serial = valuesAt(telegram, "0-0:96.1.1")?.[0];
  return {
    counts: mapCounters(profile, (spec) => meterCount(spec, telegram, country)),
    serialNumber: serial === undefined || serial === "" ? undefined : plainId(serial),
    deviceTimeMs: telegramAtMs,
  };
}

function meterCount(
  spec: P1CounterSpec,
  telegram: P1Telegram,
  country: P1Country | undefined,
): DecodedCount {
  const { place } = spec;
  if (place.kind === "byCountry") {
    if (country === undefined) return notAvailable("The country of the telegram is not known.");
    return sumOf(spec, telegram, [place[country]]);
  }
  if (place.kind === "subMeter") return notAvailable("The counter belongs to a sub-meter.");
  const tariffs = place.objects.filter((obis) => stands(telegram, obis));
  // One tariff of two is half a bill: the total needs all of them, or the meter's own total.
  if (tariffs.length === 0 && stands(telegram, place.orTotal)) {
    return sumOf(spec, telegram, [place.orTotal]);
  }
  return sumOf(spec, telegram, place.objects);
}

function decodeSubMeter(
  profile: P1Profile,
  telegram: P1Telegram,
  context: P1Context,
  telegramAtMs: number | undefined,
): P1Decoded {
  const found = findSubMeter(telegram, profile.subMeterTypes ?? [], context.equipmentId);
  if (found.kind === "none") {
    return {
      counts: mapCounters(profile, () => notAvailable(found.detail)),
      serialNumber: undefined,
      deviceTimeMs: undefined,
    };
  }
  const captures: (number | undefined)[] = [];
  const counts = mapCounters(profile, (spec) => {
    const value = subMeterValue(spec, telegram, found);
    if (value === undefined) return notAvailable(`${found.equipmentId} has no single value.`);
    const capturedAtMs = p1Instant(value.capture, context.timeZone);
    captures.push(capturedAtMs);
    if (isStale(profile, { capturedAtMs, telegramAtMs, receivedAtMs: context.receivedAtMs })) {
      const detail = `The value was captured at ${value.capture}.`;
      return { kind: "none", reason: "stale-message", detail };
    }
    return textCount(spec, [value.text]);
  });
  return { counts, serialNumber: found.equipmentId, deviceTimeMs: captures[0] };
}

interface CaptureTimes {
  readonly capturedAtMs: number | undefined;
  readonly telegramAtMs: number | undefined;
  readonly receivedAtMs: number;
}

/**
 * Whether the sub-meter has not been heard for too long. Meters show 1970, 2000 or a year ahead for
 * days after an exchange, so only a clock that runs right is believed: the telegram's within an hour
 * of the gateway's, and a capture within the last 400 days of it.
 */
function isStale(profile: P1Profile, times: CaptureTimes): boolean {
  const { capturedAtMs, telegramAtMs, receivedAtMs } = times;
  if (profile.captureAgeMaxHours === null) return false;
  if (capturedAtMs === undefined || telegramAtMs === undefined) return false;
  if (Math.abs(telegramAtMs - receivedAtMs) > hourMs) return false;
  const ageMs = telegramAtMs - capturedAtMs;
  return ageMs > profile.captureAgeMaxHours * hourMs && ageMs < 400 * 24 * hourMs;
}

function subMeterValue(
  spec: P1CounterSpec,
  telegram: P1Telegram,
  found: FoundSubMeter,
): { capture: string; text: string } | undefined {
  if (spec.place.kind !== "subMeter") return undefined;
  const present = spec.place.objects
    .map((object) => `0-${found.n}:${object}`)
    .filter((obis) => stands(telegram, obis));
  const values = present.length === 1 ? valuesAt(telegram, present[0] ?? "") : undefined;
  if (values === undefined) return undefined;
  const [capture, ...rest] = values;
  const last = rest[rest.length - 1];
  if (capture === undefined || last === undefined) return undefined;
  // DSMR 3.0: (time)(…)(…)(…)(object)(unit), then (value) on a line of its own.
  const unit = rest[rest.length - 2];
  const text = last.includes("*") || unit === undefined ? last : `${last}*${unit}`;
  return { capture, text };
}

function sumOf(
  spec: P1CounterSpec,
  telegram: P1Telegram,
  objects: readonly string[],
): DecodedCount {
  const texts: string[] = [];
  for (const obis of objects) {
    const values = valuesAt(telegram, obis);
    if (values === undefined) {
      const twice = stands(telegram, obis);
      return twice ? bad(`${obis} stands twice.`) : notAvailable(`${obis} is missing.`);
    }
    texts.push(values[0] ?? "");
  }
  return textCount(spec, texts);
}

/** Adds "000123.456*kWh" texts up; every one must be in the counter's unit. */
function textCount(spec: P1CounterSpec, texts: readonly string[]): DecodedCount {
  let total: ExactDecimal = { digits: 0n, exponent: 0 };
  for (const text of texts) {
    const starAt = text.indexOf("*");
    const number = starAt < 0 ? text : text.slice(0, starAt);
    const unit = starAt < 0 ? "" : text.slice(starAt + 1);
    if (unit !== spec.unit) return bad(`The unit is "${unit.slice(0, 12)}", not ${spec.unit}.`);
    // A telegram writes plain digits: "1e3" is no figure of a meter.
    const value = /e/i.test(number) ? undefined : exactDecimal(number);
    if (value === undefined) return bad(`"${number.slice(0, 24)}" is no number.`);
    // No register has a sign; "-0.000" is as wrong as any other.
    if (number.startsWith("-")) return bad("The counter is negative.");
    total = addExact(total, value);
  }
  return countOf(total, spec.unit, spec.decimals);
}

function mapCounters(
  profile: P1Profile,
  count: (spec: P1CounterSpec) => DecodedCount,
): Record<string, DecodedCount> {
  const entries = Object.entries(profile.counters);
  return Object.fromEntries(entries.map(([name, spec]) => [name, count(spec)]));
}

function stands(telegram: P1Telegram, obis: string): boolean {
  return telegram.objects.some((object) => object.obis === obis);
}

function notAvailable(detail: string): DecodedCount {
  return { kind: "none", reason: "not-available", detail };
}
