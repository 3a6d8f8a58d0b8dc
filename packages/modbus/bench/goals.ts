// The goals of the bus beside what was measured, so that nobody has to look them up in the tables.

import type { LineFigures } from "./line-cases.ts";
import type { Throughput } from "./throughput.ts";

/** What one run measured, as the machine is and undisturbed by sleeping cores. */
export interface BenchFigures {
  readonly asItIs: Figures;
  readonly undisturbed: Figures;
}

export interface Figures {
  readonly tcp: readonly Throughput[];
  readonly pty: readonly Throughput[];
  readonly line: readonly LineFigures[];
}

const windowed = "mega, window 8";

interface Goal {
  readonly name: string;
  readonly sign: "≥" | "≤";
  readonly wanted: number;
  readonly digits: number;
  readonly measure: (figures: Figures) => number | undefined;
}

/** A goal beside what was measured. */
export interface JudgedGoal {
  /** "TCP, x libmodbus reads". */
  readonly name: string;
  /** "≥ 0.80". */
  readonly goal: string;
  readonly asItIs: string;
  readonly undisturbed: string;
  /** Met as the machine is and undisturbed. */
  readonly met: boolean;
}

const goals: readonly Goal[] = [
  atLeast("line used, 4 words, %", 98, 1, (all) => usedPercent(all, "4 words")),
  atLeast("line used, FIFO, %", 97, 1, (all) => usedPercent(all, "4 words, FIFO")),
  atMost("round, 4 words, s", 0.95, 3, (all) => roundS(all, "4 words")),
  atMost("round, 4 + 2 words, s", 1.77, 3, (all) => roundS(all, "4 + 2 words")),
  atMost("round, 20 ms meters, s", 1.48, 3, (all) => roundS(all, "4 words, 20 ms")),
  atMost("above the wire, ms/read", 0.3, 2, (all) => caseOf(all, "4 words")?.aboveMs),
  atMost("CPU at 9600, ms/read", 1, 2, (all) => caseOf(all, "4 words")?.cpuMs),
  atMost("CPU at 9600, FIFO, ms/read", 0.5, 2, (all) => caseOf(all, "4 words, FIFO")?.cpuMs),
  atMost("rests < t3.5", 0, 0, ({ line }) => total(line.filter(isOurs), (row) => row.shortRests)),
  atMost("wrong values", 0, 0, wrongValues),
  atLeast("TCP, x libmodbus reads", 0.8, 2, ({ tcp }) => rowOf(tcp, "mega")?.timesReads),
  atMost("TCP, x libmodbus CPU", 1.8, 2, ({ tcp }) => rowOf(tcp, "mega")?.timesCpu),
  atLeast("TCP, window 8, x libmodbus reads", 1, 2, ({ tcp }) => rowOf(tcp, windowed)?.timesReads),
  atLeast("pty, x libmodbus reads", 0.6, 2, ({ pty }) => rowOf(pty, "mega")?.timesReads),
  atMost("pty, x libmodbus CPU", 2, 2, ({ pty }) => rowOf(pty, "mega")?.timesCpu),
];

/** Every goal with what was measured. */
export function judgeGoals({ asItIs, undisturbed }: BenchFigures): readonly JudgedGoal[] {
  return goals.map((goal) => {
    const measured = [asItIs, undisturbed].map((figures) => goal.measure(figures));
    const [first = "", second = ""] = measured.map((figure) => figure?.toFixed(goal.digits));
    return {
      name: goal.name,
      goal: `${goal.sign} ${wantedText(goal)}`,
      asItIs: first,
      undisturbed: second,
      met: measured.every((figure) => figure !== undefined && isMet(goal, figure)),
    };
  });
}

/** Prints every goal, what was measured, and where it is met. */
export function printGoals({ asItIs, undisturbed }: BenchFigures): void {
  console.log("\n### Goals\n");
  console.log("| goal | wanted | as the machine is | undisturbed |");
  console.log("|---|---|---|---|");
  for (const goal of goals) {
    const shown = [asItIs, undisturbed].map((figures) => verdict(goal, goal.measure(figures)));
    console.log(`| ${goal.name} | ${goal.sign} ${wantedText(goal)} | ${shown.join(" | ")} |`);
  }
}

function wantedText({ wanted, digits }: Goal): string {
  return wanted.toFixed(digits);
}

function verdict(goal: Goal, measured: number | undefined): string {
  if (measured === undefined) return "";
  return `${measured.toFixed(goal.digits)} ${isMet(goal, measured) ? "met" : "**missed**"}`;
}

function isMet({ sign, wanted }: Goal, measured: number): boolean {
  return sign === "≥" ? measured >= wanted : measured <= wanted;
}

function atLeast(name: string, wanted: number, digits: number, measure: Goal["measure"]): Goal {
  return { name, sign: "≥", wanted, digits, measure };
}

function atMost(name: string, wanted: number, digits: number, measure: Goal["measure"]): Goal {
  return { name, sign: "≤", wanted, digits, measure };
}

function rowOf(rows: readonly Throughput[], wanted: string): Throughput | undefined {
  return rows.find(({ name }) => name === wanted);
}

/** Our blocking master in a case: what the gateway runs. */
function caseOf({ line }: Figures, wanted: string): LineFigures | undefined {
  return line.find(({ title, master }) => title === wanted && master === "mega-blocking");
}

function usedPercent(figures: Figures, title: string): number | undefined {
  const found = caseOf(figures, title);
  return found && (100 * found.floorMs) / found.roundMs;
}

function roundS(figures: Figures, title: string): number | undefined {
  const found = caseOf(figures, title);
  return found && found.roundMs / 1000;
}

function isOurs({ master }: LineFigures): boolean {
  return master.startsWith("mega");
}

function wrongValues({ tcp, pty, line }: Figures): number {
  const loopback = [...tcp, ...pty].filter(({ name }) => name.startsWith("mega"));
  return total(loopback, ({ wrong }) => wrong) + total(line.filter(isOurs), ({ wrong }) => wrong);
}

function total<T>(rows: readonly T[], figure: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + figure(row), 0);
}
