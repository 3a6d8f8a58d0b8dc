// How many reads a second each master makes where no line slows it down, and what one costs. Master
// and meters share one core: between two cores the figures would tell how fast the machine wakes a
// sleeping one.

import type { Measured, Measurement, Programs } from "./processes.ts";
import { measure } from "./processes.ts";

export const peers = ["libmodbus", "modbus-serial", "jsmodbus"] as const;

const passes = 3;
const passMs = 1500;
/** The compiler of the language is done with the path of a read by then. */
const warmUpReads = 10_000;

/** The middle pass of one master. */
export interface Throughput {
  readonly name: string;
  readonly readsPerSecond: number;
  readonly cpuUs: number;
  readonly wrong: number;
  readonly failed: number;
}

interface Contender {
  readonly name: string;
  readonly master: string;
  readonly window: number;
}

const alone: Contender = { name: "mega", master: "mega", window: 1 };
const windowed: Contender = { name: "mega, window 8", master: "mega", window: 8 };
const others = peers.map((peer): Contender => ({ name: peer, master: peer, window: 1 }));

/** Every master on Modbus TCP over the loopback. */
export function measureTcp(programs: Programs): Promise<readonly Throughput[]> {
  return measureAll(programs, { kind: "tcp" }, [alone, windowed, ...others]);
}

/** Every master in serial frames on a pseudo-terminal that has no pace. */
export function measurePty(programs: Programs): Promise<readonly Throughput[]> {
  const pty = { kind: "pty", baud: 0, turnaroundUs: 0, fifoBytes: 1 } as const;
  return measureAll(programs, pty, [alone, ...others]);
}

// The passes of all masters are interleaved, so that a change of load meets each of them.
async function measureAll(
  programs: Programs,
  place: Measurement["place"],
  contenders: readonly Contender[],
): Promise<readonly Throughput[]> {
  const runs = new Map<string, Throughput[]>();
  for (let pass = 0; pass < passes; pass++) {
    for (const { name, master, window } of contenders) {
      const measured = await measure(programs, {
        master,
        place,
        units: 1,
        blocks: "72:4",
        transactions: 10_000_000,
        elapsedMsMax: passMs,
        warmUp: warmUpReads,
        window,
        onOneCore: true,
      });
      runs.set(name, [...(runs.get(name) ?? []), throughputOf(name, measured)]);
    }
  }
  return contenders.flatMap(({ name }) => middle(runs.get(name) ?? []));
}

function throughputOf(name: string, measured: Measured): Throughput {
  const { good, wrong, failed, elapsedMs, cpuMs } = measured;
  return {
    name,
    readsPerSecond: (good * 1000) / elapsedMs,
    cpuUs: (cpuMs * 1000) / Math.max(1, good),
    wrong,
    failed,
  };
}

function middle(rows: readonly Throughput[]): readonly Throughput[] {
  const sorted = rows.toSorted((a, b) => a.readsPerSecond - b.readsPerSecond);
  const at = sorted.length >> 1;
  return sorted.slice(at, at + 1);
}

/** Prints the masters beside libmodbus. */
export function printThroughput(title: string, rows: readonly Throughput[]): void {
  console.log(`\n### ${title}\n`);
  console.log(
    "| master | reads/s | µs CPU/read | x libmodbus reads | x libmodbus CPU | wrong | failed |",
  );
  console.log("|---|---|---|---|---|---|---|");
  for (const row of rows) {
    const { speed, cpu } = besideLibmodbus(row, rows);
    const figures = [row.readsPerSecond.toFixed(0), row.cpuUs.toFixed(1)];
    figures.push(speed.toFixed(2), cpu.toFixed(2), String(row.wrong), String(row.failed));
    console.log(`| ${row.name} | ${figures.join(" | ")} |`);
  }
}

/** The figures of a master as multiples of those of libmodbus in the same table. */
export function besideLibmodbus(
  row: Throughput | undefined,
  rows: readonly Throughput[],
): { readonly speed: number; readonly cpu: number } {
  const base = rows.find(({ name }) => name === "libmodbus");
  if (row === undefined || base === undefined) return { speed: Number.NaN, cpu: Number.NaN };
  return { speed: row.readsPerSecond / base.readsPerSecond, cpu: row.cpuUs / base.cpuUs };
}
