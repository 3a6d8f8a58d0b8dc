/** How many connections are held at once, in all and of one address. Pure but for its counts. */

/** Connections held at once. */
export interface ConnectionLimits {
  readonly total: number;
  readonly perAddress: number;
}

/** Counts connections. */
export class ConnectionCounts {
  readonly #limits: ConnectionLimits;
  readonly #byAddress = new Map<string, number>();
  #total = 0;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  /** Takes a connection in; undefined when there are too many, else what gives its place back. */
  take(address: string): (() => void) | undefined {
    const ofAddress = this.#byAddress.get(address) ?? 0;
    if (this.#total >= this.#limits.total || ofAddress >= this.#limits.perAddress) return undefined;
    this.#total += 1;
    this.#byAddress.set(address, ofAddress + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#total -= 1;
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left === 0) this.#byAddress.delete(address);
      else this.#byAddress.set(address, left);
    };
  }
}
