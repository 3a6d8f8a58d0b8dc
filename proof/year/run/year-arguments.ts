// What may follow `npm run soak:year --`.

import { tmpdir } from "node:os";
import { join } from "node:path";

/** What is asked of the soak. */
export interface YearArguments {
  readonly seeds: number;
  readonly firstSeed: number;
  readonly months: number;
  readonly rtu: number;
  readonly mqtt: number;
  /** Where the report is written. */
  readonly report: string;
  /** Whether a seed that takes too long fails the run. */
  readonly timeLimit: boolean;
}

/** Arguments, or why they cannot be followed. */
export type ReadArguments =
  | { readonly kind: "given"; readonly given: YearArguments }
  | { readonly kind: "usage"; readonly why: string };

export const yearUsage =
  "npm run soak:year [-- --seeds N --first-seed N --months N --rtu N --mqtt N --report DIR --no-time-limit]";

const numbers = {
  "--seeds": { key: "seeds", least: 1, most: 1000 },
  "--first-seed": { key: "firstSeed", least: 0, most: 2_000_000_000 },
  "--months": { key: "months", least: 2, most: 24 },
  "--rtu": { key: "rtu", least: 0, most: 128 },
  "--mqtt": { key: "mqtt", least: 0, most: 128 },
} as const;

/** Reads the arguments. */
export function readYearArguments(args: readonly string[]): ReadArguments {
  const found = { seeds: 10, firstSeed: 1, months: 14, rtu: 32, mqtt: 96 };
  let report = join(tmpdir(), "mega-soak-year");
  let timeLimit = true;
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--no-time-limit") {
      timeLimit = false;
      continue;
    }
    const value = rest.shift();
    if (word === "--report" && value !== undefined && value !== "") {
      report = value;
      continue;
    }
    const known = Object.hasOwn(numbers, word) ? numbers[word as keyof typeof numbers] : undefined;
    if (known === undefined) return usage(`"${word}" is not an argument.`);
    const number = /^\d{1,10}$/.test(value ?? "") ? Number(value) : Number.NaN;
    if (!(number >= known.least && number <= known.most)) {
      return usage(`${word} is "${value ?? ""}"; allowed: ${known.least} to ${known.most}.`);
    }
    found[known.key] = number;
  }
  const meters = found.rtu + found.mqtt;
  if (meters < 1 || meters > 128) {
    return usage(`--rtu and --mqtt come to ${meters} meters; allowed: 1 to 128 together.`);
  }
  return { kind: "given", given: { ...found, report, timeLimit } };
}

function usage(why: string): ReadArguments {
  return { kind: "usage", why };
}
