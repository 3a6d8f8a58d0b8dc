import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readBenchArguments, UsageError } from "./arguments.ts";
import type { BenchRow } from "./row.ts";
import { hasMarks, marksOf, tableOf, withTable } from "./table.ts";
import { type Explanation, fallsShort, judgeRun, verdictLine } from "./verdict.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

function row(what: string, met: boolean | null): BenchRow {
  const goal = met === null ? null : "≤ 1 s";
  return { what, figure: "1 s", peer: null, ratio: null, goal, met };
}

const known: Explanation = { goal: "bus: rests", because: "It is so.", see: "docs/a.md#rests" };

test("a goal that is missed fails the run unless it is explained", () => {
  const judged = (rows: readonly BenchRow[]) =>
    judgeRun([{ part: "bus", rows, failure: null }], [known]);
  expect(fallsShort(judged([row("rests", false), row("reads", true), row("size", null)]))).toBe(
    false,
  );
  const short = judged([row("rests", false), row("reads", false)]);
  expect(fallsShort(short)).toBe(true);
  expect(verdictLine(short)).toBe("bench goals=2 met=0 missed=2 explained=1 failed=0");
});

test("a part that does not come to its end fails the run", () => {
  const verdict = judgeRun([{ part: "bus", rows: [], failure: "it ended with code 1" }], []);
  expect(fallsShort(verdict)).toBe(true);
});

test("the table tells a goal that is missed, and leads to its explanation", () => {
  const table = tableOf("bus", [row("rests", false), row("a|b", false), row("c", true)], [known]);
  expect(table.split("\n").slice(2)).toEqual([
    "| rests | 1 s |  |  | ≤ 1 s | **no**: [why](a.md#rests) |",
    "| a\\|b | 1 s |  |  | ≤ 1 s | **no** |",
    "| c | 1 s |  |  | ≤ 1 s | yes |",
  ]);
});

test("a table replaces what stands between its marks and nothing else", () => {
  const place = { date: "2026-11-26", machine: "2 cores" };
  const document = `Before.\n\n${marksOf("bus")}\n\nAfter.\n`;
  const once = withTable(document, "bus", "| a |", place);
  expect(withTable(once, "bus", "| b |", place)).toBe(once.replace("| a |", "| b |"));
  expect(once.startsWith("Before.\n\n")).toBe(true);
  expect(once).toContain("\n2026-11-26, 2 cores.\n\n| a |\n");
  expect(once.endsWith("\n\nAfter.\n")).toBe(true);
  expect(hasMarks(document, "round")).toBe(false);
});

test("arguments choose parts in the order of the table and refuse what is unknown", () => {
  const parts = ["bus", "process", "round"];
  expect(readBenchArguments([], parts)).toEqual({ parts, write: false });
  expect(readBenchArguments(["--only", "round,bus", "--write"], parts)).toEqual({
    parts: ["bus", "round"],
    write: true,
  });
  for (const args of [["--only", "disk"], ["--only"], ["--fast"], ["bus"]]) {
    expect(() => readBenchArguments(args, parts)).toThrow(UsageError);
  }
});

test("every explanation of a missed goal leads to a heading that is there", () => {
  const explanations = JSON.parse(
    readFileSync(join(root, "proof/bench/explained.json"), "utf8"),
  ) as readonly Explanation[];
  for (const { because, see } of explanations) {
    expect(because).toMatch(/\.$/);
    const [file = "", anchor] = see.split("#");
    const headings = readFileSync(join(root, file), "utf8").match(/^#+ .*$/gm) ?? [];
    const anchors = headings.map((heading) =>
      heading
        .replace(/^#+ /, "")
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    );
    expect(anchors).toContain(anchor);
  }
});
