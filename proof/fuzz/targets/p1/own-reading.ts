/**
 * A strict reader of telegrams that shares nothing with the one under test: it says which counts a
 * telegram's bytes bear out for a counter. It reads what meters send (DSMR P1 5.0.2 §6.12) and no more.
 */

import type { P1CounterSpec, P1Profile } from "../../../../packages/profiles/src/p1/p1-profile.ts";
import { latin1Text } from "./own-checksum.ts";

type Lines = readonly (readonly [obis: string, values: readonly string[]])[];

/** Lines of a telegram, a value on a line of its own joined to the line before (DSMR 3.0). */
export function linesOf(telegram: Uint8Array): Lines {
  const lines: [string, string[]][] = [];
  for (const line of latin1Text(telegram)
    .split(/\r\n|\r|\n/)
    .slice(1)) {
    const match = /^([^()]*)((?:\([^()]*\))+)$/.exec(line);
    if (match === null) continue;
    const values = [...(match[2] ?? "").matchAll(/\(([^()]*)\)/g)].map((one) => one[1] ?? "");
    const before = lines[lines.length - 1];
    if (match[1] === "" && before !== undefined) before[1].push(...values);
    else lines.push([match[1] ?? "", values]);
  }
  return lines;
}

/** The counts that the lines bear out for a counter; none for a counter that is not there. */
export function countsBorneOut(
  profile: P1Profile,
  spec: P1CounterSpec,
  lines: Lines,
): readonly bigint[] {
  const { place } = spec;
  switch (place.kind) {
    case "sum": {
      const parts = place.objects.map((obis) => singleDigits(spec, lines, obis));
      const sum = parts.reduce<bigint | undefined>(added, 0n);
      const total = singleDigits(spec, lines, place.orTotal);
      return [sum, total]
        .filter((digits) => digits !== undefined)
        .map((digits) => stepsOf(spec, digits));
    }
    case "byCountry": {
      const isBelgian = lines.some(([obis]) => obis === "0-0:96.1.4");
      const isDutch = lines.some(([obis]) => obis === "1-3:0.2.8");
      const places = [...(isBelgian ? [place.be] : []), ...(isDutch ? [place.nl] : [])];
      return places.flatMap((obis) => {
        const digits = singleDigits(spec, lines, obis);
        return digits === undefined ? [] : [stepsOf(spec, digits)];
      });
    }
    case "subMeter":
      return [1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => {
        const type = single(lines, `0-${n}:24.1.0`)?.[0] ?? "";
        if (!(profile.subMeterTypes ?? []).includes(Number.parseInt(type, 10))) return [];
        return place.objects.flatMap((object) => subMeterCount(spec, lines, `0-${n}:${object}`));
      });
  }
}

function subMeterCount(spec: P1CounterSpec, lines: Lines, obis: string): readonly bigint[] {
  const values = single(lines, obis) ?? [];
  const last = values[values.length - 1] ?? "";
  const unit = values[values.length - 2] ?? "";
  const digits = digitsOf(spec, last.includes("*") ? last : `${last}*${unit}`);
  return digits === undefined ? [] : [stepsOf(spec, digits)];
}

function singleDigits(spec: P1CounterSpec, lines: Lines, obis: string): bigint | undefined {
  return digitsOf(spec, single(lines, obis)?.[0] ?? "");
}

function single(lines: Lines, obis: string): readonly string[] | undefined {
  const found = lines.filter(([name]) => name === obis);
  return found.length === 1 ? found[0]?.[1] : undefined;
}

/** More than a line has room for. */
const FRACTION_DIGITS = 60;

/** "000123.456*kWh" to the last digit: in units of 10^-60. */
function digitsOf({ unit }: P1CounterSpec, text: string): bigint | undefined {
  const match = /^([0-9]+)(?:\.([0-9]{1,60}))?\*([A-Za-z0-9]+)$/.exec(text);
  if (match === null || match[3] !== unit) return undefined;
  return BigInt(`${match[1]}${(match[2] ?? "").padEnd(FRACTION_DIGITS, "0")}`);
}

/** In whole steps, halves upwards. Parts are added before: two halves are a step. */
function stepsOf({ decimals }: P1CounterSpec, digits: bigint): bigint {
  const cut = digits.toString().padStart(FRACTION_DIGITS + 1, "0");
  const end = cut.length - FRACTION_DIGITS + decimals;
  const steps = BigInt(cut.slice(0, end));
  return cut.charCodeAt(end) >= 0x35 ? steps + 1n : steps;
}

function added(sum: bigint | undefined, part: bigint | undefined): bigint | undefined {
  return sum === undefined || part === undefined ? undefined : sum + part;
}
