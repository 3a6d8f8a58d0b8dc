/** One thing after the other, each with a signal that cuts it off. */

/** The turns. */
export class Turns {
  readonly #ended = new AbortController();
  #current = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();

  /** Ends with the last turn. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Whether the turn that goes on has been cut off. */
  get isCutOff(): boolean {
    return this.#current.signal.aborted;
  }

  /** Runs the work when everything before it has ended. */
  take<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const done = this.#queue.then(() => {
      this.#current = new AbortController();
      if (this.#ended.signal.aborted) this.#current.abort();
      return work(this.#current.signal);
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** The same, and what goes on is cut off for it. */
  interrupt<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    this.#current.abort();
    return this.take(work);
  }

  /** Cuts off what goes on and all that waits; resolves when it has ended. */
  async end(): Promise<void> {
    this.#ended.abort();
    this.#current.abort();
    await this.#queue;
  }
}
