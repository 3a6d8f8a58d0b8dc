/**
 * `npm run soak:fuzz`: what counterparts that speak nonsense do to the gateway. Two targets run at a
 * time, each in a process of its own.
 *
 *   npm run soak:fuzz -- --cases 1000000 --seed 7 --only rtu,p1
 *   npm run soak:fuzz -- --only rtu --seed 7 --case 4711      one case again
 */

import type { FuzzArguments } from "./run/fuzz-arguments.ts";
import { readFuzzArguments } from "./run/fuzz-arguments.ts";
import { faultLines, figureLine, shortfalls, targetLine } from "./run/fuzz-verdict.ts";
import type { TargetReport } from "./run/run-target.ts";
import { runTarget } from "./run/run-target.ts";
import { fuzzTargets } from "./targets.ts";

const lanes = 2;

const names = Object.keys(fuzzTargets);
const read = readFuzzArguments(process.argv.slice(2), names, (Date.now() >>> 8) & 0x7fff_ffff);
if (read.kind === "usage") {
  console.error(`${read.why}\nUse: npm run soak:fuzz -- --cases N --seed N --only a,b --case N`);
  process.exitCode = 2;
} else {
  process.exitCode = await soak(read.given);
}

async function soak(given: FuzzArguments): Promise<number> {
  console.log(`seed ${given.seed}`);
  const waiting = [...given.only];
  const reports: TargetReport[] = [];
  const lane = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const report = await runListed(name, given);
      reports.push(report);
      for (const line of [targetLine(report), ...faultLines(report, given.seed)]) console.log(line);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const short = given.caseNumber === undefined ? shortfalls(reports) : [];
  for (const why of short) console.log(why);
  console.log(figureLine(reports));
  const isFaulty = reports.some((one) => one.crashes + one.hangs + one.invented > 0);
  return isFaulty || short.length > 0 ? 1 : 0;
}

function runListed(
  name: string,
  { cases, seed, caseNumber }: FuzzArguments,
): Promise<TargetReport> {
  const oneIn = fuzzTargets[name]?.oneIn ?? 1;
  const count = Math.max(1, Math.ceil(cases / oneIn));
  const span = caseNumber === undefined ? { from: 0, count } : { from: caseNumber, count: 1 };
  const onProgress = (done: number) => {
    console.log(`${name.padEnd(16)}${done} of ${span.count}`);
  };
  return runTarget({ name, seed, ...span, onProgress });
}
