/**
 * `npm run soak:mutants`: would the tests notice an error? Errors that are kept as patches are planted
 * one by one into copies of the tree; the suites named for each must turn red by what they assert.
 *
 *   npm run soak:mutants -- --only crc-swallowed
 */

import process from "node:process";
import { type MutantsWanted, readArguments, usage } from "./arguments.ts";
import type { Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";
import {
  baseline,
  isCaught,
  lastLine,
  type Planted,
  plant,
  plantedLines,
  tableLines,
} from "./plant.ts";
import { copyTree } from "./tree-copy.ts";

/** Copies in which errors are planted at the same time. */
const lanes = 2;

const wanted = readOrExit();
const chosen = mutants.filter(({ name }) => wanted.only.includes(name));
if (wanted.list) for (const { name, harm } of chosen) console.log(`${name.padEnd(32)}${harm}`);
else process.exitCode = await soak(chosen);

async function soak(planting: readonly Mutant[]): Promise<number> {
  const roots = copyTree(Math.min(lanes, planting.length));
  const [first = ""] = roots;
  console.log("without an error, every suite has to be green first");
  const before = await baseline(first, planting);
  if (before.wrong.length > 0) {
    for (const why of before.wrong) console.error(`without an error, ${why}`);
    console.log("soak:mutants planted=0 caught=0 missed=0 baseline=red");
    return 1;
  }
  console.log(`${before.files} test files are green without an error`);
  const all = await plantAll(roots, planting);
  for (const line of ["", ...tableLines(all), ""]) console.log(line);
  console.log(lastLine(all));
  return all.every(isCaught) ? 0 : 1;
}

/** Each copy takes the next error as soon as it is done with one. */
async function plantAll(
  roots: readonly string[],
  planting: readonly Mutant[],
): Promise<readonly Planted[]> {
  const waiting = [...planting];
  const done = new Map<string, Planted>();
  const lane = async (root: string) => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const planted = await plant(root, mutant, () => performance.now());
      done.set(mutant.name, planted);
      const [head = "", ...more] = plantedLines(planted);
      console.log(`${done.size}/${planting.length}`.padEnd(8) + head);
      for (const line of more) console.log(line);
    }
  };
  await Promise.all(roots.map(lane));
  return planting.flatMap(({ name }) => done.get(name) ?? []);
}

function readOrExit(): MutantsWanted {
  try {
    const names = mutants.map(({ name }) => name);
    return readArguments(process.argv.slice(2), names);
  } catch (cause) {
    console.error(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`);
    process.exit(2);
  }
}
