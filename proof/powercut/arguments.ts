/** What was asked of `npm run soak:powercut`. */

import { parseArgs } from "node:util";
import { countOf, seedOf } from "../number-arguments.ts";

/** The parts, in the order they run. */
const parts = ["states", "kills", "cuts", "faults", "slow", "flips"] as const;
/** One of them. */
type PartName = (typeof parts)[number];

/** Which parts run, and how long. */
export interface SoakWanted {
  readonly seed: number;
  /** Power cuts of a real file system. */
  readonly cuts: number;
  /** Crash states of the ledger. */
  readonly states: number;
  /** Writers that are killed; a tenth as many gateways. */
  readonly kills: number;
  /** Bits that turn. */
  readonly flips: number;
  readonly parts: readonly PartName[];
  /** File for the figures as JSON; null for none. */
  readonly json: string | null;
}

/** How the command is called. */
export const usage = `usage: npm run soak:powercut -- [--seed N] [--cuts N] [--states N] [--kills N] [--flips N]
         [--part ${parts.join("|")}]… [--json FILE]
  --seed    another seed is another run (1)
  --cuts    power cuts of a real file system; needs root (300)
  --states  crash states of the ledger (6000)
  --kills   writers that are killed (300)
  --flips   bits that turn (5000)
  --part    "faults" (a full, read-only or failing disk; needs root) and "slow" (syncs of a second)
            have no number; runs this part alone; may stand several times`;

/** Reads the words behind the command. Throws an error that says which word is wrong. */
export function readArguments(words: readonly string[]): SoakWanted {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seed: { type: "string", default: "1" },
      cuts: { type: "string", default: "300" },
      states: { type: "string", default: "6000" },
      kills: { type: "string", default: "300" },
      flips: { type: "string", default: "5000" },
      part: { type: "string", multiple: true, default: [] },
      json: { type: "string" },
    },
  });
  const chosen = values.part.map((word) => {
    const found = parts.find((part) => part === word);
    if (found === undefined) throw new Error(`--part is ${word}; allowed: ${parts.join(", ")}`);
    return found;
  });
  return {
    seed: seedOf("seed", values.seed),
    cuts: countOf("cuts", values.cuts),
    states: countOf("states", values.states),
    kills: countOf("kills", values.kills),
    flips: countOf("flips", values.flips),
    parts: chosen.length === 0 ? parts : chosen,
    json: values.json ?? null,
  };
}
