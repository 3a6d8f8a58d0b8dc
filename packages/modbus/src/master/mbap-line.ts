/** The MBAP engine on a link: a window of transactions, one timer for the earliest deadline. */

import type { Link } from "@mega/link";
import type { ModbusRequest } from "../pdu/request.ts";
import type { BusClock } from "./bus-clock.ts";
import type { BusLine, LineCounters, LineJob, LineListener } from "./bus-line.ts";
import type { MbapEnd } from "./mbap-engine.ts";
import { MbapEngine } from "./mbap-engine.ts";
import type { BusSettings } from "./settings.ts";

export class MbapLine implements BusLine {
  readonly #clock: BusClock;
  readonly #listener: LineListener;
  readonly #engine: MbapEngine;
  readonly #window: number;
  #link: Link | undefined;
  #cancel: (() => void) | undefined;
  #firesAtMs = 0;
  #polling = false;

  constructor(settings: BusSettings, clock: BusClock, listener: LineListener) {
    this.#clock = clock;
    this.#listener = listener;
    this.#engine = new MbapEngine(settings.acceptAnyUnitAnswer);
    this.#window = settings.window;
  }

  isFree(): boolean {
    return this.#link !== undefined && this.#engine.inFlight < this.#window;
  }

  heldUntilMs(_unit: number, _request: ModbusRequest, nowMs: number): number {
    return nowMs;
  }

  send(job: LineJob): void {
    const frame = this.#engine.begin(job, this.#clock.monotonicMs());
    this.#listener.onTrace("sent", frame);
    this.#arm();
    this.#link?.write(frame);
  }

  up(link: Link): void {
    this.#link = link;
    link.onBytes = (bytes) => {
      this.#listener.onTrace("received", bytes);
      const taken = this.#engine.take(bytes, this.#clock.monotonicMs());
      this.#finish(taken.ends);
      if (taken.broken !== undefined) this.#listener.onBroken(taken.broken);
    };
  }

  down(): void {
    this.#link = undefined;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#finish(this.#engine.down());
  }

  counters(): LineCounters {
    const { lateFrames, droppedBytes } = this.#engine;
    return { lateFrames, droppedBytes, echoes: 0 };
  }

  #finish(ends: readonly MbapEnd[]): void {
    for (const { job, result } of ends) job.onEnd(result);
  }

  #arm(): void {
    const wakeAtMs = this.#engine.wakeAtMs();
    if (wakeAtMs === Number.POSITIVE_INFINITY) return;
    if (this.#cancel !== undefined && this.#firesAtMs <= wakeAtMs) return;
    this.#cancel?.();
    this.#firesAtMs = wakeAtMs;
    const delayMs = Math.max(0, wakeAtMs - this.#clock.monotonicMs());
    this.#cancel = this.#clock.setTimer(delayMs, () => this.#fire());
  }

  #fire(): void {
    this.#cancel = undefined;
    if (this.#polling) return;
    this.#polling = true;
    this.#clock.afterPoll(() => {
      this.#polling = false;
      this.#finish(this.#engine.tick(this.#clock.monotonicMs()));
      this.#arm();
    });
  }
}
