/**
 * `npm run soak:fuzz`: what counterparts that speak nonsense do to the gateway. Two processes run at a
 * time; a target of many cases is one half in each.
 *
 *   npm run soak:fuzz -- --cases 1000000 --seed 7 --only rtu,p1
 *   npm run soak:fuzz -- --only rtu --seed 7 --case 4711      one case again
 */

import type { FuzzArguments } from "./run/fuzz-arguments.ts";
import { readFuzzArguments } from "./run/fuzz-arguments.ts";
import { faultLines, figureLine, shortfalls, targetLine } from "./run/fuzz-verdict.ts";
import { joinedReport } from "./run/joined-report.ts";
import type { TargetReport, TargetRun } from "./run/run-target.ts";
import { runTarget } from "./run/run-target.ts";
import { fuzzTargets } from "./targets.ts";

const lanes = 2;
/** A part of fewer cases costs more to start than it gains. */
const partCasesMin = 50_000;

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
  const waiting = given.only.flatMap((name) => partsOf(name, given));
  const ended = new Map<string, TargetReport[]>();
  const reports: TargetReport[] = [];
  const lane = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const ofTarget = ended.get(part.name) ?? [];
      ended.set(part.name, ofTarget);
      ofTarget.push(await runTarget(part));
      if (ofTarget.length < part.parts) continue;
      const report = joinedReport(ofTarget);
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

interface Part extends TargetRun {
  /** Of so many parts of the target. */
  readonly parts: number;
}

/** The cases of a target; those of a long run in two parts, one for each lane. */
function partsOf(name: string, { cases, seed, caseNumber }: FuzzArguments): readonly Part[] {
  const oneIn = fuzzTargets[name]?.oneIn ?? 1;
  const all = caseNumber === undefined ? Math.max(1, Math.ceil(cases / oneIn)) : 1;
  const parts = all >= partCasesMin * lanes ? lanes : 1;
  const each = Math.ceil(all / parts);
  return Array.from({ length: parts }, (_, at) => {
    const from = caseNumber ?? at * each;
    const count = Math.min(each, all - at * each);
    const shown = parts === 1 ? name : `${name} ${at + 1}/${parts}`;
    const onProgress = (done: number) => {
      console.log(`${shown.padEnd(16)}${done} of ${count}`);
    };
    return { name, seed, from, count, onProgress, parts };
  });
}
