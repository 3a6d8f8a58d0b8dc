/**
 * A strict reader of payloads that shares nothing with the one under test: the platform's own JSON
 * reader, asked for the text of each number, and whole-number arithmetic.
 */

import type {
  MqttMeterCounter,
  MqttRoute,
} from "../../../../packages/profiles/src/mqtt/mqtt-meter.ts";

/** digits × 10^exponent of the unit that is kept. */
interface Exact {
  readonly digits: bigint;
  readonly exponent: number;
}

/** A number as it is written; other values as the platform reads them. */
interface Figure {
  readonly figure: string;
}

/** Powers of ten from a written unit to the one of billing; a watt-minute is counted as it is. */
const shifts: Readonly<Record<string, number>> = {
  Wh: -3,
  kWh: 0,
  MWh: 0,
  varh: -3,
  kvarh: 0,
  MJ: -3,
  GJ: 0,
  L: -3,
  m3: 0,
  Wmin: 0,
};

/** The payload's value; undefined where it is no JSON in UTF-8. */
export function ownJson(payload: Uint8Array): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(payload);
    return JSON.parse(text.trim(), (_, value, context?: { readonly source?: string }) =>
      typeof value === "number" ? ({ figure: context?.source ?? "" } satisfies Figure) : value,
    );
  } catch {
    return undefined;
  }
}

/** What a payload bears out for a counter from one kind of message; undefined where it does not. */
export function ownPart(
  counter: MqttMeterCounter,
  route: MqttRoute,
  root: unknown,
): Exact | undefined {
  const at = ownValue(root, route.at);
  const { unit } = counter;
  const written = typeof unit === "object" ? ownValue(at, unit.pointer) : unit;
  if (typeof unit === "object" && !unit.allowed.some((allowed) => allowed === written))
    return undefined;
  const shift = shifts[String(written)];
  let sum: Exact = { digits: 0n, exponent: 0 };
  for (const { message, pointers, sign } of counter.terms) {
    if (message !== route.message) continue;
    const found = pointers
      .map((pointer) => ownValue(at, pointer))
      .filter((one) => one !== undefined);
    const exact = found.length === 1 ? exactOf(found[0]) : undefined;
    if (exact === undefined || shift === undefined || exact.digits < 0n) return undefined;
    sum = added(sum, { digits: BigInt(sign) * exact.digits, exponent: exact.exponent + shift });
  }
  return sum;
}

/** The sum in whole steps of 10^-decimals, halves upwards; undefined below 0. */
export function ownSteps(parts: readonly Exact[], decimals: number): bigint | undefined {
  const { digits, exponent } = parts.reduce(added, { digits: 0n, exponent: 0 });
  if (digits < 0n) return undefined;
  const places = exponent + decimals;
  if (places >= 0) return digits * 10n ** BigInt(places);
  const step = 10n ** BigInt(-places);
  return (digits * 2n + step) / (step * 2n);
}

/** The value at a JSON pointer of ASCII names. */
export function ownValue(root: unknown, pointer: string): unknown {
  let value = root;
  for (const name of pointer.split("/").slice(1)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** Seconds since 1970 as a device writes them, in whole milliseconds; NaN for anything else. */
export function ownSecondsMs(value: unknown): number {
  return isFigure(value) ? Math.round(Number(value.figure) * 1000) : Number.NaN;
}

function exactOf(value: unknown): Exact | undefined {
  const text = isFigure(value) ? value.figure : value;
  if (typeof text !== "string") return undefined;
  const match = /^(-?[0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,3}))?$/.exec(text);
  if (match === null) return undefined;
  const fraction = match[2] ?? "";
  return {
    digits: BigInt(`${match[1]}${fraction}`),
    exponent: Number(match[3] ?? 0) - fraction.length,
  };
}

function isFigure(value: unknown): value is Figure {
  return typeof value === "object" && value !== null && "figure" in value;
}

function added(a: Exact, b: Exact): Exact {
  const exponent = Math.min(a.exponent, b.exponent);
  const at = (one: Exact) => one.digits * 10n ** BigInt(one.exponent - exponent);
  return { digits: at(a) + at(b), exponent };
}
