/** Compiles the C beside this file: the library between a program and its disk, and the power switch. */

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What stands between a program and its disk, and what takes the power away. */
export interface DiskTools {
  /** For LD_PRELOAD; see disk.c for what it can be asked. */
  readonly library: string;
  /** cut-power FOLDER, then microseconds on its input. */
  readonly cutPower: string;
}

/** Compiles both into a folder. Throws with the compiler's words when it cannot. */
export function compileDiskTools(into: string): DiskTools {
  const library = join(into, "libdisk.so");
  const cutPower = join(into, "cut-power");
  compile(["-shared", "-fPIC", "-o", library, sourceOf("disk.c"), "-ldl", "-lpthread"]);
  compile(["-o", cutPower, sourceOf("cut-power.c")]);
  return { library, cutPower };
}

function compile(words: readonly string[]): void {
  execFileSync("gcc", ["-O2", "-Wall", "-Wextra", "-Werror", ...words], { stdio: "pipe" });
}

function sourceOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
