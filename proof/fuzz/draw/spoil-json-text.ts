/** Damage to JSON as text: what firmware, templates and hand-made scripts get wrong. */

import type { FuzzRandom } from "./random.ts";

/** Values in the place of a number; not all of them are JSON. */
const evilValues = [
  "null",
  "true",
  "false",
  '""',
  '" "',
  '"unknown"',
  '"unavailable"',
  "NaN",
  "Infinity",
  "-1",
  "-0",
  "-0.001",
  "+1",
  "01",
  "1.",
  ".5",
  "1e3",
  "1E-3",
  "1e400",
  "1e99",
  "1e-99",
  "0x10",
  "1,5",
  "1_000",
  '"1,5"',
  '"12.5"',
  '"012.50"',
  '"-3"',
  '"1e2"',
  '"0x10"',
  '"12 kWh"',
  '"12\\u0000"',
  "[1]",
  "[]",
  "{}",
  '{"value":1}',
  "9007199254740991",
  "9007199254740993",
  "9007199254740.993",
  "123456789012345678901234567890",
  "0.1",
  "0.00049999999999999999",
  "0.0005",
  "0",
  "1 2",
  "--1",
] as const;

const valueForm = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|"[^"]*"|true|false|null/g;

/** Changes the text once. */
export function spoilJsonText(random: FuzzRandom, text: string): string {
  const at = random.below(Math.max(1, text.length));
  switch (random.below(14)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return (
        text.slice(0, at) +
        random.pick(["{", "}", "[", "]", ",", ":", '"', "\\", " ", "\0", "é"]) +
        text.slice(at)
      );
    case 2:
      return text.slice(0, at) + text.slice(at + random.between(1, 6));
    case 3:
      return text.replace(/}\s*$/, ",}");
    case 4:
      return text.replace(/,|}/, (sign) => `,"x":{"y":[1,2]}${sign}`);
    case 5:
      return doubledMember(random, text);
    case 6:
      return text + random.pick([" ", "\n", "x", "0", "{}", "\u0000", "\uFEFF", text]);
    case 7:
      return random.pick(["\uFEFF", " ", "\n", "[", "0", "//\n"]) + text;
    case 8:
      return nested(random, text);
    case 9:
      return text.replace(
        /"(k?Wh|m3|L|GJ|MJ|MWh)"/,
        () => `"${random.pick(["Wh", "kWh", "MWh", "m3", "L", "GJ", "kwh", "", "W"])}"`,
      );
    default:
      return withValue(random, text, random.pick(evilValues));
  }
}

function withValue(random: FuzzRandom, text: string, value: string): string {
  const found = [...text.matchAll(valueForm)];
  const chosen = random.pickOf(found);
  if (chosen === undefined) return value;
  return text.slice(0, chosen.index) + value + text.slice(chosen.index + chosen[0].length);
}

/** Writes a member a second time, with another value. */
function doubledMember(random: FuzzRandom, text: string): string {
  const member = /"[^"]+"\s*:\s*(?:-?\d[\d.]*|"[^"]*")/.exec(text);
  if (member === null) return text + text;
  const other = withValue(random, member[0].replace(/^"[^"]+"/, ""), random.pick(evilValues));
  const name = /^"[^"]+"/.exec(member[0])?.[0] ?? '""';
  return `${text.slice(0, member.index)}${name}${other},${text.slice(member.index)}`;
}

function nested(random: FuzzRandom, text: string): string {
  const depth = random.pick([1, 2, 15, 16, 17, 900]);
  return random.once(2)
    ? "[".repeat(depth) + text + "]".repeat(depth)
    : `{"a":`.repeat(depth) + text + "}".repeat(depth);
}
