/** Runs a seed in a process of its own, so that two fill two cores and none inherits memory. */

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { SeedReport } from "./seed-report.ts";
import type { YearArguments } from "./year-arguments.ts";

const child = fileURLToPath(new URL("seed.child.ts", import.meta.url));

/** The report of a seed; rejects when its process fails. */
export async function runSeed(
  seed: number,
  { months, rtu, mqtt }: Pick<YearArguments, "months" | "rtu" | "mqtt">,
): Promise<SeedReport> {
  const folder = mkdtempSync(join(tmpdir(), "mega-seed-"));
  const file = join(folder, "report.json");
  try {
    await run([child, file, ...[seed, months, rtu, mqtt].map(String)]);
    return JSON.parse(readFileSync(file, "utf8")) as SeedReport;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[]): Promise<void> {
  const flags = ["--disable-warning=DEP0169", "--disable-warning=ExperimentalWarning"];
  const running = spawn(process.execPath, [...flags, ...args], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    running.once("error", reject);
    running.once("exit", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`The process of a seed ended with ${code ?? signal}.`));
    });
  });
}
