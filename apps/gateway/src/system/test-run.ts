/**
 * A test behind a button while it runs: steps one after another, each with its time and the other
 * side's words; after a step that failed the rest is skipped.
 */

import type { TestReport, TestStep } from "@mega/contract";
import { type Clock, toUtcString } from "@mega/domain";

const SAID_LENGTH_MAX = 1000;
const FACT_LENGTH_MAX = 500;
const STEPS_MAX = 40;

/** How a step ended. */
export type StepEnd<Value> =
  | { readonly kind: "ok"; readonly value: Value; readonly said: string }
  | { readonly kind: "failed"; readonly said: string; readonly advice: string };

/** Collects the steps of one test. */
export class TestRun {
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  readonly #startedMs: number;
  readonly #steps: TestStep[] = [];
  readonly #facts: Record<string, string> = {};

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAtMs = clock.nowMs();
    this.#startedMs = clock.monotonicMs();
  }

  /** Runs a step and writes it down; a step that throws is a fault of ours and is thrown on. */
  async step<Value>(name: string, run: () => Promise<StepEnd<Value>>): Promise<StepEnd<Value>> {
    const beganMs = this.#clock.monotonicMs();
    const end = await run();
    const tookMs = Math.max(0, Math.round(this.#clock.monotonicMs() - beganMs));
    this.#add({ name, state: end.kind, tookMs, said: end.said });
    return end;
  }

  /** Writes steps down that were not made. */
  skip(names: readonly string[], said = ""): void {
    for (const name of names) this.#add({ name, state: "skipped", tookMs: null, said });
  }

  /** A figure worth showing. */
  fact(name: string, value: string): void {
    this.#facts[name] = shortened(value, FACT_LENGTH_MAX);
  }

  /** The report; the advice is null when the test passed. */
  report(advice: string | null): TestReport {
    return {
      passed: advice === null,
      at: toUtcString(this.#startedAtMs),
      tookMs: Math.max(0, Math.round(this.#clock.monotonicMs() - this.#startedMs)),
      steps: this.#steps,
      advice,
      facts: this.#facts,
    };
  }

  #add(step: TestStep): void {
    if (this.#steps.length >= STEPS_MAX) return;
    this.#steps.push({ ...step, said: shortened(step.said, SAID_LENGTH_MAX) });
  }
}

/** Another side's words without control characters, which a page would swallow. */
function shortened(text: string, lengthMax: number): string {
  return text.replace(/\p{Cc}+/gu, " ").slice(0, lengthMax);
}
