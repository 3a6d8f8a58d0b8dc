/**
 * The MBAP engine on a link: a window of transactions, one timer for the earliest deadline. A
 * connection on which several questions in a row time out and nothing is heard is given up: the
 * peer may have lost it without a word.
 */

import type { Link } from "@mega/link";
import { joinBytes } from "../pdu/bytes.ts";
import type { ModbusRequest } from "../pdu/request.ts";
import type { BusClock } from "./bus-clock.ts";
import type { BusLine, LineCounters, LineJob, LineListener } from "./bus-line.ts";
import type { MbapEnd } from "./mbap-engine.ts";
import { MbapEngine } from "./mbap-engine.ts";
import type { BusSettings } from "./settings.ts";

/** Timeouts in a row without a byte that end a connection. */
const silentTimeoutsMax = 4;

export class MbapLine implements BusLine {
  readonly #clock: BusClock;
  readonly #listener: LineListener;
  readonly #engine: MbapEngine;
  readonly #window: number;
  #link: Link | undefined;
  #cancel: (() => void) | undefined;
  #firesAtMs = 0;
  #polling = false;
  #silentTimeouts = 0;
  /** Questions of a window that are written together when this turn ends. */
  #unwritten: Uint8Array[] = [];

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
    if (this.#window === 1) this.#link?.write(frame);
    else if (this.#unwritten.push(frame) === 1) queueMicrotask(() => this.#write());
  }

  up(link: Link): void {
    this.#link = link;
    this.#silentTimeouts = 0;
    link.onBytes = (bytes) => {
      this.#silentTimeouts = 0;
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
    this.#unwritten = [];
    this.#finish(this.#engine.down());
  }

  counters(): LineCounters {
    const { lateFrames, droppedBytes } = this.#engine;
    return { lateFrames, droppedBytes, echoes: 0 };
  }

  #finish(ends: readonly MbapEnd[]): void {
    for (const { job, result } of ends) job.onEnd(result);
  }

  #write(): void {
    const frames = this.#unwritten;
    this.#unwritten = [];
    if (frames.length > 0) this.#link?.write(joinBytes(frames));
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
      const ends = this.#engine.tick(this.#clock.monotonicMs());
      this.#silentTimeouts += ends.length;
      this.#finish(ends);
      if (this.#silentTimeouts >= silentTimeoutsMax && this.#link !== undefined) {
        this.#listener.onBroken("Nothing is heard on this connection.");
      } else this.#arm();
    });
  }
}
