/** Tells those who wait what came of their question, and counts what the bus could not carry. */

import type { BusClock } from "./bus-clock.ts";
import type { ExchangeResult, PollOutcome } from "./outcome.ts";
import type { Question } from "./question.ts";
import { outcomeOf } from "./question.ts";

/** How a question ends that no exchange ended. */
export type UnsentKind = "aborted" | "busDown" | "timeout" | "overloaded";

/** How long an overload keeps the signal "cycle too short" up. */
const overloadShownMs = 60_000;

export class Settlement {
  readonly #clock: BusClock;
  #overloaded = 0;
  #overloadedAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: BusClock) {
    this.#clock = clock;
  }

  /** Callers who were refused or came too late. */
  get overloaded(): number {
    return this.#overloaded;
  }

  get cycleTooShort(): boolean {
    return this.#clock.monotonicMs() - this.#overloadedAtMs < overloadShownMs;
  }

  /** The outcome for one caller whose question is not on the line. */
  unsent(kind: UnsentKind, calledAtMs: number, attempts = 0): PollOutcome {
    const nowMs = this.#clock.monotonicMs();
    if (kind === "overloaded") {
      this.#overloaded++;
      this.#overloadedAtMs = nowMs;
    }
    const endedAtMs = this.#clock.nowMs();
    const elapsedMs = nowMs - calledAtMs;
    return { kind, timing: { endedAtMs, elapsedMs, turnaroundMs: 0, attempts } };
  }

  /** Ends a question that is not on the line for all who wait for it. */
  endUnsent(question: Question, kind: UnsentKind): void {
    for (const { calledAtMs, settle } of question.waiters.splice(0)) {
      settle(this.unsent(kind, calledAtMs, question.attempts));
    }
  }

  /**
   * Ends a question as its exchange ended, for all who wait for it.
   *
   * @returns The answer, which is one for all: a shared answer keeps the time of its own question;
   *   `undefined` when there is none.
   */
  end(question: Question, result: ExchangeResult, nowMs: number): PollOutcome | undefined {
    const { attempts, queuedAtMs } = question;
    const endedAtMs = this.#clock.nowMs();
    if (result.kind === "answered") {
      const answer = outcomeOf(result, { endedAtMs, elapsedMs: nowMs - queuedAtMs, attempts });
      for (const { settle } of question.waiters.splice(0)) settle(answer);
      return answer;
    }
    for (const { calledAtMs, settle } of question.waiters.splice(0)) {
      settle(outcomeOf(result, { endedAtMs, elapsedMs: nowMs - calledAtMs, attempts }));
    }
    return undefined;
  }
}
