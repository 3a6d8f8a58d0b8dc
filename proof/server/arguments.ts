/** What was asked of `npm run soak:server`. */

import { parseArgs } from "node:util";
import { countOf, seedOf } from "../number-arguments.ts";
import { type FaultName, faultNames, isFault } from "./faults.ts";

/** Which faults, and how long. */
export interface SoakWanted {
  /** Another seed is another run. */
  readonly seed: number;
  /** Rounds of the whole fleet for each kind of fault. */
  readonly rounds: number;
  /** So often each fault strikes. */
  readonly strikes: number;
  readonly faults: readonly FaultName[];
}

/** How the command is called. */
export const usage = `usage: npm run soak:server -- [--seed N] [--rounds N] [--strikes N] [--faults NAME[,NAME …]]
  --seed     another seed is another run (1)
  --rounds   rounds of all gateways for each kind of fault (20000)
  --strikes  so often each fault strikes (25)
  --faults   these alone: ${faultNames.join(", ")}`;

/** Reads the words behind the command. Throws an error that says which word is wrong. */
export function readArguments(words: readonly string[]): SoakWanted {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seed: { type: "string", default: "1" },
      rounds: { type: "string", default: "20000" },
      strikes: { type: "string", default: "25" },
      faults: { type: "string", default: faultNames.join(",") },
    },
  });
  const faults = values.faults.split(",").map((word) => {
    if (isFault(word)) return word;
    throw new Error(`--faults names "${word}"; allowed: ${faultNames.join(", ")}`);
  });
  return {
    seed: seedOf("seed", values.seed),
    rounds: countOf("rounds", values.rounds),
    strikes: countOf("strikes", values.strikes),
    faults,
  };
}
