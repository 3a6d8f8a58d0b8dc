// `npm test`: the checks, then every test. The last line counts the whole run, the checks included.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { checkCount, runChecks } from "./check.ts";

const failedChecks = await runChecks();

const folder = mkdtempSync(join(tmpdir(), "mega-test-"));
const reportFile = join(folder, "report.json");
const args = ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${reportFile}`];
const run = spawnSync("node_modules/.bin/vitest", [...args, ...process.argv.slice(2)], {
  stdio: ["ignore", "inherit", "inherit"],
  env: {
    ...process.env,
    // Some hundred processes load the same source: what Node makes of it is made once.
    NODE_COMPILE_CACHE: join(folder, "compiled"),
    // A log of some thousand coloured dots is read by nobody.
    ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }),
  },
});

let passed = 0;
let failed = 0;
try {
  const report = JSON.parse(readFileSync(reportFile, "utf8")) as {
    numPassedTests: number;
    numTotalTests: number;
    numFailedTestSuites: number;
  };
  passed = report.numPassedTests;
  // A skipped test counts as failed: a part that is missing must be seen.
  failed = report.numTotalTests - report.numPassedTests;
  if (failed === 0 && run.status !== 0) failed = Math.max(1, report.numFailedTestSuites);
} catch (error) {
  process.stdout.write(`The test runner left no report: ${String(error)}\n`);
  failed = 1;
}
rmSync(folder, { recursive: true, force: true });

passed += checkCount - failedChecks.length;
failed += failedChecks.length;
process.exitCode = failed === 0 ? 0 : 1;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
