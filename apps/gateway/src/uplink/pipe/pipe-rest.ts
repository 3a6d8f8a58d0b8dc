/** The growing pause of a way that stays without an answer. */

import type { Clock } from "@mega/domain";
import { backOffMs } from "../back-off.ts";

/** Whether the pipe is tried for one kind of question. */
export class PipeRest {
  readonly #clock: Clock;
  /** From 0 up to 1. */
  readonly #draw: () => number;
  #silences = 0;
  /** Before this it is not tried; monotonic. */
  #untilMs = 0;

  constructor(clock: Clock, draw: () => number) {
    this.#clock = clock;
    this.#draw = draw;
  }

  get isOver(): boolean {
    return this.#clock.monotonicMs() >= this.#untilMs;
  }

  /** An answer came in time, or none. */
  note(answered: boolean): void {
    this.#silences = answered ? 0 : this.#silences + 1;
    if (answered) return;
    this.#untilMs = this.#clock.monotonicMs() + backOffMs(this.#silences, this.#draw(), null);
  }
}
