// `npm run bench:modbus`: our master beside libmodbus, modbus-serial and jsmodbus, in one run on one
// machine. Prints tables and ends by itself within three minutes.

import { cpus, loadavg } from "node:os";
import type { Measured, Measurement, Programs } from "./processes.ts";
import { buildPrograms, measure } from "./processes.ts";

const peers = ["libmodbus", "modbus-serial", "jsmodbus"] as const;
const block = "72:4";
const passes = 3;

interface Throughput {
  readonly name: string;
  readonly perSecond: number;
  readonly cpuUs: number;
  readonly faults: number;
}

// The passes of all masters are interleaved, so that a change of load meets each of them; the
// middle pass counts.
async function benchThroughput(
  built: Programs,
  title: string,
  place: Measurement["place"],
  withWindow: boolean,
): Promise<void> {
  const contenders: readonly { readonly name: string; readonly master: string; window: number }[] =
    [
      { name: "mega", master: "mega", window: 1 },
      ...(withWindow ? [{ name: "mega, window 8", master: "mega", window: 8 }] : []),
      ...peers.map((peer) => ({ name: peer, master: peer, window: 1 })),
    ];
  const runs = new Map<string, Throughput[]>();
  for (let pass = 0; pass < passes; pass++) {
    for (const { name, master, window } of contenders) {
      const measured = await measure(built, {
        master,
        place,
        units: 1,
        blocks: block,
        transactions: 10_000_000,
        elapsedMsMax: 1500,
        warmUp: 2000,
        window,
      });
      runs.set(name, [...(runs.get(name) ?? []), throughputOf(name, measured)]);
    }
  }
  const rows = contenders.flatMap(({ name }) => middle(runs.get(name) ?? []));
  const base = rows.find(({ name }) => name === "libmodbus");
  console.log(`\n### ${title}\n`);
  console.log("| master | reads/s | µs CPU/read | x libmodbus reads | x libmodbus CPU | faults |");
  console.log("|---|---|---|---|---|---|");
  for (const { name, perSecond, cpuUs, faults } of rows) {
    const speed = (perSecond / (base?.perSecond ?? Number.NaN)).toFixed(2);
    const cpu = (cpuUs / (base?.cpuUs ?? Number.NaN)).toFixed(2);
    const figures = [perSecond.toFixed(0), cpuUs.toFixed(1), speed, cpu, faults];
    console.log(`| ${name} | ${figures.join(" | ")} |`);
  }
}

function throughputOf(name: string, measured: Measured): Throughput {
  const { good, wrong, failed, elapsedMs, cpuMs } = measured;
  return {
    name,
    perSecond: (good * 1000) / elapsedMs,
    cpuUs: (cpuMs * 1000) / Math.max(1, good),
    faults: wrong + failed,
  };
}

function middle(rows: readonly Throughput[]): Throughput[] {
  const sorted = rows.toSorted((a, b) => a.perSecond - b.perSecond);
  return sorted.slice(Math.floor(sorted.length / 2), Math.floor(sorted.length / 2) + 1);
}

interface LineCase {
  readonly title: string;
  readonly blocks: string;
  readonly turnaroundUs: number;
  readonly fifoBytes: number;
  readonly latencyMs: number;
  readonly rounds: number;
  readonly masters: readonly string[];
}

const t35Us = 3646;
const ours = ["mega-blocking", "mega"] as const;
const everyone = [...ours, ...peers];
// A UART hands over what it holds four characters after the last one.
const fifo = { fifoBytes: 14, latencyMs: 4.17 } as const;
const byByte = { fifoBytes: 1, latencyMs: 0 } as const;

const lineCases: readonly LineCase[] = [
  {
    title: "4 words, t3.5",
    blocks: block,
    turnaroundUs: t35Us,
    ...byByte,
    rounds: 3,
    masters: everyone,
  },
  {
    title: "4 + 2 words, t3.5",
    blocks: "72:4,342:2",
    turnaroundUs: t35Us,
    ...byByte,
    rounds: 2,
    masters: ours,
  },
  {
    title: "4 words, 20 ms",
    blocks: block,
    turnaroundUs: 20_000,
    ...byByte,
    rounds: 2,
    masters: ours,
  },
  {
    title: "4 words, t3.5, FIFO",
    blocks: block,
    turnaroundUs: t35Us,
    ...fifo,
    rounds: 3,
    masters: ours,
  },
];

const units = 32;
const charMs = 10_000 / 9600;
const t35Ms = 3.5 * charMs;

async function benchLine(built: Programs): Promise<void> {
  console.log("\n### 32 meters at 9600 8N1\n");
  console.log(
    "| case | master | s/round | floor s | % of floor | ms/read above | rests < t3.5 | shortest rest ms | ms CPU/read | wrong | failed |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|---|---|");
  for (const lineCase of lineCases) {
    for (const master of lineCase.masters) await benchLineCase(built, lineCase, master);
  }
}

async function benchLineCase(built: Programs, lineCase: LineCase, master: string): Promise<void> {
  const { title, blocks, turnaroundUs, fifoBytes, latencyMs, rounds } = lineCase;
  const counts = blocks.split(",").map((part) => Number(part.split(":")[1]));
  const reads = units * counts.length * rounds;
  const place = { kind: "pty", baud: 9600, turnaroundUs, fifoBytes } as const;
  const measured = await measure(built, {
    master,
    place,
    units,
    blocks,
    transactions: reads,
    elapsedMsMax: 20_000,
    warmUp: counts.length,
    latencyMs,
  });
  const floorMs =
    units * rounds * counts.reduce((sum, count) => sum + floorMsOf(count, turnaroundUs / 1000), 0);
  const { elapsedMs, cpuMs, shortGaps, smallestGapUs, wrong, failed } = measured;
  const figures = [
    (elapsedMs / 1000 / rounds).toFixed(3),
    (floorMs / 1000 / rounds).toFixed(3),
    ((100 * floorMs) / elapsedMs).toFixed(1),
    ((elapsedMs - floorMs) / reads).toFixed(2),
    `${shortGaps} of ${reads + counts.length - 1}`,
    (smallestGapUs / 1000).toFixed(2),
    (cpuMs / reads).toFixed(2),
    wrong,
    failed,
  ];
  console.log(`| ${title} | ${master} | ${figures.join(" | ")} |`);
}

/** What the wire alone takes: question, turnaround, reply, rest. */
function floorMsOf(wordCount: number, turnaroundMs: number): number {
  return 8 * charMs + Math.max(turnaroundMs, t35Ms) + (5 + 2 * wordCount) * charMs + t35Ms;
}

const programs = buildPrograms();
try {
  const load = loadavg()[0]?.toFixed(1);
  console.log(
    `${cpus().length} cores (${cpus()[0]?.model}), load ${load}, Node ${process.version}`,
  );
  await benchThroughput(programs, "Loopback Modbus TCP, 4 words", { kind: "tcp" }, true);
  const pty = { kind: "pty", baud: 0, turnaroundUs: 0, fifoBytes: 1 } as const;
  await benchThroughput(
    programs,
    "Loopback RTU on a pseudo-terminal, 4 words, no rests",
    pty,
    false,
  );
  await benchLine(programs);
} finally {
  programs.remove();
}
