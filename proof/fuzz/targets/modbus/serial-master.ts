/** Drives the master's engine for serial lines through a talk, under a clock of its own. */

import { encodeRtuFrame } from "../../../../packages/modbus/src/frame/rtu.ts";
import type { ExchangeResult } from "../../../../packages/modbus/src/master/outcome.ts";
import type { RtuEngine } from "../../../../packages/modbus/src/master/rtu-engine.ts";
import { encodeRequest } from "../../../../packages/modbus/src/pdu/request.ts";
import { joined } from "../../draw/spoil-bytes.ts";
import type { Question } from "./serial-talk.ts";
import { timeoutMs } from "./serial-talk.ts";

interface Coming {
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** How one question ended. */
export interface Ended {
  readonly result: ExchangeResult;
  /** Every byte that came between the question and its end. */
  readonly heard: Uint8Array;
}

/** What the talk needs of an engine. */
export type SerialEngine = Pick<
  RtuEngine,
  "begin" | "heldUntilMs" | "take" | "tick" | "wakeAtMs" | "opened"
>;

const stepsMax = 5000;
const nothing = new Uint8Array(0);

/** A master on a line; time passes from question to question. */
export class SerialMaster {
  readonly #engine: SerialEngine;
  #nowMs = 0;
  #coming: readonly Coming[] = [];

  constructor(engine: SerialEngine) {
    this.#engine = engine;
  }

  /**
   * Asks one question and plays what is heard.
   *
   * @returns How it ended; undefined when it does not end.
   */
  ask({ unit, request, heard }: Question): Ended | undefined {
    this.#waitUntilFree(unit, request);
    const frame = encodeRtuFrame(unit, encodeRequest(request));
    this.#engine.begin({ unit, request, frame, timeoutMs }, this.#nowMs);
    let taken: Uint8Array[] = [];
    for (let steps = 0; steps < stepsMax; steps++) {
      const bytes = this.#nextBytes(this.#engine.wakeAtMs());
      if (bytes !== undefined) {
        taken.push(bytes);
        const result = this.#engine.take(bytes, this.#nowMs);
        if (result !== undefined) return { result, heard: joined(...taken) };
        continue;
      }
      const step = this.#engine.tick(this.#nowMs);
      if (step?.kind === "transmit") {
        taken = [];
        this.#expect(heard.map((one) => ({ ...one, atMs: this.#nowMs + one.afterMs })));
      } else if (step !== undefined) {
        return { result: step, heard: joined(nothing, ...taken) };
      }
    }
    return undefined;
  }

  /** Lets everything come that is still under way, and then some silence. */
  calm(silenceMs: number): void {
    for (const { atMs, bytes } of this.#coming) {
      this.#nowMs = Math.max(this.#nowMs, atMs);
      this.#engine.take(bytes, this.#nowMs);
    }
    this.#coming = [];
    this.#nowMs += silenceMs;
  }

  /** Moves the time to the next event; its bytes, or undefined when it is the engine's turn. */
  #nextBytes(wakeMs: number): Uint8Array | undefined {
    const [next, ...rest] = this.#coming;
    if (next === undefined || next.atMs > wakeMs) {
      this.#nowMs = Math.max(this.#nowMs, wakeMs);
      return undefined;
    }
    this.#coming = rest;
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    return next.bytes;
  }

  #expect(more: readonly Coming[]): void {
    this.#coming = [...this.#coming, ...more].sort((a, b) => a.atMs - b.atMs);
  }

  /** Waits as the scheduler does while a late reply could be taken for the answer. */
  #waitUntilFree(unit: number, request: Question["request"]): void {
    for (;;) {
      const heldMs = this.#engine.heldUntilMs(unit, request, this.#nowMs);
      const [next, ...rest] = this.#coming;
      if (next === undefined || heldMs <= next.atMs) {
        this.#nowMs = Math.max(heldMs, this.#nowMs);
        return;
      }
      this.#coming = rest;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#engine.take(next.bytes, this.#nowMs);
    }
  }
}
