/**
 * Lets a power cut happen at many moments of a logged run, in many ways each, and asks of every disk
 * that it can leave whether the promise holds.
 */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { quickFolder } from "../../quick-folder.ts";
import type { Chance } from "../chance.ts";
import { type CrashState, crashStateOf } from "./crash-state.ts";
import { DiskModel } from "./disk-model.ts";
import type { Step } from "./step-log.ts";

/** What is asked of a state: its folder, and what was said before the cut. */
type Judge<Verdict> = (folder: string, said: readonly string[]) => Promise<Verdict>;

/** What an exploration needs. */
export interface ExploreOptions<Verdict> {
  readonly steps: readonly Step[];
  /** The folder of the logged run. */
  readonly folder: string;
  /** States to be looked at. */
  readonly states: number;
  readonly chance: Chance;
  readonly judge: Judge<Verdict>;
  /** Hears of each state: behind how many steps the power went, and what was found. */
  readonly onState: (verdict: Verdict, stepNo: number) => void;
}

/** Looks at states of moments drawn by chance; several of one moment where there are few moments. */
export async function explore<Verdict>(options: ExploreOptions<Verdict>): Promise<void> {
  const { steps, folder, chance, judge, onState } = options;
  const moments = drawMoments(steps, options.states, chance);
  const model = new DiskModel(folder);
  const said: string[] = [];
  const place = quickFolder("states");
  try {
    for (const [at, step] of steps.entries()) {
      for (let left = moments.get(at) ?? 0; left > 0; left--) {
        const state = join(place, "state");
        lay(crashStateOf(model, chance), folder, state);
        onState(await judge(state, said), at);
        rmSync(state, { recursive: true, force: true });
      }
      model.take(step);
      if (step.kind === "say") said.push(...step.text.split("\n").filter((line) => line !== ""));
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** How many states are looked at before each step. A cut right behind a sync is like one before it. */
function drawMoments(
  steps: readonly Step[],
  states: number,
  chance: Chance,
): ReadonlyMap<number, number> {
  const changing = steps.flatMap(({ kind }, at) => (kind === "close" ? [] : [at]));
  if (changing.length === 0) throw new Error("The log has no step: nothing can be explored");
  const moments = new Map<number, number>();
  for (let count = 0; count < states; count++) {
    const at = changing[chance(changing.length)] ?? 0;
    moments.set(at, (moments.get(at) ?? 0) + 1);
  }
  return moments;
}

function lay(state: CrashState, from: string, to: string): void {
  mkdirSync(to);
  const paths = [...state.keys()].sort();
  for (const path of paths) {
    const content = state.get(path);
    const at = join(to, relative(from, path));
    if (content === "folder") mkdirSync(at, { recursive: true });
    else if (content !== undefined) writeFileSync(at, content, { mode: 0o600 });
  }
}
