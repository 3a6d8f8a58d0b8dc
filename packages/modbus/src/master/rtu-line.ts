/**
 * The RTU engine on a link: hands it time and bytes, and does what it says.
 *
 * The timer of the gap leads to the next frame. The timer of the watch ends silences and timeouts; it
 * is left standing when the engine wants to be woken later, and asks again when it fires, so neither
 * bytes that trickle in nor replies that come in time cost timers.
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
  readonly #silenceMs: number;
  #link: Link | undefined;
  #job: LineJob | undefined;
  #frame: Uint8Array = new Uint8Array(0);
  #cancelGap: (() => void) | undefined;
  #cancelWatch: (() => void) | undefined;
  #watchAtMs = 0;
  #polling = false;

  constructor(settings: BusSettings, clock: BusClock, listener: LineListener) {
    this.#clock = clock;
    this.#listener = listener;
    this.#silenceMs = settings.badFrameSilenceMs;
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
    if (step === undefined) {
      this.#arm(nowMs);
    } else if (step.kind === "transmit") {
      this.#listener.onTrace("sent", this.#frame);
      this.#link?.write(this.#frame);
      if (this.#engine.phase !== "await") return;
      // No reply ends earlier than its first byte and a silence: a watch for then is never put off.
      this.#watch(Math.min(this.#engine.wakeAtMs(), nowMs + this.#silenceMs), nowMs);
    } else {
      this.#end(step);
    }
  }

  #arm(nowMs: number): void {
    switch (this.#engine.phase) {
      case "idle":
        return;
      case "gap":
        this.#approach(nowMs);
        return;
      case "await":
      case "quiet":
        this.#watch(this.#engine.wakeAtMs(), nowMs);
    }
  }

  /** Waits for the end of the gap: with a timer, and for the last moment by blocking if allowed. */
  #approach(nowMs: number): void {
    const sendAtMs = this.#engine.wakeAtMs();
    if (sendAtMs <= nowMs) {
      this.#step();
      return;
    }
    const blocks = this.#clock.blockUntil !== undefined;
    const fireAtMs = blocks ? sendAtMs - blockedMs : sendAtMs;
    if (blocks && fireAtMs <= nowMs) {
      this.#clock.blockUntil?.(sendAtMs);
      this.#step();
      return;
    }
    // A gap only grows, by noise: a timer that stands fires early and comes here again.
    this.#cancelGap ??= this.#clock.setTimer(fireAtMs - nowMs, () => {
      this.#cancelGap = undefined;
      if (this.#engine.phase === "gap") this.#approach(this.#clock.monotonicMs());
    });
  }

  #watch(wakeAtMs: number, nowMs: number): void {
    if (this.#cancelWatch !== undefined) {
      if (this.#watchAtMs <= wakeAtMs) return;
      this.#cancelWatch();
    }
    this.#watchAtMs = wakeAtMs;
    this.#cancelWatch = this.#clock.setTimer(Math.max(0, wakeAtMs - nowMs), () => this.#look());
  }

  #look(): void {
    this.#cancelWatch = undefined;
    const { phase } = this.#engine;
    if (this.#polling || phase === "idle" || phase === "gap") return;
    const nowMs = this.#clock.monotonicMs();
    if (this.#engine.wakeAtMs() > nowMs) {
      this.#watch(this.#engine.wakeAtMs(), nowMs);
      return;
    }
    this.#polling = true;
    this.#clock.afterPoll(() => {
      this.#polling = false;
      if (this.#link !== undefined) this.#step();
    });
  }

  #disarm(): void {
    this.#cancelGap?.();
    this.#cancelGap = undefined;
    this.#cancelWatch?.();
    this.#cancelWatch = undefined;
  }
}
