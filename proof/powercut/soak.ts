// `npm run soak:powercut`: takes the power, the process, the disk and single bits away from the
// gateway's storage, and counts what was lost. Ends with an error when anything was, or when weakened
// commits were not seen to lose.

import { rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { quickFolder } from "../quick-folder.ts";
import { readArguments, type SoakWanted, usage } from "./arguments.ts";
import { cutPower } from "./cuts/cut-power.ts";
import { compileDiskTools, type DiskTools } from "./disk/compile.ts";
import {
  flipFigures,
  lastLine,
  lineOf,
  type PartFigures,
  safeFigures,
  weakenedFigures,
} from "./figures.ts";
import { flipBits } from "./flips/flip-bits.ts";
import { exploreDataFolder } from "./folder/data-folder.ts";
import { diskFaults } from "./gateway/disk-faults.ts";
import { slowDisk } from "./gateway/slow-disk.ts";
import { killGateway } from "./kills/kill-gateway.ts";
import { killWriter } from "./kills/kill-writer.ts";
import { exploreManyLives } from "./states/explore-many-lives.ts";

/** Long enough for a p99 of each kind of answer. */
const SLOW_SECONDS = 120;

const wanted = readOrExit();
const folder = quickFolder("powercut-tools");
const all: PartFigures[] = [];
try {
  const tools = compileDiskTools(folder);
  for (const part of wanted.parts) {
    console.log(`# ${part}`);
    await runPart(part, tools);
  }
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (wanted.json !== null) writeFileSync(wanted.json, `${JSON.stringify(report(), null, 2)}\n`);
if (all.some(({ ok }) => !ok)) process.exitCode = 1;
console.log(lastLine(all, wanted.seed));

async function runPart(part: SoakWanted["parts"][number], tools: DiskTools): Promise<void> {
  const { seed, cuts, states, kills, flips } = wanted;
  // Weakened runs only have to show that a loss is seen.
  const few = (count: number) => Math.max(5, Math.round(count / 10));
  switch (part) {
    case "states": {
      const options = { library: tools.library, seed };
      tell(safeFigures("states", await exploreManyLives({ ...options, safety: "FULL", states })));
      const failing = { ...options, safety: "FULL", states: few(states), lostSyncs: true } as const;
      tell(safeFigures("states behind failed syncs", await exploreManyLives(failing)));
      for (const safety of ["NORMAL", "OFF"] as const) {
        const tally = await exploreManyLives({ ...options, safety, states: few(states) });
        tell(weakenedFigures(`states ${safety}`, tally));
      }
      tell(await exploreDataFolder(tools.library, seed, few(states)));
      return;
    }
    case "kills":
      tell(safeFigures("kills", await killWriter({ seed, kills, channels: 128 })));
      tell(await killGateway(tools.library, seed, few(kills)));
      return;
    case "cuts": {
      const options = { tools, seed, channels: 128 };
      tell(safeFigures("cuts", await cutPower({ ...options, safety: "FULL", cuts })));
      for (const safety of ["NORMAL", "OFF"] as const) {
        const tally = await cutPower({ ...options, safety, cuts: few(cuts) });
        tell(weakenedFigures(`cuts ${safety}`, tally));
      }
      return;
    }
    case "faults":
      for (const figures of await diskFaults(tools)) tell(figures);
      return;
    case "slow":
      tell(await slowDisk(tools.library, SLOW_SECONDS));
      return;
    case "flips":
      tell(flipFigures(await flipBits({ seed, flips })));
      return;
  }
}

function tell(figures: PartFigures): void {
  all.push(figures);
  console.log(lineOf(figures));
  if (figures.wrong !== null) console.log(`  ${figures.wrong}`);
}

function report() {
  return { command: "soak:powercut", seed: wanted.seed, ok: all.every(({ ok }) => ok), parts: all };
}

function readOrExit(): SoakWanted {
  try {
    return readArguments(process.argv.slice(2));
  } catch (cause) {
    console.error(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}`);
    process.exit(2);
  }
}
