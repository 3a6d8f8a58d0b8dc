/** How many commands came to what since the start, for Prometheus and the CONFIG page. */

/** The counts; "done", or why not. */
export class CommandCounts {
  readonly #counts = new Map<string, number>();

  /** One more. `outcome`: "done" or the code of a refusal, of which there are not many. */
  note(outcome: string): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
  }

  get done(): number {
    return this.#counts.get("done") ?? 0;
  }

  get refused(): number {
    return [...this.#counts].reduce((sum, [what, n]) => (what === "done" ? sum : sum + n), 0);
  }

  /** By outcome. */
  entries(): readonly (readonly [string, number])[] {
    return [...this.#counts];
  }
}
