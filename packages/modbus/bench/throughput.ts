// How many reads a second each master makes where no line slows it down, and what one costs: with
// master and meters on one core, and as the machine places them. Between two cores the figures also
// tell how fast the machine wakes a sleeping core.

import type { Measured, Measurement, Programs } from "./processes.ts";
import { measure } from "./processes.ts";

export const peers = ["libmodbus", "modbus-serial", "jsmodbus"] as const;

export type Transport = "tcp" | "pty";

const passes = 3;
const passesOnOneCore = 5;
const passMs = 1000;
/** The compiler of the language is done with the path of a read by then. */
const warmUpReads = 10_000;

/** One master: the middle of its passes, or on one core the best of them. */
export interface Throughput {
  readonly name: string;
  readonly readsPerSecond: number;
  readonly cpuUs: number;
  /** Multiples of libmodbus. */
  readonly timesReads: number;
  readonly timesCpu: number;
  readonly wrong: number;
  readonly failed: number;
}

interface Contender {
  readonly name: string;
  readonly master: string;
  readonly window: number;
}

const base: Contender = { name: "libmodbus", master: "libmodbus", window: 1 };
const alone: Contender = { name: "mega", master: "mega", window: 1 };
const windowed: Contender = { name: "mega, window 8", master: "mega", window: 8 };
const rest = peers.slice(1).map((peer): Contender => ({ name: peer, master: peer, window: 1 }));

/**
 * Measures every master.
 *
 * @param programs The compiled programs of the bench.
 * @param transport Modbus TCP over the loopback, or serial frames on a pseudo-terminal of no pace.
 * @param onOneCore Whether master and meters share a core.
 */
export async function measureThroughput(
  programs: Programs,
  transport: Transport,
  onOneCore: boolean,
): Promise<readonly Throughput[]> {
  const contenders =
    transport === "tcp" ? [alone, windowed, base, ...rest] : [alone, base, ...rest];
  // The passes of all masters are interleaved, so that a change of load meets each of them.
  const runs: Map<string, Measured>[] = [];
  for (let pass = 0; pass < (onOneCore ? passesOnOneCore : passes); pass++) {
    const run = new Map<string, Measured>();
    for (const contender of contenders) {
      const task = taskOf(contender, transport, onOneCore);
      run.set(contender.name, await measure(programs, task));
    }
    runs.push(run);
  }
  return contenders.map(({ name }) =>
    onOneCore ? bestOf(name, runs) : middleOfPasses(name, runs),
  );
}

function taskOf(contender: Contender, transport: Transport, onOneCore: boolean): Measurement {
  const pty = { kind: "pty", baud: 0, turnaroundUs: 0, fifoBytes: 1 } as const;
  return {
    master: contender.master,
    window: contender.window,
    place: transport === "tcp" ? { kind: "tcp" } : pty,
    units: 1,
    blocks: "72:4",
    transactions: 10_000_000,
    elapsedMsMax: passMs,
    warmUp: warmUpReads,
    onOneCore,
  };
}

type Runs = readonly ReadonlyMap<string, Measured>[];

// Other work comes and goes with the passes, so a master is compared within each of them.
function middleOfPasses(name: string, runs: Runs): Throughput {
  const over = (figure: (own: Measured, libmodbus: Measured) => number) =>
    middleOf(
      runs.flatMap((run) => {
        const own = run.get(name);
        const libmodbus = run.get(base.name);
        return own === undefined || libmodbus === undefined ? [] : [figure(own, libmodbus)];
      }),
    );
  return {
    name,
    readsPerSecond: over(rateOf),
    cpuUs: over(cpuUsOf),
    timesReads: over((own, libmodbus) => rateOf(own) / rateOf(libmodbus)),
    timesCpu: over((own, libmodbus) => cpuUsOf(own) / cpuUsOf(libmodbus)),
    ...faultsOf(name, runs),
  };
}

// On one core nothing is left that makes a pass faster than it is; what makes one slower (the kernel
// moving its part of a pseudo-terminal to the other core) is no property of a master.
function bestOf(name: string, runs: Runs): Throughput {
  const all = (of: string, figure: (own: Measured) => number) =>
    runs.flatMap((run) => run.get(of) ?? []).map(figure);
  const fastest = (of: string) => Math.max(...all(of, rateOf));
  const cheapest = (of: string) => Math.min(...all(of, cpuUsOf));
  return {
    name,
    readsPerSecond: fastest(name),
    cpuUs: cheapest(name),
    timesReads: fastest(name) / fastest(base.name),
    timesCpu: cheapest(name) / cheapest(base.name),
    ...faultsOf(name, runs),
  };
}

function faultsOf(name: string, runs: Runs): Pick<Throughput, "wrong" | "failed"> {
  const own = runs.flatMap((run) => run.get(name) ?? []);
  return {
    wrong: own.reduce((sum, { wrong }) => sum + wrong, 0),
    failed: own.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function rateOf({ good, elapsedMs }: Measured): number {
  return (good * 1000) / elapsedMs;
}

function cpuUsOf({ good, cpuMs }: Measured): number {
  return (cpuMs * 1000) / Math.max(1, good);
}

function middleOf(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? Number.NaN;
}

/** Prints the masters beside libmodbus. */
export function printThroughput(title: string, rows: readonly Throughput[]): void {
  console.log(`\n### ${title}\n`);
  console.log(
    "| master | reads/s | µs CPU/read | x libmodbus reads | x libmodbus CPU | wrong | failed |",
  );
  console.log("|---|---|---|---|---|---|---|");
  for (const { name, readsPerSecond, cpuUs, timesReads, timesCpu, wrong, failed } of rows) {
    const figures = [readsPerSecond.toFixed(0), cpuUs.toFixed(1), timesReads.toFixed(2)];
    figures.push(timesCpu.toFixed(2), String(wrong), String(failed));
    console.log(`| ${name} | ${figures.join(" | ")} |`);
  }
}
