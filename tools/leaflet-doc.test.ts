import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rowsOf } from "./markdown.ts";

const root = new URL("../", import.meta.url);
const document = readFileSync(new URL("docs/leaflet.md", root), "utf8");
const points = rowsOf(document)
  .filter(([no = ""]) => /^\d+$/.test(no))
  .map(([no = "", point = "", state = "", shownBy = ""]) => ({
    no: Number(no),
    point,
    state,
    shownBy,
  }));

/** Paths of tests; rows come without their backticks. */
function testsIn(text: string): string[] {
  return text.match(/\b(?:apps|packages|tests|tools)\/[\w./-]+\.test\.ts\b/g) ?? [];
}

test("all 64 points of the leaflet stand there once, in their order", () => {
  expect(points.map(({ no }) => no)).toEqual(Array.from({ length: 64 }, (_, index) => index + 1));
  for (const { no, point } of points) expect(point.length, `point ${no}`).toBeGreaterThan(10);
});

test("every point has a state that the document explains", () => {
  const states = rowsOf(document).flatMap(([state = "", ...rest]) =>
    rest.length === 1 ? [state] : [],
  );
  expect(states).toEqual(["yes", "otherwise", "guide", "missing"]);
  for (const { no, state } of points) expect(states, `point ${no}`).toContain(state);
});

test("what works is shown by a test, and a guide's point by a document", () => {
  for (const { no, state, shownBy } of points) {
    const tests = testsIn(shownBy);
    for (const path of tests) expect(existsSync(new URL(path, root)), `${no}: ${path}`).toBe(true);
    const isShown = tests.length > 0 || (state !== "yes" && /\]\([\w./#-]+\)/.test(shownBy));
    const isTold = state === "missing" || no === 62;
    expect(isShown || isTold, `point ${no}: ${shownBy}`).toBe(true);
  }
});

test("every missing point stands in the list of what is missing", () => {
  const list = document.slice(document.indexOf("## What is missing, in short"));
  const named = new Set(
    [...list.matchAll(/\(([\d, ]+)\)/g)].flatMap(([, numbers = ""]) =>
      numbers.split(", ").map(Number),
    ),
  );
  for (const { no, state } of points) {
    if (state === "missing") expect(named, `point ${no}`).toContain(no);
  }
});
