/**
 * The check of a Modbus profile: its form, then its sense, then its vectors. A profile without
 * vectors, unit or source is none. Built-in profiles and a user's own pass the same check.
 */

import { counterFaults } from "./check-counter.ts";
import {
  bool,
  byKey,
  finding,
  integer,
  list,
  object,
  oneOf,
  orNull,
  type ProfileFinding,
  type Rule,
  record,
  text,
} from "./check-rules.ts";
import { type CheckSteps, profileFaults } from "./check-steps.ts";
import { checkVectors } from "./check-vectors.ts";
import { rangeOf, serialNumberRange, wantedRanges } from "./plan-blocks.ts";
import type { ModbusProfile } from "./profile.ts";

const name = /^[a-z][a-zA-Z0-9]{0,31}$/;
const decimal = text(1, 20, /^\d{1,12}(\.\d{1,9})?$/, "decimal text without a sign");
const step = text(1, 11, /^(10{0,9}|0\.0{0,8}1)$/, "a power of ten as text: 1, 10, 0.1, 0.01 …");
const pattern = text(6, 18, /^0x([0-9A-F]{4}){1,4}$/, "bits as 0x and upper-case hex digits");
const word = text(6, 6, /^0x[0-9A-F]{4}$/, "a word as 0x and four upper-case hex digits");
const code = integer(0, 0xffff_ffff);
const units = ["Wh", "kWh", "MWh", "varh", "kvarh", "MJ", "GJ", "L", "m3", "pulse"] as const;
const media = ["electricity", "heat", "cold", "water", "hotWater", "gas"] as const;
const number = {
  function: oneOf([3, 4]),
  wordAddress: integer(0, 65_535),
  type: oneOf(["u16", "s16", "u32", "s32", "u64", "s64", "float32", "float64"]),
  wordOrder: oneOf(["high-first", "low-first"]),
};
const textAt = object({
  form: oneOf(["hex", "ascii", "utf16"]),
  function: oneOf([3, 4]),
  wordAddress: integer(0, 65_535),
  wordCount: integer(1, 32),
});

const counter: Rule = object(
  {
    ...number,
    direction: oneOf(["import", "export", "total", "forward", "reverse", "configured"]),
    unit: oneOf(units),
    step,
    rollsOverAt: orNull(decimal),
    ratedMaximumPerHour: orNull(decimal),
  },
  {
    medium: oneOf(media),
    obis: text(5, 24, /^\d+-\d+:\d+\.\d+\.\d+(\*\d+)?$/, "an OBIS code such as 1-0:1.8.0"),
    multiplier: object({
      numerator: integer(1, 1_000_000_000),
      denominator: integer(1, 1_000_000_000),
    }),
    fraction: object({ ...number, step }),
    plus: list(1, 4, object(number)),
    unitChoices: list(1, 8, object({ unit: oneOf(units), step }, { code })),
    unitCode: code,
    unitFrom: object(number),
    modeCheck: object({ ...number, allowed: list(1, 16, code), meaning: text(10, 200) }),
    sign: oneOf(["positive", "absolute"]),
    invalid: list(0, 8, pattern),
  },
);

const vector: Rule = object(
  {
    origin: oneOf(["captured", "vendor-example", "derived"]),
    words: record(1, 64, /^[34]:\d{1,5}$/, list(1, 125, word)),
    expect: record(0, 32, name, orNull(text(1, 40))),
  },
  {
    note: text(1, 200),
    units: record(1, 32, name, oneOf(units)),
    expectLive: record(1, 64, name, orNull(text(1, 40))),
    expectSerialNumber: text(1, 64),
  },
);

const profileRule: Rule = object({
  id: text(2, 31, /^[a-z0-9][a-z0-9-]*$/, "2 to 31 lower-case letters, digits and hyphens"),
  kind: oneOf(["modbus"]),
  brand: text(1, 60),
  model: text(1, 80),
  alsoKnownAs: list(0, 24, text(1, 60)),
  medium: oneOf(media),
  status: oneOf(["verified-by-vendor-and-code", "two-sources", "one-source", "generic"]),
  source: object({
    document: text(3, 300),
    page: text(1, 120),
    checkedOn: text(10, 10, /^\d{4}-\d\d-\d\d$/, "a day as YYYY-MM-DD"),
  }),
  bus: object({
    transports: list(1, 2, oneOf(["rtu", "tcp"])),
    baud: oneOf([1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200]),
    format: oneOf(["8N1", "8E1", "8O1", "8N2"]),
    unitAddress: integer(1, 247),
  }),
  limits: object({
    maxWordsPerRead: integer(1, 125),
    holesAllowed: bool,
    minGapMs: integer(0, 5000),
  }),
  counters: record(1, 32, name, counter),
  live: record(
    0,
    64,
    name,
    object(
      {
        ...number,
        unit: oneOf(["W", "kW", "var", "kvar", "V", "A", "Hz", "°C", "K", "L/h", "m3/h", "1"]),
        step,
      },
      { invalid: list(0, 8, pattern) },
    ),
  ),
  serialNumber: orNull(
    byKey("form", {
      number: object({ form: oneOf(["number"]), ...number }),
      hex: textAt,
      ascii: textAt,
      utf16: textAt,
    }),
  ),
  identification: list(
    0,
    8,
    object({ ...number, values: list(1, 64, code), evidence: text(5, 200) }),
  ),
  writesNever: list(0, 32, object({ wordAddress: integer(0, 65_535), why: text(5, 200) })),
  notes: object({ en: text(1, 900), fr: text(1, 900), nl: text(1, 900), de: text(1, 900) }),
  vectors: list(2, 16, vector),
});

const steps: CheckSteps<ModbusProfile> = {
  form: profileRule,
  sense: checkSense,
  vectors: checkVectors,
};

/** Everything that is wrong with a Modbus profile. */
export function modbusProfileFaults(json: unknown): readonly ProfileFinding[] {
  return profileFaults(json, steps);
}

/** What the form cannot say: sizes that fit, scales that exist, counters that are proven. */
function checkSense(profile: ModbusProfile): readonly ProfileFinding[] {
  return [
    ...Object.entries(profile.counters).flatMap(([id, value]) => [
      ...counterFaults(`counters.${id}`, value),
      ...(profile.vectors.some(({ expect }) => typeof expect[id] === "string")
        ? []
        : [finding(`counters.${id}`, "No vector proves it.", id, "a vector with its figure")]),
    ]),
    ...rangeFaults(profile),
  ];
}

/** Every value lies within the address space and fits into one read. */
function rangeFaults(profile: ModbusProfile): readonly ProfileFinding[] {
  const serial = serialNumberRange(profile);
  const ranges = [
    ...wantedRanges(profile, { live: "all" }),
    ...profile.identification.map(rangeOf),
    ...(serial === undefined ? [] : [serial]),
  ];
  return ranges.flatMap(({ wordAddress, wordCount }) => {
    if (wordAddress + wordCount > 65_536) {
      const allowed = "words up to 65535";
      return [finding("", "A value runs past the last word.", wordAddress, allowed)];
    }
    return wordCount > profile.limits.maxWordsPerRead
      ? [finding("limits.maxWordsPerRead", "A value needs more.", wordCount, "the widest value")]
      : [];
  });
}
