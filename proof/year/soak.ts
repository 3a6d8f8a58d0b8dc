/**
 * `npm run soak:year`: a building whose truth is known, through a year of faults. Each seed
 * runs in a process of its own; the last line is the figure.
 */

import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { writeReport } from "./report/write-report.ts";
import { runSeed } from "./run/run-seed.ts";
import type { SeedReport } from "./run/seed-report.ts";
import { failureOf, figureLine, seedLine, slownessOf } from "./run/verdict.ts";
import { readYearArguments, type YearArguments, yearUsage } from "./run/year-arguments.ts";

/** The collector and the compiler want a core beside each seed. */
const lanes = Math.max(1, Math.min(4, availableParallelism() - 1));

const read = readYearArguments(process.argv.slice(2));
if (read.kind === "usage") {
  console.error(`${read.why}\nUse: ${yearUsage}`);
  process.exitCode = 2;
} else {
  process.exitCode = await soak(read.given);
}

async function soak(given: YearArguments): Promise<number> {
  const begun = performance.now();
  const waiting = Array.from({ length: given.seeds }, (_, at) => given.firstSeed + at);
  const reports: SeedReport[] = [];
  const lane = async () => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      const report = await runSeed(seed, given);
      reports.push(report);
      console.log(seedLine(report));
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, given.seeds) }, lane));
  reports.sort((a, b) => a.seed - b.seed);
  const page = writeReport(given.report, reports, { ...given, tookMs: performance.now() - begun });
  console.log(`report ${page}`);
  for (const report of reports) {
    for (const one of report.differences.slice(0, 20)) console.log(`seed ${report.seed}: ${one}`);
  }
  const slow = given.timeLimit ? slownessOf(reports) : null;
  const failures = [...reports.map(failureOf), slow].filter((failure) => failure !== null);
  for (const failure of failures) console.log(failure);
  console.log(figureLine(reports));
  return failures.length === 0 ? 0 : 1;
}
