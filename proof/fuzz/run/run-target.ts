/** One target in child processes, from its first case to its last: a hang ends a child, not the run. */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { ChildMessage, ChildTask, Memory } from "./child-messages.ts";
import { reportFd } from "./child-messages.ts";
import type { CasesReport, FoundFault } from "./run-cases.ts";

export interface TargetReport {
  readonly name: string;
  readonly cases: number;
  readonly accepted: number;
  readonly refused: number;
  readonly crashes: number;
  readonly hangs: number;
  readonly invented: number;
  readonly faults: readonly FoundFault[];
  /** Of the processes that ran the cases. */
  readonly cpuSeconds: number;
  /** From after the first tenth to the end, after collections. */
  readonly heapGrowthBytes: number;
  readonly residentGrowthBytes: number;
}

export interface TargetRun {
  readonly name: string;
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  readonly onProgress: (done: number) => void;
}

/** More hangs than this are no news. */
const hangsMax = 3;
/**
 * A child can collect what is no longer used, so that memory can be compared; it has little of it. Told
 * the size of its heap alone, the engine makes the young part so small that collecting takes four fifths
 * of the time.
 */
const childOptions = [
  "--expose-gc",
  "--max-old-space-size=192",
  "--max-semi-space-size=16",
  "--disable-warning=ExperimentalWarning",
];

/** Arenas of the allocator, one for each thread otherwise, grow for long and would hide a leak. */
const childEnvironment = { MALLOC_ARENA_MAX: "2" } as const;

/**
 * Runs a target's cases.
 *
 * @returns What came of them; the cases after a hang are run in a new child.
 */
export async function runTarget(run: TargetRun): Promise<TargetReport> {
  const end = run.from + run.count;
  const sum = new ReportSum(run.name);
  for (let from = run.from; from < end; ) {
    const count = end - from;
    const offset = from - run.from;
    const ended = await runChild({ ...run, from, count, showOnly: false }, (done) =>
      run.onProgress(offset + done),
    );
    sum.add(ended, offset);
    if (ended.stuckAt === undefined) break;
    const shown = await showChild({ ...run, from: ended.stuckAt, count: 1, showOnly: true });
    sum.addHang(ended.stuckAt, shown);
    from = ended.stuckAt + 1;
    if (sum.hangs >= hangsMax) break;
  }
  return sum.report();
}

interface ChildEnd {
  readonly done: Extract<ChildMessage, { kind: "done" }> | undefined;
  readonly rejections: readonly Extract<ChildMessage, { kind: "rejection" }>[];
  readonly stuckAt: number | undefined;
  /** How it ended when it said nothing. */
  readonly exit: string;
}

async function runChild(task: ChildTask, onProgress: (done: number) => void): Promise<ChildEnd> {
  let done: ChildEnd["done"];
  let stuckAt: number | undefined;
  const rejections: Extract<ChildMessage, { kind: "rejection" }>[] = [];
  const exit = await childMessages(task, (message) => {
    if (message.kind === "progress") onProgress(message.done);
    if (message.kind === "done") done = message;
    if (message.kind === "hang") stuckAt = message.caseNumber;
    if (message.kind === "rejection" && rejections.length < hangsMax) rejections.push(message);
  });
  return { done, rejections, stuckAt, exit };
}

async function showChild(task: ChildTask): Promise<string> {
  let shown = "(not drawn)";
  await childMessages(task, (message) => {
    if (message.kind === "shown") shown = message.text;
  });
  return shown;
}

async function childMessages(
  { name, seed, from, count, showOnly }: ChildTask,
  onMessage: (message: ChildMessage) => void,
): Promise<string> {
  const script = new URL("target.child.ts", import.meta.url).pathname;
  const task = JSON.stringify({ name, seed, from, count, showOnly } satisfies ChildTask);
  const child = spawn(process.execPath, [...childOptions, script, task], {
    env: { ...process.env, ...childEnvironment },
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  const pipe = child.stdio[reportFd] as Readable;
  createInterface({ input: pipe }).on("line", (line) =>
    onMessage(JSON.parse(line) as ChildMessage),
  );
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(signal ?? `exit ${code}`));
  });
}

class ReportSum {
  readonly #name: string;
  readonly #faults: FoundFault[] = [];
  #counts = { cases: 0, accepted: 0, refused: 0, crash: 0, invented: 0, hang: 0 };
  #cpuSeconds = 0;
  #growth = { heapBytes: 0, residentBytes: 0 };

  constructor(name: string) {
    this.#name = name;
  }

  get hangs(): number {
    return this.#counts.hang;
  }

  add({ done, rejections, stuckAt, exit }: ChildEnd, offset: number): void {
    for (const { caseNumber, why } of rejections) this.#crash(caseNumber, `Unhandled: ${why}`);
    if (done !== undefined) {
      this.#addReport(done.report);
      this.#cpuSeconds += done.cpuSeconds;
      this.#addGrowth(done.before, done.after);
    } else if (stuckAt === undefined) {
      this.#crash(offset, `The process of the cases ended: ${exit}.`);
    }
  }

  addHang(caseNumber: number, shown: string): void {
    this.#counts.hang++;
    const why = "It does not end within 2 s of computing, or 10 s of waiting.";
    this.#faults.push({ caseNumber, fault: "hang", why, shown });
  }

  report(): TargetReport {
    const { cases, accepted, refused, crash, hang, invented } = this.#counts;
    return {
      ...{ name: this.#name, cases, accepted, refused, invented },
      ...{ crashes: crash, hangs: hang, faults: [...this.#faults], cpuSeconds: this.#cpuSeconds },
      heapGrowthBytes: this.#growth.heapBytes,
      residentGrowthBytes: this.#growth.residentBytes,
    };
  }

  #crash(caseNumber: number, why: string): void {
    this.#counts.crash++;
    this.#faults.push({ caseNumber, fault: "crash", why, shown: "" });
  }

  #addReport({ cases, accepted, refused, broken, faults }: CasesReport): void {
    const counts = this.#counts;
    counts.cases += cases;
    counts.accepted += accepted;
    counts.refused += refused;
    counts.crash += broken.crash;
    counts.hang += broken.hang;
    counts.invented += broken.invented;
    this.#faults.push(...faults);
  }

  #addGrowth(before: Memory, after: Memory): void {
    this.#growth = {
      heapBytes: Math.max(this.#growth.heapBytes, after.heapBytes - before.heapBytes),
      residentBytes: Math.max(
        this.#growth.residentBytes,
        after.residentBytes - before.residentBytes,
      ),
    };
  }
}
