/** Live streams that must not outlive the login they were opened with. */

import type { Clock } from "@mega/domain";

/** How long a stream may outlive a login that ended by itself. */
const LOOKED_AT_EVERY_MS = 10_000;

interface OpenStream {
  readonly isAllowed: () => boolean;
  readonly end: () => void;
}

/** The open streams. */
export class OpenStreams {
  readonly #clock: Pick<Clock, "setTimer">;
  readonly #streams = new Set<OpenStream>();
  #cancel: (() => void) | undefined;

  constructor(clock: Pick<Clock, "setTimer">) {
    this.#clock = clock;
  }

  /** Watches a stream; the result ends the watch. */
  watch(stream: OpenStream): () => void {
    this.#streams.add(stream);
    this.#cancel ??= this.#lookAgain();
    return () => this.#streams.delete(stream);
  }

  /** Ends the streams whose login is over; called at once when one is ended. */
  sweep(): void {
    for (const stream of this.#streams) {
      if (stream.isAllowed()) continue;
      this.#streams.delete(stream);
      stream.end();
    }
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #lookAgain(): () => void {
    return this.#clock.setTimer(LOOKED_AT_EVERY_MS, () => {
      this.sweep();
      this.#cancel = this.#streams.size > 0 ? this.#lookAgain() : undefined;
    });
  }
}
