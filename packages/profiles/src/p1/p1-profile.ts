/**
 * The form of a P1 profile: which objects of a telegram make which counter. A profile is data;
 * check-p1.ts checks it.
 */

import type { Medium } from "@mega/domain";
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
