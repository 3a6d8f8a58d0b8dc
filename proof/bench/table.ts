// The tables of docs/benchmarks.md: one for a part, between two marks, so that a part can be run
// anew without the others.

import type { BenchRow } from "./row.ts";
import { type Explanation, goalName } from "./verdict.ts";

/** When and on what a table was measured. */
export interface RunPlace {
  /** "2026-11-26". */
  readonly date: string;
  /** "2 cores (Xeon), 24 GB, Node v24.21.0". */
  readonly machine: string;
}

const cellOf = (text: string | null) => (text ?? "").replaceAll("|", "\\|");

/** The rows as a table. */
export function tableOf(
  part: string,
  rows: readonly BenchRow[],
  explanations: readonly Explanation[],
): string {
  const lines = rows.map((row) => {
    const explained = explanations.find(({ goal }) => goal === goalName(part, row));
    const cells = [row.what, row.figure, row.peer, row.ratio, row.goal, metText(row, explained)];
    return `| ${cells.map(cellOf).join(" | ")} |`;
  });
  const head = "| measured | figure | peer in the same run | ratio | goal | met |";
  return [head, "|---|---|---|---|---|---|", ...lines].join("\n");
}

function metText(row: BenchRow, explained: Explanation | undefined): string {
  if (row.met === null) return "";
  if (row.met) return "yes";
  if (explained === undefined) return "**no**";
  // The document stands in docs/ itself.
  return `**no**: [why](${explained.see.replace(/^docs\//, "")})`;
}

const begin = (part: string) => `<!-- ${part}: written by npm run bench -- --write -->`;
const end = (part: string) => `<!-- end of ${part} -->`;

/** Whether the document has the marks of a part. */
export function hasMarks(document: string, part: string): boolean {
  return partsBetween(document, part) !== undefined;
}

/** The marks that a document needs for a part. */
export function marksOf(part: string): string {
  return `${begin(part)}\n${end(part)}`;
}

/** The document with the table of a part put in; throws where it lacks the marks. */
export function withTable(document: string, part: string, table: string, place: RunPlace): string {
  const around = partsBetween(document, part);
  if (around === undefined) throw new Error(`The document needs the marks\n${marksOf(part)}`);
  const [before, after] = around;
  const when = `${place.date}, ${place.machine}.`;
  return `${before}${begin(part)}\n\n${when}\n\n${table}\n\n${end(part)}${after}`;
}

function partsBetween(document: string, part: string): readonly [string, string] | undefined {
  const [before, rest] = document.split(begin(part));
  const after = rest?.split(end(part))[1];
  return before === undefined || after === undefined ? undefined : [before, after];
}
