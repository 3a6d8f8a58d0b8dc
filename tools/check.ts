// `npm run check`: format and lint, types, import rules, dead code, all at the same time. Each must have
// looked at something, because a checker that silently sees no file passes everything.

import { spawn } from "node:child_process";
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

/** How many checks there are. */
export const checkCount = steps.length;

/** Runs every step and returns the names of those that failed. */
export async function runChecks(): Promise<readonly string[]> {
  const outcomes = await Promise.all(steps.map(runStep));
  return outcomes.flatMap(({ name, ok }) => (ok ? [] : [name]));
}

async function runStep({ name, command, proof }: Step) {
  const { status, output } = await outputOf(command);
  const blind = proof !== undefined && !proof.test(output);
  const ok = status === 0 && !blind;
  process.stdout.write(`${ok ? "ok  " : "FAIL"} ${name}\n`);
  if (!ok) process.stdout.write(`${output.trim()}\n`);
  if (blind && status === 0) process.stdout.write("the tool saw no code\n");
  return { name, ok };
}

function outputOf([tool = "", ...args]: Step["command"]) {
  return new Promise<{ readonly status: number | null; readonly output: string }>((resolve) => {
    const child = spawn(`node_modules/.bin/${tool}`, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", (error) => resolve({ status: null, output: `${output}${error.message}` }));
    child.once("close", (status) => resolve({ status, output }));
  });
}

if (import.meta.main) process.exitCode = (await runChecks()).length === 0 ? 0 : 1;
