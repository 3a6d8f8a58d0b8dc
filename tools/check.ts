// `npm run check`: format and lint, types, import rules, dead code. Each step must have looked at
// something, because a checker that silently sees no file passes everything.

import { spawnSync } from "node:child_process";
import process from "node:process";

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Text that the output must hold to prove that the tool saw the code. */
  readonly proof?: RegExp;
}

const steps: readonly Step[] = [
  { name: "format and lint", command: ["biome", "check", "."], proof: /Checked \d{2,} files/ },
  { name: "types", command: ["tsc", "--project", "tsconfig.json"] },
  {
    name: "import rules",
    command: [
      "depcruise",
      "--config",
      "dependency-cruiser.cjs",
      "packages",
      "apps",
      "tests",
      "tools",
      "proof",
    ],
    proof: /\((\d{2,}) modules, \d{2,} dependencies cruised\)/,
  },
  { name: "dead code", command: ["knip"] },
];

/** Runs every step and returns the names of those that failed. */
export function runChecks(): string[] {
  const failed: string[] = [];
  for (const step of steps) {
    const [tool = "", ...args] = step.command;
    const result = spawnSync(`node_modules/.bin/${tool}`, args, { encoding: "utf8" });
    const output = `${result.stdout}${result.stderr}`;
    const blind = step.proof !== undefined && !step.proof.test(output);
    const ok = result.status === 0 && !blind;
    process.stdout.write(`${ok ? "ok  " : "FAIL"} ${step.name}\n`);
    if (!ok) {
      process.stdout.write(`${output.trim()}\n`);
      if (blind && result.status === 0) process.stdout.write("the tool saw no code\n");
      failed.push(step.name);
    }
  }
  return failed;
}

if (import.meta.main) process.exitCode = runChecks().length === 0 ? 0 : 1;
