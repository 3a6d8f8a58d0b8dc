/** Rules that the forms of P1, MQTT and typed profiles share. */

import {
  finding,
  integer,
  list,
  object,
  oneOf,
  type ProfileFinding,
  record,
  text,
} from "./check-rules.ts";

/** A name of a counter in a profile. */
export const counterName = /^[a-z][a-zA-Z0-9]{0,31}$/;

/** What can pass in an hour: more than nothing. */
export const ratedMaximum = text(
  1,
  20,
  /^(?=.*[1-9])\d{1,12}(\.\d{1,9})?$/,
  "decimal text above 0",
);

export const medium = oneOf(["electricity", "heat", "cold", "water", "hotWater", "gas"]);
export const origin = oneOf(["derived", "captured"]);
export const shortId = text(
  1,
  31,
  /^[a-z0-9][a-z0-9-]*$/,
  "1 to 31 lower-case letters, digits and hyphens",
);

/** The part that says what a profile is for and where it comes from. */
export const head = {
  brand: text(1, 60),
  model: text(1, 80),
  alsoKnownAs: list(0, 24, text(1, 60)),
  source: object({ document: text(3, 300), section: text(1, 120) }),
} as const;

const note = text(1, 900);
/** Notes; the German ones are not asked of everybody's own profile. */
export const notes = object({ en: note, fr: note, nl: note }, { de: note });

/** What a vector must give for each counter: a count, or the reason for none. */
export const expectations = record(0, 32, counterName, (value, path) =>
  typeof value === "number"
    ? integer(0, Number.MAX_SAFE_INTEGER)(value, path)
    : text(1, 40)(value, path),
);

/** What came out of a vector, by counter: a count, or the reason for none. */
export type VectorResult = Readonly<Record<string, number | string>>;

/** Every difference between what a vector expects and what comes out. */
export function resultFaults(
  path: string,
  expected: VectorResult,
  found: VectorResult,
): readonly ProfileFinding[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  return names.flatMap((name) => {
    const wanted = Object.hasOwn(expected, name) ? expected[name] : undefined;
    const given = Object.hasOwn(found, name) ? found[name] : undefined;
    if (wanted === given) return [];
    const message = "The vector gives something else.";
    return [finding(`${path}.expect.${name}`, message, given, `${wanted ?? "no such counter"}`)];
  });
}

/** Counters of which no vector gives a count. */
export function unprovenFaults(
  names: readonly string[],
  expectations: readonly VectorResult[],
): readonly ProfileFinding[] {
  const isProven = (name: string) =>
    expectations.some(
      (expected) => Object.hasOwn(expected, name) && typeof expected[name] === "number",
    );
  return names
    .filter((name) => !isProven(name))
    .map((name) =>
      finding(`counters.${name}`, "No vector proves it.", name, "a vector with its count"),
    );
}
