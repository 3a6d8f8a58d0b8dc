/**
 * The form of a P1 profile: which objects of a telegram make which counter. A profile is data; this
 * file checks it and gives it its type.
 */

import { type Medium, MegaError, parseDecimal } from "@mega/domain";
import type { DecodedCount } from "../mqtt/decimal-count.ts";

/** Which country's meaning tariffs 1 and 2 have. */
export type P1Country = "be" | "nl";

/** Where a counter stands in a telegram. */
export type P1CounterPlace =
  /** Both tariffs added up; the total object where a meter has no tariffs. */
  | { readonly kind: "sum"; readonly objects: readonly string[]; readonly orTotal: string }
  /** One tariff, whose object differs by country. */
  | { readonly kind: "byCountry"; readonly be: string; readonly nl: string }
  /** The one object of a sub-meter that is there, after "0-n:". */
  | { readonly kind: "subMeter"; readonly objects: readonly string[] };

/** One counter of a P1 profile. */
export interface P1CounterSpec {
  readonly unit: "kWh" | "m3" | "GJ";
  readonly decimals: number;
  readonly place: P1CounterPlace;
  /** Decimal text in the counter's unit. */
  readonly ratedMaximumPerHour: string;
}

/** A telegram with what must come out of it. */
export interface P1Vector {
  /** "derived": built by hand from the standard; "captured": from a real meter. */
  readonly origin: "derived" | "captured";
  /** Lines without CR LF; the checksum is appended when the vector is run. */
  readonly telegram: readonly string[];
  readonly checksum: "good" | "absent";
  readonly country?: P1Country;
  readonly equipmentId?: string;
  readonly expect: Readonly<Record<string, number | string>>;
}

/** A meter kind read from a P1 port. */
export interface P1Profile {
  readonly id: string;
  readonly kind: "p1";
  readonly brand: string;
  readonly model: string;
  readonly alsoKnownAs: readonly string[];
  readonly medium: Medium;
  readonly source: { readonly document: string; readonly section: string };
  /** Whether a telegram without a checksum is taken (DSMR 2.2 and 3.0 have none). */
  readonly checksum: "required" | "optional";
  /** M-Bus device types of the sub-meter (EN 13757-3); null for the utility meter itself. */
  readonly subMeterTypes: readonly number[] | null;
  /** A sub-meter's value captured longer ago than this is stale; null for the meter itself. */
  readonly captureAgeMaxHours: number | null;
  readonly counters: Readonly<Record<string, P1CounterSpec>>;
  readonly notes: Readonly<Record<"en" | "fr" | "nl", string>>;
  readonly vectors: readonly P1Vector[];
}

/** What a telegram gives for a P1 meter. */
export interface P1Decoded {
  /** By counter name of the profile. */
  readonly counts: Readonly<Record<string, DecodedCount>>;
  /** The serial number in the telegram, as printed on the meter. */
  readonly serialNumber: string | undefined;
  /** The time the meter gives to the values, where it can be made out; information only. */
  readonly deviceTimeMs: number | undefined;
}

const keys = [
  "id",
  "kind",
  "brand",
  "model",
  "alsoKnownAs",
  "medium",
  "source",
  "checksum",
  "subMeterTypes",
  "captureAgeMaxHours",
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
export function checkP1Profile(value: unknown): P1Profile {
  const profile = value as P1Profile;
  const fault = profileFault(profile);
  if (fault === undefined) return profile;
  throw new MegaError("PROFILE_INVALID", `A P1 profile is not valid: ${fault}.`, {
    hint: "Compare the file with packages/profiles/p1/p1.json.",
    context: { profile: typeof profile === "object" ? profile?.id : undefined },
  });
}

function profileFault(profile: P1Profile): string | undefined {
  if (typeof profile !== "object" || profile === null) return "it is no object";
  const unknown = Object.keys(profile).find((key) => !keys.includes(key));
  if (unknown !== undefined) return `unknown key "${unknown}"`;
  const missing = keys.find((key) => !Object.hasOwn(profile, key));
  if (missing !== undefined) return `key "${missing}" is missing`;
  if (profile.kind !== "p1") return 'kind is not "p1"';
  if (!/^[a-z0-9][a-z0-9-]{0,30}$/.test(profile.id)) return "id is no short name";
  if ((profile.source?.document ?? "") === "") return "source names no document";
  if (!["required", "optional"].includes(profile.checksum)) return "checksum has another value";
  if (!Array.isArray(profile.vectors) || profile.vectors.length === 0) return "it has no vectors";
  if (Object.keys(profile.counters).length === 0) return "it has no counters";
  for (const [name, counter] of Object.entries(profile.counters)) {
    const fault = counterFault(counter, profile.subMeterTypes !== null);
    if (fault !== undefined) return `counter "${name}": ${fault}`;
  }
  return undefined;
}

function counterFault(counter: P1CounterSpec, ofSubMeter: boolean): string | undefined {
  if (!["kWh", "m3", "GJ"].includes(counter.unit)) return "unit is none of kWh, m3, GJ";
  if (!Number.isInteger(counter.decimals) || counter.decimals < 0 || counter.decimals > 6) {
    return "decimals are not 0 to 6";
  }
  if (parseDecimal(counter.ratedMaximumPerHour ?? "") === undefined) {
    return "ratedMaximumPerHour is no decimal text";
  }
  if ((counter.place?.kind === "subMeter") !== ofSubMeter) return "place does not fit the meter";
  return undefined;
}
