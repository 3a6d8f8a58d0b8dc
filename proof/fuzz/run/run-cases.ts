/** Runs cases of one target in this process, one after the other, and counts what came of them. */

import { randomOfCase } from "../draw/random.ts";
import type { FaultKind, FuzzBench, FuzzTarget, Verdict } from "./fuzz-target.ts";
import { broken } from "./fuzz-target.ts";

export interface FoundFault {
  readonly caseNumber: number;
  readonly fault: FaultKind;
  readonly why: string;
  /** The message, shortened. */
  readonly shown: string;
}

export interface CasesReport {
  readonly cases: number;
  readonly accepted: number;
  readonly refused: number;
  readonly broken: Readonly<Record<FaultKind, number>>;
  /** The first few that read differently. */
  readonly faults: readonly FoundFault[];
}

export interface CasesOptions {
  readonly name: string;
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  /** Before a case is given to the product. */
  readonly onCase?: (caseNumber: number) => void;
  /** Before the product is made anew, which may take long. */
  readonly onBetween?: () => void;
  /** Now and then, after the event loop turned. */
  readonly onPause?: (done: number) => void;
}

const faultsKept = 8;
const sameWordsChars = 40;
const casesPerTurn = 512;
const shownCharsMax = 4000;

/**
 * Runs the cases `from` to below `from + count`.
 *
 * @returns Counts, and the first faults with their messages.
 */
export async function runCases(target: FuzzTarget, options: CasesOptions): Promise<CasesReport> {
  const tally = new Tally();
  const end = options.from + options.count;
  for (let at = options.from; at < end; ) {
    const batchEnd = Math.min(end, (Math.floor(at / target.batchCases) + 1) * target.batchCases);
    options.onBetween?.();
    const bench = await target.prepare();
    for (; at < batchEnd; at++) {
      options.onCase?.(at);
      await runOne(bench, options, at, tally);
      if (tally.cases % casesPerTurn === 0) {
        options.onBetween?.();
        await eventLoopTurn();
        options.onPause?.(tally.cases);
      }
    }
    options.onBetween?.();
    // What was rejected and caught by nobody is told when the event loop turns.
    await eventLoopTurn();
    await bench.close?.();
  }
  return tally.report();
}

async function runOne(
  bench: FuzzBench,
  { seed, name }: CasesOptions,
  caseNumber: number,
  tally: Tally,
): Promise<void> {
  const drawn = bench.draw(randomOfCase(seed, name, caseNumber));
  let verdict: Verdict;
  try {
    const judged = drawn.judge();
    verdict = judged instanceof Promise ? await judged : judged;
  } catch (error) {
    verdict = broken("crash", error instanceof Error ? (error.stack ?? error.message) : `${error}`);
  }
  tally.count(verdict, () => drawn.show(), caseNumber);
}

/**
 * Draws a case again without giving it to the product.
 *
 * @returns Its message, shortened.
 */
export async function showCase(
  target: FuzzTarget,
  { name, seed, from }: Pick<CasesOptions, "name" | "seed" | "from">,
): Promise<string> {
  const bench = await target.prepare();
  const shown = shortened(bench.draw(randomOfCase(seed, name, from)).show());
  await bench.close?.();
  return shown;
}

function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

function shortened(text: string): string {
  return text.length <= shownCharsMax ? text : `${text.slice(0, shownCharsMax)}…`;
}

class Tally {
  cases = 0;
  #accepted = 0;
  #refused = 0;
  readonly #broken = { crash: 0, hang: 0, invented: 0 };
  readonly #faults: FoundFault[] = [];

  count(verdict: Verdict, show: () => string, caseNumber: number): void {
    this.cases++;
    switch (verdict.kind) {
      case "accepted":
        this.#accepted++;
        break;
      case "refused":
        this.#refused++;
        break;
      case "broken": {
        const { fault, why } = verdict;
        this.#broken[fault]++;
        if (this.#faults.length >= faultsKept || this.#isKept(why)) break;
        this.#faults.push({ caseNumber, fault, why, shown: shortened(show()) });
      }
    }
  }

  /** Whether a fault that begins with the same words is kept. */
  #isKept(why: string): boolean {
    const words = why.slice(0, sameWordsChars);
    return this.#faults.some((one) => one.why.startsWith(words));
  }

  report(): CasesReport {
    return {
      cases: this.cases,
      accepted: this.#accepted,
      refused: this.#refused,
      broken: { ...this.#broken },
      faults: [...this.#faults],
    };
  }
}
