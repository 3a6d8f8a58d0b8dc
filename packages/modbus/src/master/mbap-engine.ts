/**
 * The master's side of Modbus TCP: many transactions at once, told apart by their ids, as a machine
 * without clock or socket.
 *
 * A late answer has an id nobody waits for: it is dropped and counted. A stream with a wrong
 * protocol or length is broken for good and says so.
 *
 * Spec: MODBUS Messaging on TCP/IP Implementation Guide V1.0b, §3.1.3 and §4.2.
 */

import type { MbapFrame } from "../frame/mbap.ts";
import { encodeMbapFrame, takeMbapFrame } from "../frame/mbap.ts";
import { expectedResponseLength } from "../frame/rtu.ts";
import { joinBytes } from "../pdu/bytes.ts";
import { encodeRequest } from "../pdu/request.ts";
import { decodeResponse } from "../pdu/response.ts";
import type { LineJob } from "./bus-line.ts";
import { hiddenCharMs } from "./line-timing.ts";
import type { ExchangeResult } from "./outcome.ts";

export interface MbapEnd {
  readonly job: LineJob;
  readonly result: ExchangeResult;
}

export interface MbapTaken {
  readonly ends: readonly MbapEnd[];
  readonly broken: string | undefined;
}

interface Pending {
  readonly job: LineJob;
  readonly sentAtMs: number;
  readonly deadlineMs: number;
}

const none: readonly MbapEnd[] = [];
const nothing: Uint8Array = new Uint8Array(0);

export class MbapEngine {
  readonly #acceptAnyUnit: boolean;
  readonly #pending = new Map<number, Pending>();
  #rest: Uint8Array = nothing;
  #nextId = 0;
  lateFrames = 0;
  droppedBytes = 0;

  constructor(acceptAnyUnit: boolean) {
    this.#acceptAnyUnit = acceptAnyUnit;
  }

  get inFlight(): number {
    return this.#pending.size;
  }

  begin(job: LineJob, nowMs: number): Uint8Array {
    do this.#nextId = (this.#nextId + 1) & 0xffff;
    while (this.#pending.has(this.#nextId));
    // Many peers stand before a serial line, on which a long reply takes its time.
    const replyMs = (expectedResponseLength(job.request) ?? 256) * hiddenCharMs;
    const deadlineMs = nowMs + job.timeoutMs + replyMs;
    this.#pending.set(this.#nextId, { job, sentAtMs: nowMs, deadlineMs });
    const pdu = encodeRequest(job.request);
    return encodeMbapFrame({ transactionId: this.#nextId, unit: job.unit, pdu });
  }

  take(bytes: Uint8Array, nowMs: number): MbapTaken {
    const ends: MbapEnd[] = [];
    // What is left over is the start of one frame: less than 260 bytes.
    const stream = this.#rest.length === 0 ? bytes : joinBytes([this.#rest, bytes]);
    for (let at = 0; ; ) {
      const head = takeMbapFrame(stream, at, stream.length);
      if (head.kind === "broken") return { ends, broken: head.why };
      if (head.kind === "more") {
        this.#rest = at === stream.length ? nothing : stream.slice(at);
        return { ends, broken: undefined };
      }
      const end = this.#match(head.frame, nowMs);
      if (end !== undefined) ends.push(end);
      at = head.end;
    }
  }

  /** When the next transaction times out; infinity when none is in flight. */
  wakeAtMs(): number {
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const { deadlineMs } of this.#pending.values()) {
      earliestMs = Math.min(earliestMs, deadlineMs);
    }
    return earliestMs;
  }

  tick(nowMs: number): readonly MbapEnd[] {
    if (this.wakeAtMs() > nowMs) return none;
    const ends: MbapEnd[] = [];
    for (const [id, { job, deadlineMs }] of this.#pending) {
      if (deadlineMs > nowMs) continue;
      this.#pending.delete(id);
      ends.push({ job, result: { kind: "timeout" } });
    }
    return ends;
  }

  /** Ends everything in flight and forgets the stream. */
  down(): readonly MbapEnd[] {
    const ends = [...this.#pending.values()].map(
      ({ job }): MbapEnd => ({ job, result: { kind: "busDown" } }),
    );
    this.#pending.clear();
    this.#rest = nothing;
    return ends;
  }

  #match(frame: MbapFrame, nowMs: number): MbapEnd | undefined {
    const pending = this.#pending.get(frame.transactionId);
    if (pending === undefined) {
      this.lateFrames++;
      return undefined;
    }
    this.#pending.delete(frame.transactionId);
    const { job } = pending;
    const anyUnit = this.#acceptAnyUnit && (frame.unit === 0 || frame.unit === 0xff);
    if (frame.unit !== job.unit && !anyUnit) return { job, result: { kind: "wrongReply" } };
    const decoded = decodeResponse(job.request, frame.pdu);
    const turnaroundMs = nowMs - pending.sentAtMs;
    switch (decoded.kind) {
      case "response":
        return { job, result: { kind: "answered", response: decoded.response, turnaroundMs } };
      case "exception":
        return { job, result: { kind: "exception", code: decoded.code, turnaroundMs } };
      case "wrong":
        return { job, result: { kind: "wrongReply" } };
    }
  }
}
