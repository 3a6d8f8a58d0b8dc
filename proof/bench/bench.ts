// `npm run bench`: what the product costs, beside others on the same machine. Runs the parts one
// after another, each in a process of its own; ends with an error when a goal is missed that nobody
// has explained.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { systemClock, toUtcString } from "@mega/domain";
import { type BenchArguments, readBenchArguments, UsageError } from "./arguments.ts";
import { runPart } from "./run-part.ts";
import { hasMarks, marksOf, type RunPlace, tableOf, withTable } from "./table.ts";
import { type Explanation, fallsShort, judgeRun, type PartResult, verdictLine } from "./verdict.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const documentFile = fileURLToPath(new URL("../../docs/benchmarks.md", import.meta.url));
/** Runnable processes for each core from which on figures are those of the neighbours. */
const busyLoadPerCore = 0.5;

process.exitCode = await main();

async function main(): Promise<number> {
  const asked = argumentsOf(process.argv.slice(2));
  if (asked === undefined) return 2;
  const place = placeNow();
  console.log(`${place.date}, ${place.machine}, load ${loadText()}`);
  if ((loadavg()[0] ?? 0) > busyLoadPerCore * cpus().length) {
    console.log("The machine is busy: figures of time say more about its neighbours.");
  }
  const explanations = JSON.parse(
    readFileSync(join(here, "explained.json"), "utf8"),
  ) as readonly Explanation[];
  const results: PartResult[] = [];
  for (const part of asked.parts) {
    console.log(`\n## ${part}\n`);
    const result = await runPart(part, ({ what, figure }) => console.log(`${what}: ${figure}`));
    console.log(`\n${tableOf(part, result.rows, explanations)}`);
    if (result.failure !== null) console.log(`\n${part} failed: ${result.failure}`);
    else if (asked.write) writePart(result, explanations, place);
    results.push(result);
  }
  const verdict = judgeRun(results, explanations);
  for (const { goal, because, see } of explanations) {
    if (verdict.missed.includes(goal)) console.log(`\n${goal} is missed. ${because} (${see})`);
  }
  for (const goal of verdict.unexplained) console.log(`\n${goal} is missed.`);
  console.log(`\nload ${loadText()} at the end`);
  console.log(verdictLine(verdict));
  return fallsShort(verdict) ? 1 : 0;
}

/** What was asked for; undefined after it was said what is wrong with it. */
function argumentsOf(args: readonly string[]): BenchArguments | undefined {
  const known = readdirSync(here)
    .filter((name) => existsSync(join(here, name, "part.ts")))
    .toSorted();
  try {
    const asked = readBenchArguments(args, known);
    const document = asked.write ? readFileSync(documentFile, "utf8") : undefined;
    const unmarked = asked.parts.find((part) => document && !hasMarks(document, part));
    if (unmarked === undefined) return asked;
    throw new UsageError(`docs/benchmarks.md needs the marks\n${marksOf(unmarked)}`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return undefined;
  }
}

function writePart(
  { part, rows }: PartResult,
  explanations: readonly Explanation[],
  place: RunPlace,
): void {
  const document = readFileSync(documentFile, "utf8");
  const table = tableOf(part, rows, explanations);
  writeFileSync(documentFile, withTable(document, part, table, place));
}

function placeNow(): RunPlace {
  const [core] = cpus();
  const memoryGb = Math.round(totalmem() / 1024 ** 3);
  return {
    date: toUtcString(systemClock().nowMs()).slice(0, 10),
    machine: `${cpus().length} cores (${core?.model.trim()}), ${memoryGb} GB, Node ${process.version}`,
  };
}

function loadText(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}
