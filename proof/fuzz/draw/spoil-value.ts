/** Damage to a value of JSON, whatever it describes: a place left out, doubled, of another kind. */

import type { FuzzRandom } from "./random.ts";

/** Values that trip careless code. */
const evilValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1,
  1.5,
  128,
  129,
  1e21,
  2 ** 53,
  -(2 ** 53),
  "",
  " ",
  "0",
  "-1",
  "1e3",
  "null",
  "__proto__",
  "constructor",
  "toString",
  "=1+1",
  "<script>alert(1)</script>",
  "../../etc/passwd",
  "a\u0000b",
  "\ud800",
  "é̈ﷺ",
  "2026-02-30T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "0000-01-01T00:00:00Z",
  "99999999999999.999999999",
  "x".repeat(300),
  [],
  {},
  [[]],
  [null],
  { kind: "code" },
  { __proto__: null, toString: 1 },
];

/** Names of keys that are never meant. */
const evilKeys = ["__proto__", "constructor", "toString", "kind", "x", "", "é", "a/b~c"] as const;

type Path = readonly (string | number)[];

/** A copy of the value, changed in one place. */
export function spoilValue(random: FuzzRandom, value: unknown): unknown {
  const places = placesOf(value, [], []);
  const place = random.pickOf(places) ?? [];
  const other = valueIn(value, random.pickOf(places) ?? []);
  const here = valueIn(value, place);
  switch (random.below(8)) {
    case 0:
      return place.length === 0 ? undefined : without(value, place);
    case 1:
      return changed(value, place, other);
    case 2:
      return changed(value, place, withKey(random, here, other));
    case 3:
      return changed(value, place, Array.isArray(here) ? doubled(random, here) : [here]);
    case 4:
      return changed(
        value,
        place,
        typeof here === "string" ? spoiltText(random, here) : JSON.stringify(here),
      );
    case 5:
      return changed(value, place, nested(here, random.pick([1, 2, 40])));
    default:
      return changed(value, place, random.pickOf(evilValues));
  }
}

function spoiltText(random: FuzzRandom, text: string): string {
  const at = random.below(text.length + 1);
  const put = random.pick([
    "",
    "0",
    "-",
    " ",
    "\n",
    "'",
    '"',
    "\u0000",
    "é",
    "😀",
    "x".repeat(200),
  ]);
  return text.slice(0, at) + put + text.slice(at + random.below(3));
}

function withKey(random: FuzzRandom, here: unknown, value: unknown): unknown {
  if (!isGroup(here)) return { [random.pick(evilKeys)]: here };
  const copy = Object.entries(here);
  return Object.fromEntries([...copy, [random.pick(evilKeys), value]]);
}

function doubled(random: FuzzRandom, list: readonly unknown[]): readonly unknown[] {
  if (!random.once(6)) return [...list, ...list];
  return Array.from({ length: 600 }, (_, at) => list[at % Math.max(1, list.length)] ?? at);
}

function nested(value: unknown, depth: number): unknown {
  let result = value;
  for (let left = depth; left > 0; left--) result = left % 2 === 0 ? [result] : { a: result };
  return result;
}

function placesOf(value: unknown, path: Path, found: Path[]): readonly Path[] {
  found.push(path);
  if (found.length > 400) return found;
  if (typeof value !== "object" || value === null) return found;
  for (const [key, entry] of Object.entries(value)) {
    placesOf(entry, [...path, Array.isArray(value) ? Number(key) : key], found);
  }
  return found;
}

function valueIn(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (at as Readonly<Record<string | number, unknown>> | undefined)?.[key],
    value,
  );
}

function changed(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(value)) {
    return value.map((entry, at) => (at === key ? changed(entry, rest, put) : entry));
  }
  if (!isGroup(value)) return put;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, entry]) => [name, name === key ? changed(entry, rest, put) : entry]),
  );
}

function without(value: unknown, [key, ...rest]: Path): unknown {
  if (Array.isArray(value)) {
    return rest.length === 0
      ? value.filter((_, at) => at !== key)
      : value.map((entry, at) => (at === key ? without(entry, rest) : entry));
  }
  if (!isGroup(value)) return value;
  const kept = Object.entries(value).filter(([name]) => rest.length > 0 || name !== key);
  return Object.fromEntries(
    kept.map(([name, entry]) => [name, name === key ? without(entry, rest) : entry]),
  );
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
