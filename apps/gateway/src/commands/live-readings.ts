/**
 * Five minutes in which the meters are read every minute and what was read is sent at once, because
 * somebody looks at it elsewhere.
 */

import { LIVE_MS } from "@mega/contract";
import type { Clock } from "@mega/domain";

/** Until when; it outlives a change of the configuration. Monotonic. */
export interface LiveSpan {
  untilMs: number;
}

/** What it works on. */
export interface LiveReadingsOptions {
  readonly clock: Clock;
  readonly span: LiveSpan;
  /** Resolves when all meters were read and stored. */
  readonly readAll: () => Promise<unknown>;
  /** Sends what waits at once. */
  readonly send: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** From the begin of a round to that of the next. */
const EVERY_MS = 60_000;

/** Reads while somebody looks. */
export class LiveReadings {
  readonly #options: LiveReadingsOptions;
  #cancel: () => void = () => undefined;
  #isReading = false;
  #stopped = true;

  constructor(options: LiveReadingsOptions) {
    this.#options = options;
  }

  /** Whether somebody looks. */
  get isOpen(): boolean {
    const { clock, span } = this.#options;
    return clock.monotonicMs() < span.untilMs;
  }

  /** Goes on with a span that is open. */
  start(): void {
    this.#stopped = false;
    this.#readOn();
  }

  /** Reads no more; the span stays open for whoever comes next. */
  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  /** Opens the span, or makes it longer. */
  open(): void {
    const { clock, span } = this.#options;
    span.untilMs = clock.monotonicMs() + LIVE_MS;
    this.#readOn();
  }

  #readOn(): void {
    if (this.#stopped || this.#isReading || !this.isOpen) return;
    this.#cancel();
    const { clock } = this.#options;
    const nextMs = clock.monotonicMs() + EVERY_MS;
    this.#isReading = true;
    void this.#readOnce().finally(() => {
      this.#isReading = false;
      if (this.#stopped) return;
      // A round may take longer than a minute; the next one waits for it.
      const waitMs = Math.max(0, nextMs - clock.monotonicMs());
      this.#cancel = clock.setTimer(waitMs, () => this.#readOn());
    });
  }

  async #readOnce(): Promise<void> {
    const { readAll, send, onFailure } = this.#options;
    try {
      await readAll();
      if (!this.#stopped) send();
    } catch (error) {
      onFailure(error);
    }
  }
}
