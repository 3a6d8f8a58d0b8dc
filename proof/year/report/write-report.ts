/** Writes the report of a soak: one page that needs nothing else, and the figures as JSON. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SeedReport } from "../run/seed-report.ts";
import { tallyOf } from "../run/verdict.ts";
import { reportPage } from "./report-page.ts";
import type { SoakRun } from "./soak-run.ts";

/** Writes report.html and report.json into the folder; the path of the page. */
export function writeReport(folder: string, reports: readonly SeedReport[], run: SoakRun): string {
  mkdirSync(folder, { recursive: true });
  const page = join(folder, "report.html");
  writeFileSync(page, reportPage(reports, run));
  const seeds = reports.map(({ months, distances: _distances, troubles, ...report }) => ({
    ...report,
    channelMonths: months.length,
    ...tallyOf([{ months }]),
    marks: countOf(months.map(({ mark }) => mark)),
    faults: countOf(troubles.map(({ kind }) => kind)),
  }));
  const { months, rtu, mqtt, tookMs } = run;
  const figures = { months, rtu, mqtt, tookMs, ...tallyOf(reports), seeds };
  writeFileSync(join(folder, "report.json"), `${JSON.stringify(figures, null, 2)}\n`);
  return page;
}

/** How often each word occurs, the most frequent first. */
function countOf(words: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}
