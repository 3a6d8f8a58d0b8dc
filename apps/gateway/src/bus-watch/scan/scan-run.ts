/**
 * One scan: asks address after address, gives way to every round, and knows at any time how far it
 * is. Nobody has to watch it.
 */

import type { ScanCell, ScanJob, ScanProgress } from "@mega/contract";
import { type Clock, sleep, toUtcString } from "@mega/domain";
import { hexOf } from "../frames/frame-words.ts";
import { isOverlong } from "../recorder/reply-shape.ts";
import type { ProbeAnswer, WatchedBuses } from "../watched-buses.ts";

/** What a scan works on. */
export interface ScanOptions {
  readonly jobId: string;
  readonly clock: Clock;
  readonly buses: Pick<WatchedBuses, "probe">;
  readonly busId: string;
  readonly from: number;
  readonly to: number;
  readonly timeoutMs: number;
  /** What one silent address takes, milliseconds. */
  readonly perAddressMs: number;
  /** The configured meters by address. */
  readonly known: ReadonlyMap<
    number,
    { readonly meterId: string; readonly channels: readonly number[] }
  >;
  /** Whether a round reads the meters just now. */
  readonly roundRuns: () => boolean;
  readonly onProgress: (progress: ScanProgress) => void;
}

/** How often a pause is looked at. */
const LOOK_AGAIN_MS = 100;
/** Probes in a row that never reached the line: it is lost. */
const GIVEN_UP_MAX = 5;
/** Between two of them, so that a line that is opened again is waited for. */
const GIVEN_UP_PAUSE_MS = 500;
/** Slow meters that are asked once more, and how long they are waited for. */
const SLOW_MAX = 32;
const SLOW_TIMEOUT_MS = 1500;
const HEX_BYTES_MAX = 60;

/** A scan that runs or has ended. */
export class ScanRun {
  readonly #options: ScanOptions;
  readonly #cells: Map<number, ScanCell>;
  readonly #startedAtMs: number;
  readonly #cancel = new AbortController();
  readonly #slow = new Set<number>();
  #state: ScanJob["state"] = "running";
  #endedAtMs: number | null = null;

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#startedAtMs = options.clock.nowMs();
    this.#cells = new Map();
    for (let address = options.from; address <= options.to; address++) {
      this.#cells.set(address, this.#cellOf(address, null));
    }
  }

  get ended(): boolean {
    return this.#endedAtMs !== null;
  }

  /** Asks every address; resolves at the end, however it comes. */
  async run(): Promise<void> {
    let end: ScanJob["state"] = "failed";
    try {
      end = await this.#askAll();
    } finally {
      this.#endedAtMs = this.#options.clock.nowMs();
      this.#turn(this.#cancel.signal.aborted ? "cancelled" : end);
    }
  }

  /** Ends it after the probe that is on the line. */
  cancel(): void {
    this.#cancel.abort();
  }

  /** The scan as it stands. */
  job(): ScanJob {
    const { from, to, timeoutMs, perAddressMs } = this.#options;
    const progress = this.#progress();
    const left = this.ended ? 0 : progress.total - progress.done;
    return {
      ...progress,
      from,
      to,
      timeoutMs,
      startedAt: toUtcString(this.#startedAtMs),
      endedAt: this.#endedAtMs === null ? null : toUtcString(this.#endedAtMs),
      restMs: Math.round(left * perAddressMs),
      cells: [...this.#cells.values()],
    };
  }

  async #askAll(): Promise<"done" | "failed"> {
    const { from, to, timeoutMs } = this.#options;
    let givenUp = 0;
    for (let address = from; address <= to; ) {
      if (!(await this.#mayAsk())) return "done";
      const answer = await this.#probe(address, timeoutMs);
      if (answer.kind === "given-up") {
        if (++givenUp >= GIVEN_UP_MAX) return "failed";
        await sleep(this.#options.clock, GIVEN_UP_PAUSE_MS, this.#cancel.signal);
        continue;
      }
      givenUp = 0;
      this.#note(address, answer);
      address++;
    }
    await this.#askSlowAgain();
    return "done";
  }

  /** Who answered after its time gets one more question with a longer one. */
  async #askSlowAgain(): Promise<void> {
    // The reply to the last question may still be on its way.
    if (this.#slow.size > 0) await sleep(this.#options.clock, LOOK_AGAIN_MS, this.#cancel.signal);
    for (const address of [...this.#slow].slice(0, SLOW_MAX)) {
      if (this.#cells.get(address)?.state !== "silent" || !(await this.#mayAsk())) continue;
      const answer = await this.#probe(address, SLOW_TIMEOUT_MS);
      if (answer.kind !== "given-up") this.#note(address, answer);
    }
  }

  /** Waits while a round runs; false once the scan was cancelled. */
  async #mayAsk(): Promise<boolean> {
    const { clock, roundRuns } = this.#options;
    const { signal } = this.#cancel;
    while (!signal.aborted && roundRuns()) {
      if (this.#state !== "paused") this.#turn("paused");
      await sleep(clock, LOOK_AGAIN_MS, signal);
    }
    if (this.#state === "paused" && !signal.aborted) this.#turn("running");
    return !signal.aborted;
  }

  async #probe(unit: number, timeoutMs: number): Promise<ProbeAnswer> {
    const { buses, busId } = this.#options;
    const answer = await buses.probe({ busId, unit, timeoutMs });
    for (const late of answer.lateUnits) if (this.#cells.has(late)) this.#slow.add(late);
    return answer;
  }

  #note(address: number, answer: ProbeAnswer): void {
    this.#cells.set(address, this.#cellOf(address, answer));
    this.#options.onProgress(this.#progress());
  }

  #turn(state: ScanJob["state"]): void {
    this.#state = state;
    this.#options.onProgress(this.#progress());
  }

  #progress(): ScanProgress {
    const { jobId, busId } = this.#options;
    const cells = [...this.#cells.values()];
    const done = cells.filter(({ state }) => state !== "waiting").length;
    const found = cells.filter(({ state }) => state === "answers" || state === "garbage").length;
    return { jobId, busId, state: this.#state, done, total: cells.length, found };
  }

  #cellOf(address: number, answer: ProbeAnswer | null): ScanCell {
    const known = this.#options.known.get(address);
    const exchange = answer?.exchange ?? null;
    return {
      address,
      state: answer === null || answer.kind === "given-up" ? "waiting" : answer.kind,
      overlong:
        answer?.kind === "garbage" &&
        exchange !== null &&
        isOverlong(exchange.sent, exchange.received),
      exceptionCode: exchange?.exceptionCode ?? null,
      latencyMs: exchange?.turnaroundMs ?? null,
      hex: hexOf(exchange?.received ?? new Uint8Array(0), HEX_BYTES_MAX),
      meterId: known?.meterId ?? null,
      channels: [...(known?.channels ?? [])],
    };
  }
}
