/**
 * The check of a P1 profile: its form, then its sense, then its vectors, as for a meter on a bus. What
 * ships with the program and a user's own pass the same check.
 */

import {
  byKey,
  finding,
  integer,
  list,
  object,
  oneOf,
  orNull,
  type ProfileFinding,
  record,
  text,
} from "../check-rules.ts";
import { type CheckSteps, checkedProfile, profileFaults } from "../check-steps.ts";
import {
  counterName,
  expectations,
  head,
  medium,
  notes,
  origin,
  ratedMaximum,
  resultFaults,
  shortId,
  unprovenFaults,
  type VectorResult,
} from "../form-rules.ts";
import { decodeP1 } from "./decode-p1.ts";
import type { P1Profile, P1Vector } from "./p1-profile.ts";
import { parseTelegram } from "./parse-telegram.ts";

/** Telegrams say local time; vectors are written in that of Brussels. */
const vectorZone = "Europe/Brussels";

const object6 = text(
  9,
  24,
  /^\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}$/,
  "an object such as 1-0:1.8.0",
);
const object3 = text(
  5,
  12,
  /^\d{1,3}\.\d{1,3}\.\d{1,3}$/,
  "an object of a sub-meter such as 24.2.1",
);

const counter = object({
  unit: oneOf(["kWh", "m3", "GJ"]),
  decimals: integer(0, 6),
  place: byKey("kind", {
    sum: object({ kind: oneOf(["sum"]), objects: list(1, 4, object6), orTotal: object6 }),
    byCountry: object({ kind: oneOf(["byCountry"]), be: object6, nl: object6 }),
    subMeter: object({ kind: oneOf(["subMeter"]), objects: list(1, 8, object3) }),
  }),
  ratedMaximumPerHour: ratedMaximum,
});

const vector = object(
  {
    origin,
    telegram: list(2, 300, text(0, 2048)),
    checksum: oneOf(["good", "absent"]),
    expect: expectations,
  },
  { country: oneOf(["be", "nl"]), equipmentId: text(1, 64) },
);

const rule = object({
  id: shortId,
  kind: oneOf(["p1"]),
  ...head,
  medium,
  checksum: oneOf(["required", "optional"]),
  subMeterTypes: orNull(list(1, 8, integer(0, 255))),
  captureAgeMaxHours: orNull(integer(1, 8760)),
  counters: record(1, 32, counterName, counter),
  notes,
  vectors: list(2, 16, vector),
});

const steps: CheckSteps<P1Profile> = { form: rule, sense: senseFaults, vectors: vectorFaults };

/** A profile of the program's own. @throws MegaError PROFILE_INVALID. */
export function checkP1Profile(json: unknown): P1Profile {
  const like = "packages/profiles/p1/p1.json";
  return checkedProfile(json, steps, { what: "A P1 profile", like });
}

/** Everything that is wrong with a P1 profile. */
export function p1ProfileFaults(json: unknown): readonly ProfileFinding[] {
  return profileFaults(json, steps);
}

function senseFaults(profile: P1Profile): readonly ProfileFinding[] {
  const { counters, subMeterTypes, captureAgeMaxHours, vectors } = profile;
  const ofSubMeter = subMeterTypes !== null;
  const places = Object.entries(counters).flatMap(([name, { place }]) => {
    if ((place.kind === "subMeter") === ofSubMeter) return [];
    const allowed = ofSubMeter ? "subMeter" : "sum, byCountry";
    const message = "The place does not fit the meter.";
    return [finding(`counters.${name}.place.kind`, message, place.kind, allowed)];
  });
  const allowedAge = ofSubMeter ? "hours, for a sub-meter" : "null, for the meter itself";
  const isAgeRight = (captureAgeMaxHours !== null) === ofSubMeter;
  const message = "The age does not fit the meter.";
  const age = isAgeRight
    ? []
    : [finding("captureAgeMaxHours", message, captureAgeMaxHours, allowedAge)];
  const expected = vectors.map(({ expect }) => expect);
  return [...places, ...age, ...unprovenFaults(Object.keys(counters), expected)];
}

function vectorFaults(profile: P1Profile): readonly ProfileFinding[] {
  return profile.vectors.flatMap((vector, at) => {
    const path = `vectors[${at}]`;
    const { telegram, checksum, expect } = vector;
    const first = telegram[0] ?? "";
    const last = telegram[telegram.length - 1];
    if (!first.startsWith("/")) {
      return [
        finding(`${path}.telegram[0]`, "It is no telegram.", first, "a line that begins with /"),
      ];
    }
    if (last !== "!") {
      return [finding(`${path}.telegram`, "The telegram has no end.", last, "! as the last line")];
    }
    if (checksum === "absent" && profile.checksum === "required") {
      const message = "The profile takes no telegram without a checksum.";
      return [finding(`${path}.checksum`, message, checksum, "good")];
    }
    return resultFaults(path, expect, resultOf(profile, vector));
  });
}

function resultOf(profile: P1Profile, vector: P1Vector): VectorResult {
  const { telegram, country, equipmentId } = vector;
  const bytes = Uint8Array.from(telegram.join("\r\n"), (char) => char.charCodeAt(0) & 0xff);
  const { counts } = decodeP1(profile, parseTelegram(bytes), {
    timeZone: vectorZone,
    receivedAtMs: 0,
    ...(country === undefined ? {} : { country }),
    ...(equipmentId === undefined ? {} : { equipmentId }),
  });
  return Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [
      name,
      count.kind === "count" ? count.count : count.reason,
    ]),
  );
}
