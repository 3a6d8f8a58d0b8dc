/**
 * Runs the vectors of a profile: the words must give exactly the figures expected. This is what
 * makes a register map a fact and not an opinion.
 */

import { decimalText } from "@mega/domain";
import { finding, type ProfileFinding } from "./check-rules.ts";
import { type DecodedCounter, decodeMeter, type LiveValue } from "./decode.ts";
import type { ModbusProfile, ModbusVector } from "./profile.ts";
import type { WordBlock } from "./words.ts";

/** Every difference between what the vectors expect and what comes out. */
export function checkVectors(profile: ModbusProfile): readonly ProfileFinding[] {
  return profile.vectors.flatMap((vector, index) =>
    checkVector(profile, vector, `vectors[${index}]`),
  );
}

/** The words of a vector as if they had been read. */
export function blocksOfVector(vector: ModbusVector): readonly WordBlock[] {
  return Object.entries(vector.words).map(([key, words]) => {
    const [wordFunction, wordAddress] = key.split(":").map(Number);
    return {
      kind: "words",
      function: wordFunction === 3 ? 3 : 4,
      wordAddress: wordAddress ?? 0,
      words: words.map(Number),
    };
  });
}

function checkVector(
  profile: ModbusProfile,
  vector: ModbusVector,
  path: string,
): readonly ProfileFinding[] {
  const strange = strangerFaults(profile, vector, path);
  if (strange.length > 0) return strange;
  const decoded = decodeMeter(profile, blocksOfVector(vector), vector.units);
  const findings: ProfileFinding[] = [];
  const compare = (at: string, expected: string | null | undefined, found: string | null) => {
    if (expected === found) return;
    const message = "The words of the vector give another figure.";
    findings.push(finding(`${path}.${at}`, message, found, expected ?? "none"));
  };
  for (const [id, expected] of Object.entries(vector.expect)) {
    const isPulse = profile.counters[id]?.unit === "pulse";
    compare(`expect.${id}`, expected, counterText(decoded.counters[id], isPulse));
  }
  for (const [id, expected] of Object.entries(vector.expectLive ?? {})) {
    compare(`expectLive.${id}`, expected, liveText(decoded.live[id]));
  }
  if (vector.expectSerialNumber !== undefined) {
    compare("expectSerialNumber", vector.expectSerialNumber, decoded.serialNumber ?? null);
  }
  return findings;
}

/** Names in a vector that the profile does not describe, those of JavaScript's own among them. */
function strangerFaults(
  { counters, live }: ModbusProfile,
  { expect, expectLive = {} }: ModbusVector,
  path: string,
): readonly ProfileFinding[] {
  const missing = (key: string, said: object, known: object) => {
    const allowed = Object.keys(known).join(", ") || "none";
    return Object.keys(said)
      .filter((id) => !Object.hasOwn(known, id))
      .map((id) => finding(`${path}.${key}.${id}`, "It is not described.", id, allowed));
  };
  return [...missing("expect", expect, counters), ...missing("expectLive", expectLive, live)];
}

/** "9634.865 kWh", "812 pulse"; null where there is no count. */
function counterText(decoded: DecodedCounter | undefined, isPulse: boolean): string | null {
  if (decoded?.kind !== "count") return null;
  const { count: amount, decimals, unit } = decoded;
  return `${decimalText({ amount, decimals })} ${isPulse ? "pulse" : unit}`;
}

/** "229.8 V"; null where there is no value. */
function liveText(live: LiveValue | undefined): string | null {
  return live === undefined || live.value === null
    ? null
    : `${decimalText(live.value)} ${live.unit}`;
}
