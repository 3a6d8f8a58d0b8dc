// `npm run soak:server`: a fleet uploads to the real server while processes of every kind are killed, and
// what was acknowledged is held against what is there. Ends with an error when anything was lost, doubled
// or changed, or when a server that answers early is not seen to lose.

import process from "node:process";
import { readArguments, type SoakWanted, usage } from "./arguments.ts";
import { type FaultFigures, lastLine, lineOf, shortfallOf } from "./figures.ts";
import { runFault } from "./run/run-fault.ts";

const GATEWAYS = 16;

const wanted = readOrExit();
const all: FaultFigures[] = [];
for (const fault of wanted.faults) {
  try {
    const { seed, rounds, strikes } = wanted;
    const figures = await runFault({ fault, seed, rounds, strikes, gateways: GATEWAYS });
    all.push(figures);
    console.log(lineOf(figures));
    const shortfall = shortfallOf(figures, wanted);
    if (shortfall !== undefined) fail(`${fault}: ${shortfall}`);
  } catch (cause) {
    fail(`${fault}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
console.log(lastLine(all, wanted.seed));

function fail(why: string): void {
  process.exitCode = 1;
  console.log(`  ${why}`);
}

function readOrExit(): SoakWanted {
  try {
    return readArguments(process.argv.slice(2));
  } catch (cause) {
    console.error(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`);
    process.exit(2);
  }
}
