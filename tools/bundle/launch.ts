// The first program of the bundle. A gateway runs for months in little memory, so that it is started
// again, in the same process, with settings that only hold from the start on. docs/benchmarks.md says
// what each of them spares. Other commands run at once.

import process from "node:process";

const settings = [
  // New objects get 1 MB and not 16.
  "--max-semi-space-size=1",
  // Without the last of four compilers: what runs here for long is input and output.
  "--no-opt",
  "--optimize-for-size",
  "--disable-warning=DEP0169",
];
/** Of the C library: one heap for all threads, and memory of 16 kB and more is given back at once. */
const heap = { MALLOC_ARENA_MAX: "1", MALLOC_MMAP_THRESHOLD_: "16384" };
const [, script = "", command] = process.argv;

const isSet = process.env["MALLOC_ARENA_MAX"] !== undefined;
if (command === "gateway" && !isSet && process.execve !== undefined) {
  const args = [...settings, ...process.execArgv, script, ...process.argv.slice(2)];
  process.execve(process.execPath, [process.execPath, ...args], { ...process.env, ...heap });
}
await import("../../apps/cli/src/main.ts");
