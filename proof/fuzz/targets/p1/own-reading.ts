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
      const parts = place.objects.map((obis) => singleCount(spec, lines, obis));
      const sum = parts.reduce<bigint | undefined>(added, 0n);
      const total = singleCount(spec, lines, place.orTotal);
      return [sum, total].filter((count) => count !== undefined);
    }
    case "byCountry": {
      const isBelgian = lines.some(([obis]) => obis === "0-0:96.1.4");
      const isDutch = lines.some(([obis]) => obis === "1-3:0.2.8");
      const places = [...(isBelgian ? [place.be] : []), ...(isDutch ? [place.nl] : [])];
      return places.flatMap((obis) => singleCount(spec, lines, obis) ?? []);
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
  const count = stepsOf(spec, last.includes("*") ? last : `${last}*${unit}`);
  return count === undefined ? [] : [count];
}

function singleCount(spec: P1CounterSpec, lines: Lines, obis: string): bigint | undefined {
  return stepsOf(spec, single(lines, obis)?.[0] ?? "");
}

function single(lines: Lines, obis: string): readonly string[] | undefined {
  const found = lines.filter(([name]) => name === obis);
  return found.length === 1 ? found[0]?.[1] : undefined;
}

/** "000123.456*kWh" in whole steps, halves upwards. */
function stepsOf({ unit, decimals }: P1CounterSpec, text: string): bigint | undefined {
  const match = /^([0-9]+)(?:\.([0-9]+))?\*([A-Za-z0-9]+)$/.exec(text);
  if (match === null || match[3] !== unit) return undefined;
  const padded = (match[2] ?? "").padEnd(decimals + 1, "0");
  const steps = BigInt(`${match[1]}${padded.slice(0, decimals)}`);
  return padded.charCodeAt(decimals) >= 0x35 ? steps + 1n : steps;
}

function added(sum: bigint | undefined, part: bigint | undefined): bigint | undefined {
  return sum === undefined || part === undefined ? undefined : sum + part;
}
