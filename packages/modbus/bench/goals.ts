// The goals of the bus beside what was measured, so that nobody has to look them up in the tables.

import type { LineFigures } from "./line-cases.ts";
import type { Throughput } from "./throughput.ts";
import { besideLibmodbus } from "./throughput.ts";

export interface BenchFigures {
  readonly tcp: readonly Throughput[];
  readonly pty: readonly Throughput[];
  readonly line: readonly LineFigures[];
  /** The short cases with cores that do not sleep. */
  readonly awake: readonly LineFigures[];
}

interface Goal {
  readonly name: string;
  readonly sign: "≥" | "≤";
  readonly wanted: number;
  readonly digits: number;
  readonly measured: number;
  readonly awake?: number;
}

/** Prints every goal, what was measured, and whether it is met. */
export function printGoals(figures: BenchFigures): void {
  console.log("\n### Goals\n");
  console.log("| goal | wanted | measured | cores kept awake | met |");
  console.log("|---|---|---|---|---|");
  for (const { name, sign, wanted, digits, measured, awake } of goalsOf(figures)) {
    const meets = (value: number) => (sign === "≥" ? value >= wanted : value <= wanted);
    const verdict = meets(measured) ? "yes" : awake !== undefined && meets(awake) ? "awake" : "no";
    const shown = [measured.toFixed(digits), awake?.toFixed(digits) ?? "", verdict];
    console.log(`| ${name} | ${sign} ${wanted.toFixed(digits)} | ${shown.join(" | ")} |`);
  }
}

function goalsOf({ tcp, pty, line, awake }: BenchFigures): readonly Goal[] {
  const tcpAlone = besideLibmodbus(rowOf(tcp, "mega"), tcp);
  const tcpWindow = besideLibmodbus(rowOf(tcp, "mega, window 8"), tcp);
  const ptyAlone = besideLibmodbus(rowOf(pty, "mega"), pty);
  const ours = line.filter(({ master }) => master.startsWith("mega"));
  const sum = (count: (row: LineFigures) => number) =>
    [...ours, ...awake].reduce((total, row) => total + count(row), 0);
  const wrongReads = [...tcp, ...pty]
    .filter(({ name }) => name.startsWith("mega"))
    .reduce((total, row) => total + row.wrong, 0);
  const seconds = (title: string) => caseOf(line, title).roundMs / 1000;
  const byByte = [caseOf(line, "4 words"), caseOf(awake, "4 words")] as const;
  const fifo = [caseOf(line, "4 words, FIFO"), caseOf(awake, "4 words, FIFO")] as const;
  const both = (rows: readonly [LineFigures, LineFigures], of: (row: LineFigures) => number) => ({
    measured: of(rows[0]),
    awake: of(rows[1]),
  });
  const used = (row: LineFigures) => (100 * row.floorMs) / row.roundMs;
  const atLeast = (name: string, wanted: number, digits: number) =>
    ({ name, sign: "≥", wanted, digits }) as const;
  const atMost = (name: string, wanted: number, digits: number) =>
    ({ name, sign: "≤", wanted, digits }) as const;
  return [
    { ...atLeast("line used, 4 words, %", 98, 1), ...both(byByte, used) },
    { ...atLeast("line used, FIFO, %", 97, 1), ...both(fifo, used) },
    { ...atMost("round, 4 words, s", 0.95, 3), measured: seconds("4 words") },
    { ...atMost("round, 4 + 2 words, s", 1.77, 3), measured: seconds("4 + 2 words") },
    { ...atMost("round, 20 ms meters, s", 1.48, 3), measured: seconds("4 words, 20 ms") },
    { ...atMost("above the wire, ms/read", 0.3, 2), ...both(byByte, ({ aboveMs }) => aboveMs) },
    { ...atMost("CPU at 9600, ms/read", 1, 2), ...both(byByte, ({ cpuMs }) => cpuMs) },
    { ...atMost("CPU at 9600, FIFO, ms/read", 0.5, 2), ...both(fifo, ({ cpuMs }) => cpuMs) },
    { ...atMost("rests < t3.5", 0, 0), measured: sum(({ shortRests }) => shortRests) },
    { ...atMost("wrong values", 0, 0), measured: wrongReads + sum(({ wrong }) => wrong) },
    { ...atLeast("TCP, x libmodbus reads", 0.8, 2), measured: tcpAlone.speed },
    { ...atMost("TCP, x libmodbus CPU", 1.8, 2), measured: tcpAlone.cpu },
    { ...atLeast("TCP, window 8, x libmodbus reads", 1, 2), measured: tcpWindow.speed },
    { ...atLeast("pty, x libmodbus reads", 0.6, 2), measured: ptyAlone.speed },
    { ...atMost("pty, x libmodbus CPU", 2, 2), measured: ptyAlone.cpu },
  ];
}

function rowOf(rows: readonly Throughput[], wanted: string): Throughput | undefined {
  return rows.find(({ name }) => name === wanted);
}

/** Our blocking master in a case: what the gateway runs. */
function caseOf(rows: readonly LineFigures[], wanted: string): LineFigures {
  const found = rows.find(({ title, master }) => title === wanted && master === "mega-blocking");
  if (found === undefined) throw new Error(`The case "${wanted}" was not measured.`);
  return found;
}
