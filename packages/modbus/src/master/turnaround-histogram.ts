/** How long a unit takes to begin its answers, in classes, and the waiting time that follows. */

/** The upper bounds of the classes, milliseconds; what is slower falls in one class above them. */
export const turnaroundBoundsMs: readonly number[] = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 400, 600, 800, 1000,
];

/** Older answers weigh half after this many. */
const samplesMax = 1024;
const samplesMin = 20;

export class TurnaroundHistogram {
  readonly #counts = new Array<number>(turnaroundBoundsMs.length + 1).fill(0);
  #total = 0;
  readonly #lifetime = new Array<number>(turnaroundBoundsMs.length + 1).fill(0);
  #lifetimeUs = 0;

  add(turnaroundMs: number): void {
    let index = 0;
    while (turnaroundMs > (turnaroundBoundsMs[index] ?? Number.POSITIVE_INFINITY)) index++;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#lifetime[index] = (this.#lifetime[index] ?? 0) + 1;
    this.#lifetimeUs += Math.round(turnaroundMs * 1000);
    if (++this.#total < samplesMax) return;
    this.#total = 0;
    for (const [at, count] of this.#counts.entries()) {
      this.#counts[at] = count >> 1;
      this.#total += count >> 1;
    }
  }

  counts(): readonly number[] {
    return [...this.#counts];
  }

  /** All answers since the start, which only rise, with the sum of their times, µs. */
  lifetime(): { readonly counts: readonly number[]; readonly sumUs: number } {
    return { counts: [...this.#lifetime], sumUs: this.#lifetimeUs };
  }

  /** The bound that this share of the answers keeps; `undefined` before 20 answers were seen. */
  quantileMs(share: number): number | undefined {
    if (this.#total < samplesMin) return undefined;
    let left = this.#total * share;
    const index = this.#counts.findIndex((count) => {
      left -= count;
      return left <= 0;
    });
    return turnaroundBoundsMs[index] ?? Number.POSITIVE_INFINITY;
  }
}
