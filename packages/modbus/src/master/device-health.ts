/**
 * What is known of one unit: whether it answers, how fast, and how often it failed.
 *
 *   ok ──failure──▶ suspect ──answer──▶ ok
 *                      └──timeout──▶ defective ──answer──▶ ok
 *                                        └──timeout: next probe after 2, 4, 8 … 300 s
 *
 * Only silence makes a unit defective: one that answers garbage is alive, and the line is at fault.
 */

import type { ExchangeResult } from "./outcome.ts";
import type { BusSettings, DeviceSettings } from "./settings.ts";
import { TurnaroundHistogram } from "./turnaround-histogram.ts";

export type HealthState = "ok" | "suspect" | "defective";

export interface DeviceStatistics {
  readonly unit: number;
  readonly state: HealthState;
  readonly answered: number;
  readonly exceptions: number;
  readonly timeouts: number;
  readonly badCrcs: number;
  readonly wrongReplies: number;
  /** Questions that the loss of the line ended, sent or not. */
  readonly busDowns: number;
  readonly lateReplies: number;
  /** Questions answered for the unit without asking it, since it is known to be silent. */
  readonly spared: number;
  readonly responseTimeoutMs: number;
  /** Counts per class of `turnaroundBoundsMs`, and one for what is slower. */
  readonly turnaroundCounts: readonly number[];
  /** The same without ageing: all answers since the start, and the sum of their times, µs. */
  readonly lifetime: { readonly counts: readonly number[]; readonly sumUs: number };
}

const probeDelayMsMin = 2000;
const probeDelayMsMax = 300_000;

export class DeviceHealth {
  readonly unit: number;
  readonly minGapMs: number;
  readonly #defaultTimeoutMs: number;
  readonly #timeoutMsMin: number;
  readonly #timeoutMsMax: number;
  readonly #turnarounds = new TurnaroundHistogram();
  #state: HealthState = "ok";
  #probeAtMs = 0;
  #probeDelayMs = 0;
  #timeoutMs: number;
  #answered = 0;
  #exceptions = 0;
  #timeouts = 0;
  #badCrcs = 0;
  #wrongReplies = 0;
  #busDowns = 0;
  #lateReplies = 0;
  #spared = 0;
  /** When the unit may be asked again, monotonic milliseconds. */
  restsUntilMs = Number.NEGATIVE_INFINITY;

  constructor(unit: number, settings: BusSettings, device: DeviceSettings | undefined) {
    this.unit = unit;
    this.minGapMs = device?.minGapMs ?? settings.deviceMinGapMs;
    this.#defaultTimeoutMs = device?.responseTimeoutMs ?? settings.responseTimeoutMs;
    this.#timeoutMs = this.#defaultTimeoutMs;
    this.#timeoutMsMin = settings.timeoutMsMin;
    this.#timeoutMsMax = settings.timeoutMsMax;
  }

  get state(): HealthState {
    return this.#state;
  }

  /** How long to wait for an answer: what the unit needs, or the default while it is in doubt. */
  get responseTimeoutMs(): number {
    return this.#state === "ok" ? this.#timeoutMs : this.#defaultTimeoutMs;
  }

  /** A typical turnaround for planning, or `undefined` before enough answers were seen. */
  get turnaroundMs(): number | undefined {
    return this.#turnarounds.quantileMs(0.5);
  }

  /** Whether a question may go to the unit; a silent one is asked only when its probe is due. */
  mayAsk(nowMs: number): boolean {
    return this.#state !== "defective" || nowMs >= this.#probeAtMs;
  }

  spare(): void {
    this.#spared++;
  }

  lineLost(): void {
    this.#busDowns++;
  }

  late(turnaroundMs: number): void {
    this.#lateReplies++;
    this.#learn(turnaroundMs);
  }

  /** Begins the rest after a question. */
  rest(nowMs: number): void {
    this.restsUntilMs = nowMs + this.minGapMs;
  }

  record(result: ExchangeResult, nowMs: number): void {
    this.rest(nowMs);
    switch (result.kind) {
      case "answered":
      case "exception":
        if (result.kind === "answered") this.#answered++;
        else this.#exceptions++;
        this.#learn(result.turnaroundMs);
        this.#state = "ok";
        this.#probeDelayMs = 0;
        return;
      case "timeout":
        this.#timeouts++;
        if (this.#state === "ok") this.#state = "suspect";
        else this.#silent(nowMs);
        return;
      case "badCrc":
        this.#badCrcs++;
        this.#state = "suspect";
        return;
      case "wrongReply":
        this.#wrongReplies++;
        this.#state = "suspect";
        return;
      case "busDown":
        this.#busDowns++;
        return;
      case "sent":
        return;
    }
  }

  statistics(): DeviceStatistics {
    return {
      unit: this.unit,
      state: this.#state,
      answered: this.#answered,
      exceptions: this.#exceptions,
      timeouts: this.#timeouts,
      badCrcs: this.#badCrcs,
      wrongReplies: this.#wrongReplies,
      busDowns: this.#busDowns,
      lateReplies: this.#lateReplies,
      spared: this.#spared,
      responseTimeoutMs: this.responseTimeoutMs,
      turnaroundCounts: this.#turnarounds.counts(),
      lifetime: this.#turnarounds.lifetime(),
    };
  }

  #silent(nowMs: number): void {
    this.#state = "defective";
    const nextMs = this.#probeDelayMs === 0 ? probeDelayMsMin : this.#probeDelayMs * 2;
    this.#probeDelayMs = Math.min(nextMs, probeDelayMsMax);
    this.#probeAtMs = nowMs + this.#probeDelayMs;
  }

  #learn(turnaroundMs: number): void {
    this.#turnarounds.add(turnaroundMs);
    const p99Ms = this.#turnarounds.quantileMs(0.99);
    if (p99Ms === undefined) return;
    this.#timeoutMs = Math.min(this.#timeoutMsMax, Math.max(this.#timeoutMsMin, p99Ms * 3));
  }
}
