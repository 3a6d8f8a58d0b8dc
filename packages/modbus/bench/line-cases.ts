// Thirty-two meters on an emulated line of 9600 8N1: how much of the line each master uses, whether
// it keeps the rests, and what a read costs.

import type { Programs } from "./processes.ts";
import { measure } from "./processes.ts";
import { peers } from "./throughput.ts";

const units = 32;
const charMs = 10_000 / 9600;
const t35Ms = 3.5 * charMs;
const warmUpRounds = 2;

interface LineCase {
  readonly title: string;
  readonly blocks: string;
  readonly turnaroundUs: number;
  readonly fifoBytes: number;
  readonly latencyMs: number;
  readonly rounds: number;
  readonly masters: readonly string[];
}

/** One master in one case. */
export interface LineFigures {
  readonly title: string;
  readonly master: string;
  readonly roundMs: number;
  readonly floorMs: number;
  /** What one read takes above the wire, milliseconds. */
  readonly aboveMs: number;
  readonly rests: number;
  readonly shortRests: number;
  readonly shortestRestMs: number;
  readonly cpuMs: number;
  readonly wrong: number;
  readonly failed: number;
}

const ours = ["mega-blocking", "mega"] as const;
const byByte = { fifoBytes: 1, latencyMs: 0 } as const;
// A UART hands over what it holds four characters after the last one.
const fifo = { fifoBytes: 14, latencyMs: 4.17 } as const;
const plain = { blocks: "72:4", turnaroundUs: 3646, rounds: 4 } as const;

const cases: readonly LineCase[] = [
  { title: "4 words", ...plain, ...byByte, masters: [...ours, ...peers] },
  { title: "4 + 2 words", ...plain, ...byByte, blocks: "72:4,342:2", rounds: 2, masters: ours },
  { title: "4 words, 20 ms", ...plain, ...byByte, turnaroundUs: 20_000, rounds: 2, masters: ours },
  { title: "4 words, FIFO", ...plain, ...fifo, masters: ours },
];

/** Every case. */
export function measureLine(programs: Programs): Promise<readonly LineFigures[]> {
  return measureCases(programs, cases);
}

/** Every case with the master of the gateway only, which blocks for the last millisecond. */
export function measureOurLine(programs: Programs): Promise<readonly LineFigures[]> {
  return measureCases(
    programs,
    cases.map((one) => ({ ...one, masters: ["mega-blocking"] })),
  );
}

async function measureCases(
  programs: Programs,
  chosen: readonly LineCase[],
): Promise<readonly LineFigures[]> {
  const rows: LineFigures[] = [];
  for (const lineCase of chosen) {
    for (const master of lineCase.masters) rows.push(await measureCase(programs, lineCase, master));
  }
  return rows;
}

async function measureCase(
  programs: Programs,
  lineCase: LineCase,
  master: string,
): Promise<LineFigures> {
  const { title, blocks, turnaroundUs, fifoBytes, latencyMs, rounds } = lineCase;
  const counts = blocks.split(",").map((part) => Number(part.split(":")[1]));
  const reads = units * counts.length * rounds;
  const warmUp = units * counts.length * warmUpRounds;
  const place = { kind: "pty", baud: 9600, turnaroundUs, fifoBytes } as const;
  const elapsedMsMax = 20_000;
  const measured = await measure(programs, {
    ...{ master, place, units, blocks, warmUp, latencyMs, elapsedMsMax },
    transactions: reads,
  });
  const floorMs =
    units * counts.reduce((sum, count) => sum + floorMsOf(count, turnaroundUs / 1000), 0);
  return {
    title,
    master,
    roundMs: measured.elapsedMs / rounds,
    floorMs,
    aboveMs: (measured.elapsedMs - floorMs * rounds) / reads,
    rests: reads + warmUp - 1,
    shortRests: measured.shortGaps,
    shortestRestMs: measured.smallestGapUs / 1000,
    cpuMs: measured.cpuMs / reads,
    wrong: measured.wrong,
    failed: measured.failed,
  };
}

/** What the wire alone takes: question, turnaround, reply, rest. */
function floorMsOf(wordCount: number, turnaroundMs: number): number {
  return 8 * charMs + Math.max(turnaroundMs, t35Ms) + (5 + 2 * wordCount) * charMs + t35Ms;
}

/** Prints the cases, one line for each master. */
export function printLine(title: string, rows: readonly LineFigures[]): void {
  console.log(`\n### ${title}\n`);
  console.log(
    "| case | master | s/round | floor s | % of floor | ms/read above | rests < t3.5 | shortest rest ms | ms CPU/read | wrong | failed |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|---|---|");
  for (const row of rows) {
    const figures = [
      (row.roundMs / 1000).toFixed(3),
      (row.floorMs / 1000).toFixed(3),
      ((100 * row.floorMs) / row.roundMs).toFixed(1),
      row.aboveMs.toFixed(2),
      `${row.shortRests} of ${row.rests}`,
      row.shortestRestMs.toFixed(2),
      row.cpuMs.toFixed(2),
      row.wrong,
      row.failed,
    ];
    console.log(`| ${row.title} | ${row.master} | ${figures.join(" | ")} |`);
  }
}
