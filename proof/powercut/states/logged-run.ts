/** Runs a program with the log of what it does to its files. */

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { quickFolder } from "../../quick-folder.ts";
import { readSteps, type Step } from "./step-log.ts";

/** A run that has ended. */
export interface LoggedRun {
  /** The folder that the program had for itself; it is gone now. */
  readonly folder: string;
  readonly steps: readonly Step[];
}

/** How the safety of commits is set. */
export type Safety = "FULL" | "NORMAL" | "OFF";

/** A run may take so long, on a machine that has other things to do. */
const RUN_MS_MAX = 120_000;

/**
 * Runs a child of this folder on an empty folder, logged.
 *
 * @param child File below proof/powercut
 * @param words Its arguments, from the folder
 * @param wishes What the disk is to do; see disk.c
 */
export function loggedRun(
  library: string,
  child: string,
  words: (folder: string) => readonly string[],
  { safety = "FULL", wishes = "" }: { readonly safety?: Safety; readonly wishes?: string } = {},
): LoggedRun {
  const place = quickFolder("logged");
  const folder = join(place, "data");
  const log = join(place, "steps.log");
  mkdirSync(folder);
  writeFileSync(join(place, "wishes"), wishes);
  try {
    const program = [...weakening(safety), pathOf(child), ...words(folder)];
    const ended = spawnSync(process.execPath, program, {
      encoding: "utf8",
      timeout: RUN_MS_MAX,
      env: {
        ...process.env,
        LD_PRELOAD: library,
        MEGA_DISK_FOLDER: folder,
        MEGA_DISK_LOG: log,
        MEGA_DISK_WISHES: join(place, "wishes"),
        MEGA_WEAKENED: safety,
      },
    });
    if (ended.status !== 0 || !ended.stdout.includes("ended")) {
      throw new Error(`${child} did not end well:\n${ended.stdout.slice(-500)}${ended.stderr}`);
    }
    return { folder, steps: readSteps(readFileSync(log)) };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Options of Node that weaken how commits reach the disk; none for FULL. */
export function weakening(safety: Safety): readonly string[] {
  if (safety === "FULL") return [];
  return ["--import", new URL("../writer/weaken.child.ts", import.meta.url).href];
}

/** The file of a child below proof/powercut. */
export function pathOf(child: string): string {
  return fileURLToPath(new URL(`../${child}`, import.meta.url));
}
