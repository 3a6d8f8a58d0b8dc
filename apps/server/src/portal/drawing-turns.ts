/**
 * How often one account has figures drawn. A table takes a hundredth of a second of the processor and more,
 * a file several times as much, and uploads wait for it: one person, however many requests his address may
 * make, leaves most of it to the others.
 */

import type { PortalOperationName } from "@mega/contract";
import { type Clock, MegaError } from "@mega/domain";

/** What operations cost, in tables. */
const costs: Partial<Readonly<Record<PortalOperationName, number>>> = {
  gatewayCounters: 1,
  gatewayChannel: 1,
  gatewaySeries: 1,
  gatewayJson: 1,
  gatewayCsv: 1,
  gatewayXlsx: 4,
  gatewayPdf: 4,
  previewReport: 1,
  sendReport: 8,
};
/** Tables of an account in a minute. */
const PER_MINUTE_MAX = 300;
const MINUTE_MS = 60_000;

/** Counts what accounts have drawn in a minute; what it remembers goes with the minute. */
export class DrawingTurns {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #drawn = new Map<number, number>();
  #fromMs = 0;

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  /**
   * An account asks for an operation.
   *
   * @throws MegaError TOO_MANY_REQUESTS with `retryAfterS`
   */
  take(accountId: number, operation: PortalOperationName): void {
    const cost = costs[operation];
    if (cost === undefined) return;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#fromMs >= MINUTE_MS) {
      this.#fromMs = nowMs;
      this.#drawn.clear();
    }
    const drawn = (this.#drawn.get(accountId) ?? 0) + cost;
    if (drawn > PER_MINUTE_MAX) {
      const retryAfterS = Math.ceil((this.#fromMs + MINUTE_MS - nowMs) / 1000);
      throw new MegaError("TOO_MANY_REQUESTS", "Too many figures were drawn in a minute", {
        hint: `Wait ${retryAfterS} s.`,
        context: { retryAfterS },
      });
    }
    this.#drawn.set(accountId, drawn);
  }
}
