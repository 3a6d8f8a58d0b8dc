/** Steps of a conversation with a server as they are made, each with its time and what was said. */

import type { TestStep } from "@mega/contract";
import type { Clock } from "@mega/domain";

const SAID_LENGTH_MAX = 1000;

/** Notes steps in their order. */
export class StepLog {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #steps: TestStep[] = [];
  #sinceMs: number;

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
    this.#sinceMs = clock.monotonicMs();
  }

  /** The step since the one before has ended. */
  note(name: string, state: "ok" | "failed", said: string): void {
    const nowMs = this.#clock.monotonicMs();
    const tookMs = Math.max(0, Math.round((nowMs - this.#sinceMs) * 10) / 10);
    this.#steps.push({ name, state, tookMs, said: wordsOf(said) });
    this.#sinceMs = nowMs;
  }

  /** What was noted, and what was not reached as skipped, in the order given. */
  steps(order: readonly string[]): TestStep[] {
    return order.map(
      (name) =>
        this.#steps.find((step) => step.name === name) ?? {
          name,
          state: "skipped",
          tookMs: null,
          said: "",
        },
    );
  }

  /** Name of the step that failed; undefined when none did. */
  get failed(): string | undefined {
    return this.#steps.find(({ state }) => state === "failed")?.name;
  }
}

/** The other side's words in one piece, without what a terminal would obey. */
export function wordsOf(text: string): string {
  const plain = text
    .replace(/\r?\n/g, " ⏎ ")
    .replace(/\p{Cc}/gu, " ")
    .trim();
  return plain.length <= SAID_LENGTH_MAX ? plain : `${plain.slice(0, SAID_LENGTH_MAX - 1)}…`;
}
