// The first program of the bundle. A gateway runs for months in little memory, so that it is started
// again, in the same process, with settings that only hold from the start on: a small space for new
// objects, and one heap of the C library for all threads. Other commands run at once.

import process from "node:process";

const settings = ["--max-semi-space-size=1", "--disable-warning=DEP0169"];
const heaps = "MALLOC_ARENA_MAX";
const [, script = "", command] = process.argv;

if (command === "gateway" && process.env[heaps] === undefined && process.execve !== undefined) {
  const args = [...settings, ...process.execArgv, script, ...process.argv.slice(2)];
  process.execve(process.execPath, [process.execPath, ...args], { ...process.env, [heaps]: "1" });
}
await import("../../apps/cli/src/main.ts");
