// Builds the C programs of the bench and runs one measurement: meters in one process, a master in
// another, so that the processor time of each is its own.

import type { ChildProcessByStdio } from "node:child_process";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

export interface Programs {
  readonly meters: string;
  readonly libmodbus: string;
  readonly remove: () => void;
}

/** The meters of a measurement: on the loopback, or on a terminal with or without a pace. */
type Place =
  | { readonly kind: "tcp" }
  | {
      readonly kind: "pty";
      readonly baud: number;
      readonly turnaroundUs: number;
      /** Characters that are handed over together, as the buffer of a UART does. */
      readonly fifoBytes: number;
    };

export interface Measurement {
  readonly master: string;
  readonly place: Place;
  readonly units: number;
  /** `address:count`, joined by commas. */
  readonly blocks: string;
  readonly transactions: number;
  readonly elapsedMsMax: number;
  readonly warmUp: number;
  readonly window?: number;
  readonly latencyMs?: number;
  /** Keeps master and meters on the first core. */
  readonly onOneCore?: boolean;
}

export interface Measured {
  readonly good: number;
  readonly wrong: number;
  readonly failed: number;
  readonly elapsedMs: number;
  readonly cpuMs: number;
  /** Rests below t3.5 that the meters saw, and the shortest rest; -1 where there is no line. */
  readonly shortGaps: number;
  readonly smallestGapUs: number;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const graceMs = 15_000;

/** Compiles; throws with the name of the package that is missing. */
export function buildPrograms(): Programs {
  const folder = mkdtempSync(join(tmpdir(), "mega-bench-"));
  const build = (source: string, ...libraries: readonly string[]) => {
    const program = join(folder, source.replace(".c", ""));
    const args = ["-O2", "-Wall", "-o", program, here(source)];
    try {
      execFileSync("gcc", [...args, "-I/usr/include/modbus", ...libraries], { stdio: "pipe" });
    } catch (cause) {
      const needed = "The bench needs the Debian packages gcc, libc6-dev and libmodbus-dev.";
      throw new Error(`${source} cannot be built. ${needed}`, { cause });
    }
    return program;
  };
  return {
    meters: build("meters.c"),
    libmodbus: build("libmodbus-client.c", "-lmodbus"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Keeps the cores from halting between two frames: a core of a virtual machine takes long to wake,
 * and wakes with cold caches. Its processes run only where nothing else wants to.
 *
 * @returns How to let the cores sleep again.
 */
export function keepCoresAwake(programs: Programs, cores: number): () => void {
  return runUntilEnded(
    programs,
    Array.from({ length: cores }, () => ["awake"]),
  );
}

/**
 * Keeps every core but the first one busy, so that what belongs to a measurement on one core is not
 * moved to a sleeping one.
 *
 * @returns How to end it.
 */
export function keepOtherCoresBusy(programs: Programs, cores: number): () => void {
  const others = Array.from({ length: cores - 1 }, (_, index) => ["busy", String(index + 1)]);
  return runUntilEnded(programs, others);
}

function runUntilEnded(programs: Programs, argsOfEach: readonly string[][]): () => void {
  const busy = argsOfEach.map((args) => start(programs.meters, args, false));
  return () => {
    for (const process of busy) process.kill();
  };
}

/** Runs one measurement to its end, at most 15 s longer than it is allowed to take. */
export async function measure(programs: Programs, task: Measurement): Promise<Measured> {
  const { place, onOneCore = false } = task;
  const metersArgs =
    place.kind === "tcp"
      ? ["tcp"]
      : ["pty", place.baud, place.turnaroundUs, place.fifoBytes].map(String);
  const meters = start(programs.meters, metersArgs, onOneCore);
  const metersLines = createInterface({ input: meters.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await metersLines.next();
    if (done === true) throw new Error("The meters of the bench ended early.");
    return value;
  };
  try {
    const where = await nextLine();
    const reading = JSON.parse(await runMaster(programs, task, where));
    meters.stdin.end();
    return { ...reading, ...JSON.parse(await nextLine()) };
  } finally {
    meters.kill();
  }
}

function runMaster(programs: Programs, task: Measurement, where: string): Promise<string> {
  const { master, place, units, blocks, transactions, elapsedMsMax, warmUp } = task;
  const transport = place.kind === "tcp" ? "tcp" : "rtu";
  const common = [transport, where, units, blocks, transactions, elapsedMsMax, warmUp].map(String);
  const paced = place.kind === "pty" && place.baud > 0;
  const rest = [task.window ?? 1, paced ? 1 : 0, task.latencyMs ?? 0].map(String);
  const [program, args] =
    master === "libmodbus"
      ? [programs.libmodbus, common]
      : [process.execPath, [here("run-client.ts"), master, ...common, ...rest]];
  const child = start(program, args, task.onOneCore ?? false);
  const overdue = setTimeout(() => child.kill("SIGKILL"), elapsedMsMax + graceMs);
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(overdue);
      if (code === 0) resolve(output);
      else reject(new Error(`${master} ended with code ${code}.`));
    });
  });
}

function start(
  program: string,
  args: readonly string[],
  onOneCore: boolean,
): ChildProcessByStdio<Writable, Readable, null> {
  const stdio: ["pipe", "pipe", "ignore"] = ["pipe", "pipe", "ignore"];
  return onOneCore
    ? spawn("taskset", ["-c", "0", program, ...args], { stdio })
    : spawn(program, args, { stdio });
}
