/** Checks a profile for typed indexes: its form, and that its vectors give what they expect. */

import { MANUAL_PROFILE_PREFIX, MegaError, parseDecimal } from "@mega/domain";
import { keptUnits } from "../mqtt/decimal-count.ts";
import { configureManualMeter } from "./manual-meter.ts";
import type { ManualCounterSpec, ManualProfile } from "./manual-profile.ts";
import { countOfTyped } from "./typed-count.ts";

const keys = [
  "id",
  "kind",
  "brand",
  "model",
  "alsoKnownAs",
  "medium",
  "source",
  "counters",
  "notes",
  "vectors",
];

/**
 * Checks a profile that was read from a file.
 *
 * @param value The parsed JSON.
 * @returns The same value, typed.
 * @throws MegaError PROFILE_INVALID naming the first fault.
 */
export function checkManualProfile(value: unknown): ManualProfile {
  const profile = value as ManualProfile;
  const fault = formFault(profile) ?? vectorFault(profile);
  if (fault === undefined) return profile;
  throw new MegaError("PROFILE_INVALID", `A profile for typed indexes is not valid: ${fault}.`, {
    hint: "Compare the file with packages/profiles/manual/manual-water.json.",
    context: { profile: typeof profile === "object" ? profile?.id : undefined },
  });
}

function formFault(profile: ManualProfile): string | undefined {
  if (typeof profile !== "object" || profile === null) return "it is no object";
  const unknown = Object.keys(profile).find((key) => !keys.includes(key));
  if (unknown !== undefined) return `unknown key "${unknown}"`;
  const missing = keys.find((key) => !Object.hasOwn(profile, key));
  if (missing !== undefined) return `key "${missing}" is missing`;
  if (profile.kind !== "manual") return 'kind is not "manual"';
  if (!/^[a-z0-9-]{8,31}$/.test(profile.id) || !profile.id.startsWith(MANUAL_PROFILE_PREFIX)) {
    return `id does not begin with ${MANUAL_PROFILE_PREFIX}`;
  }
  if ((profile.source?.document ?? "") === "") return "source names no document";
  if (!Array.isArray(profile.vectors) || profile.vectors.length < 2) return "it has no two vectors";
  const counters = Object.entries(profile.counters);
  if (counters.length === 0) return "it has no counters";
  for (const [name, { units }] of counters) {
    const fault = unitsFault(units ?? {});
    if (fault !== undefined) return `counter "${name}": ${fault}`;
  }
  return undefined;
}

function unitsFault(units: ManualCounterSpec["units"]): string | undefined {
  const all = Object.entries(units);
  if (all.length === 0) return "it has no unit";
  for (const [unit, { ratedMaximumPerHour }] of all) {
    if (!Object.hasOwn(keptUnits, unit) || unit === "Wmin") return `unit "${unit}" is not known`;
    const rated = parseDecimal(ratedMaximumPerHour ?? "");
    if (rated === undefined || rated.amount <= 0) return "ratedMaximumPerHour is no decimal text";
  }
  return undefined;
}

function vectorFault(profile: ManualProfile): string | undefined {
  const proven = new Set<string>();
  for (const [at, vector] of profile.vectors.entries()) {
    const { index, expect } = vector;
    for (const counter of configureManualMeter(profile, vector)) {
      const typed = countOfTyped(counter, index[counter.counterId] ?? "");
      const found = typed.kind === "count" ? typed.count : typed.code;
      if (found !== expect[counter.counterId]) {
        return `vectors[${at}] gives ${found} for ${counter.counterId}`;
      }
      if (typed.kind === "count") proven.add(counter.counterId);
    }
  }
  const unproven = Object.keys(profile.counters).find((name) => !proven.has(name));
  return unproven === undefined ? undefined : `no vector proves counter "${unproven}"`;
}
