/**
 * The RTU engine on a link: hands it time and bytes, and does what it says.
 *
 * One timer serves gap, timeout and silence. It is left standing when the engine wants to be woken
 * later, and asks again when it fires, so bytes that trickle in cost no timers.
 */

import type { Link } from "@mega/link";
import { encodeRtuFrame } from "../frame/rtu.ts";
import type { ModbusRequest } from "../pdu/request.ts";
import { encodeRequest } from "../pdu/request.ts";
import type { BusClock } from "./bus-clock.ts";
import type { BusLine, LineCounters, LineJob, LineListener } from "./bus-line.ts";
import { lineTiming } from "./line-timing.ts";
import type { ExchangeResult } from "./outcome.ts";
import { RtuEngine } from "./rtu-engine.ts";
import type { BusSettings } from "./settings.ts";

/** How long before a frame a blocking clock takes over from the timer, whose step is 1 ms. */
const blockedMs = 1.2;

export class RtuLine implements BusLine {
  readonly #clock: BusClock;
  readonly #listener: LineListener;
  readonly #engine: RtuEngine;
  #link: Link | undefined;
  #job: LineJob | undefined;
  #frame: Uint8Array = new Uint8Array(0);
  #cancel: (() => void) | undefined;
  #firesAtMs = 0;
  #polling = false;

  constructor(settings: BusSettings, clock: BusClock, listener: LineListener) {
    this.#clock = clock;
    this.#listener = listener;
    const noLine = { charMs: 0, t35Ms: 0, latencyMs: 0 };
    this.#engine = new RtuEngine(settings, noLine, listener.onLate);
  }

  isFree(): boolean {
    return this.#link !== undefined && this.#job === undefined;
  }

  heldUntilMs(unit: number, request: ModbusRequest, nowMs: number): number {
    return this.#engine.heldUntilMs(unit, request, nowMs);
  }

  send(job: LineJob): void {
    const { unit, request, timeoutMs } = job;
    this.#job = job;
    this.#frame = encodeRtuFrame(unit, encodeRequest(request));
    const nowMs = this.#clock.monotonicMs();
    this.#engine.begin({ unit, request, frame: this.#frame, timeoutMs }, nowMs);
    this.#arm(nowMs);
  }

  up(link: Link): void {
    this.#link = link;
    this.#engine.opened(lineTiming(link));
    link.onBytes = (bytes) => {
      this.#listener.onTrace("received", bytes);
      const nowMs = this.#clock.monotonicMs();
      const result = this.#engine.take(bytes, nowMs);
      if (result === undefined) this.#arm(nowMs);
      else this.#end(result);
    };
  }

  down(): void {
    this.#link = undefined;
    this.#disarm();
    this.#engine.down(this.#clock.monotonicMs());
    this.#end({ kind: "busDown" });
  }

  counters(): LineCounters {
    const { lateFrames, droppedBytes, echoes } = this.#engine;
    return { lateFrames, droppedBytes, echoes };
  }

  #end(result: ExchangeResult): void {
    const job = this.#job;
    this.#job = undefined;
    job?.onEnd(result);
  }

  #step(): void {
    const nowMs = this.#clock.monotonicMs();
    const step = this.#engine.tick(nowMs);
    if (step !== undefined && step.kind !== "transmit") {
      this.#end(step);
      return;
    }
    if (step !== undefined) {
      this.#listener.onTrace("sent", this.#frame);
      this.#link?.write(this.#frame);
    }
    this.#arm(nowMs);
  }

  #arm(nowMs: number): void {
    const wakeAtMs = this.#engine.wakeAtMs();
    if (wakeAtMs === Number.POSITIVE_INFINITY) return;
    const sending = this.#engine.phase === "gap";
    if (sending && wakeAtMs <= nowMs) {
      this.#step();
      return;
    }
    const blocks = sending && this.#clock.blockUntil !== undefined;
    const fireAtMs = blocks ? wakeAtMs - blockedMs : wakeAtMs;
    if (blocks && fireAtMs <= nowMs) {
      this.#clock.blockUntil?.(wakeAtMs);
      this.#step();
      return;
    }
    if (this.#cancel !== undefined && this.#firesAtMs <= fireAtMs) return;
    this.#cancel?.();
    this.#firesAtMs = fireAtMs;
    this.#cancel = this.#clock.setTimer(Math.max(0, fireAtMs - nowMs), () => this.#fire());
  }

  #fire(): void {
    this.#cancel = undefined;
    if (this.#polling || this.#engine.phase === "idle") return;
    const nowMs = this.#clock.monotonicMs();
    const early = this.#engine.wakeAtMs() > nowMs;
    if (early || this.#engine.phase === "gap") {
      this.#arm(nowMs);
      return;
    }
    this.#polling = true;
    this.#clock.afterPoll(() => {
      this.#polling = false;
      if (this.#link !== undefined) this.#step();
    });
  }

  #disarm(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
