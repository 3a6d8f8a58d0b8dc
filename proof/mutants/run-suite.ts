/** Runs suites of a copy by Vitest. */

import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Suite } from "./mutant.ts";
import type { TestReport } from "./suite-verdict.ts";

/** A suite that takes longer on a machine with other things to do hangs. */
const RUN_MS_MAX = 15 * 60_000;

const nothing: TestReport = { testResults: [] };

/** The report of one suite. */
export function runSuite(root: string, { file, tests }: Suite): Promise<TestReport> {
  return run(root, [file, ...(tests === undefined ? [] : ["-t", tests])]);
}

/** The report of several files as a whole. */
export function runFiles(root: string, files: readonly string[]): Promise<TestReport> {
  return run(root, files);
}

async function run(root: string, words: readonly string[]): Promise<TestReport> {
  const reportFile = join(root, "report.json");
  rmSync(reportFile, { force: true });
  const program = join(root, "node_modules", "vitest", "vitest.mjs");
  const child = spawn(
    process.execPath,
    [program, "run", "--reporter=json", `--outputFile.json=${reportFile}`, ...words],
    {
      cwd: root,
      stdio: "ignore",
      env: ownEnvironment(),
      timeout: RUN_MS_MAX,
      killSignal: "SIGKILL",
    },
  );
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  });
  try {
    return JSON.parse(readFileSync(reportFile, "utf8")) as TestReport;
  } catch {
    // Killed, or ended before it could say anything.
    return nothing;
  }
}

/** A run within a run of the tests would take itself for a part of it. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST"));
  return { ...Object.fromEntries(others), NO_COLOR: "1" };
}
