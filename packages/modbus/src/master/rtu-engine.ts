/**
 * The master's side of a serial line, one transaction at a time, as a machine without clock or port:
 * its owner tells it the time and the bytes, it tells when to send and what came of it.
 *
 *   idle ──begin──▶ gap ──tick──▶ await ──frame──▶ idle (answered, exception)
 *                  (t3.5)        │    └──whole frame, bad CRC──▶ quiet ──silence──▶ idle (badCrc)
 *                                ├──timeout or silence──▶ idle (timeout, badCrc, wrongReply)
 *                                └──copy of an older reply──▶ gap (the question goes out again)
 *
 * `await` begins with the first character sent: the end of our own frame is computed, for a write
 * returns long before the line has carried it. `tick` decides timeouts and silences, so its owner
 * calls it only after waiting input was delivered.
 *
 * Spec: MODBUS over Serial Line V1.02, §2.4.1 (master) and §2.5.1 (RTU).
 */

import { broadcastUnit, expectedResponseLength } from "../frame/rtu.ts";
import type { ModbusRequest, WriteCoilRequest, WriteWordRequest } from "../pdu/request.ts";
import { decodeResponse } from "../pdu/response.ts";
import { GhostList } from "./ghosts.ts";
import { HeardReplies } from "./heard-replies.ts";
import type { LineTiming } from "./line-timing.ts";
import { hiddenCharMs } from "./line-timing.ts";
import type { ExchangeResult } from "./outcome.ts";
import type { Prey } from "./receive-buffer.ts";
import { ReceiveBuffer } from "./receive-buffer.ts";
import type { BusSettings } from "./settings.ts";

export interface RtuJob {
  readonly unit: number;
  readonly request: ModbusRequest;
  readonly frame: Uint8Array;
  /** From the end of the question to the start of the answer. */
  readonly timeoutMs: number;
}

export type RtuStep = ExchangeResult | { readonly kind: "transmit" } | undefined;

type Phase = "idle" | "gap" | "await" | "quiet";

/** Noise that never ends must not stop a bus for ever. */
const noiseHoldMsMax = 500;
/** The most a stream of bytes may prolong a transaction past its deadline. */
const overtimeMsMax = 600;
/** What a question given up and asked again got is known so long: its first reply may yet come. */
const veryLateMsMax = 30_000;
const transmit = { kind: "transmit" } as const;

export class RtuEngine {
  readonly #settings: BusSettings;
  readonly #ghosts = new GhostList();
  readonly #heard = new HeardReplies();
  readonly #rx = new ReceiveBuffer();
  readonly #onLate: (unit: number, turnaroundMs: number) => void;
  #timing: LineTiming;
  #phase: Phase = "idle";
  #job: RtuJob | undefined;
  #echo: BusSettings["echo"];
  #prey: Prey | undefined;
  #echoSeen = false;
  #beganAtMs = 0;
  #lastByteAtMs = Number.NEGATIVE_INFINITY;
  #sentEndMs = Number.NEGATIVE_INFINITY;
  #deadlineMs = 0;
  /** How often the question in hand went out, and got what may be a copy of another one's reply. */
  #sendings = 0;
  #doubts = 0;
  lateFrames = 0;
  echoes = 0;

  constructor(
    settings: BusSettings,
    timing: LineTiming,
    onLate: (unit: number, turnaroundMs: number) => void,
  ) {
    this.#settings = settings;
    this.#timing = timing;
    this.#echo = settings.echo;
    this.#onLate = onLate;
  }

  get phase(): Phase {
    return this.#phase;
  }

  get droppedBytes(): number {
    return this.#rx.droppedBytes;
  }

  /**
   * Starts on a fresh line: what stood in the buffer is gone, what may still come is not, and it may
   * be another adapter, of unknown echo.
   */
  opened(timing: LineTiming): void {
    this.#timing = timing;
    this.#echo = this.#settings.echo;
    this.#rx.clear();
  }

  /** When this question may be sent without being confused; `nowMs` when it may be sent at once. */
  heldUntilMs(unit: number, request: ModbusRequest, nowMs: number): number {
    this.#ghosts.dropExpired(nowMs);
    return this.#ghosts.heldUntilMs(unit, request, nowMs);
  }

  begin(job: RtuJob, nowMs: number): void {
    this.#job = job;
    this.#phase = "gap";
    this.#beganAtMs = nowMs;
    this.#sendings = 0;
    this.#doubts = 0;
  }

  /** When `tick` has something to decide; infinity when only bytes can change anything. */
  wakeAtMs(): number {
    switch (this.#phase) {
      case "idle":
        return Number.POSITIVE_INFINITY;
      case "gap":
        return this.#mayTransmitAtMs();
      case "await":
      case "quiet":
        return this.#endsAtMs();
    }
  }

  take(bytes: Uint8Array, nowMs: number): ExchangeResult | undefined {
    this.#lastByteAtMs = nowMs;
    this.#rx.push(bytes);
    return this.#hunt(nowMs, false);
  }

  tick(nowMs: number): RtuStep {
    switch (this.#phase) {
      case "idle":
        return undefined;
      case "gap":
        return nowMs >= this.#mayTransmitAtMs() ? this.#transmit(nowMs) : undefined;
      case "await":
      case "quiet":
        return nowMs >= this.#endsAtMs() ? this.#end(nowMs) : undefined;
    }
  }

  /** The line is gone: a question in flight may still be answered on the next one. */
  down(nowMs: number): void {
    this.#haunt(nowMs, nowMs, this.#sendings);
    this.#finish();
  }

  #mayTransmitAtMs(): number {
    const { t35Ms, latencyMs } = this.#timing;
    const gapMs = Math.max(t35Ms, this.#settings.minGapMs);
    const heardMs = this.#lastByteAtMs + Math.max(0, gapMs - latencyMs);
    const holdMs = this.#rx.holding
      ? this.#lastByteAtMs + this.#settings.badFrameSilenceMs
      : Number.NEGATIVE_INFINITY;
    const noiseMs = Math.min(Math.max(heardMs, holdMs), this.#beganAtMs + noiseHoldMsMax);
    return Math.max(noiseMs, this.#sentEndMs + gapMs, this.#beganAtMs);
  }

  #transmit(nowMs: number): RtuStep {
    const job = this.#job;
    if (job === undefined) return undefined;
    const found = this.#hunt(nowMs, true);
    if (found !== undefined) return found;
    this.#rx.clear();
    this.#ghosts.dropExpired(nowMs);
    this.#echoSeen = false;
    this.#sendings++;
    const { charMs, latencyMs } = this.#timing;
    this.#sentEndMs = nowMs + job.frame.length * charMs;
    const replyMs = (expectedResponseLength(job.request) ?? 256) * (charMs || hiddenCharMs);
    this.#deadlineMs =
      job.unit === broadcastUnit
        ? this.#sentEndMs + this.#settings.broadcastTurnaroundMs
        : this.#sentEndMs + job.timeoutMs + replyMs + latencyMs;
    const { unit, request, frame } = job;
    this.#prey = { unit, request, echo: this.#echo === "absent" ? undefined : frame };
    this.#phase = "await";
    return transmit;
  }

  #endsAtMs(): number {
    const { badCrcSilenceMs, badFrameSilenceMs } = this.#settings;
    const { latencyMs } = this.#timing;
    const job = this.#job;
    if (job === undefined || job.unit === broadcastUnit || this.#rx.length === 0) {
      return this.#deadlineMs;
    }
    if (this.#phase === "quiet" && !this.#rx.holding) {
      return this.#lastByteAtMs + badCrcSilenceMs + latencyMs;
    }
    const silentAtMs = this.#lastByteAtMs + badFrameSilenceMs + latencyMs;
    const expected = expectedResponseLength(job.request) ?? 8;
    const looksCut = this.#rx.holding || this.#rx.length >= expected - 1;
    if (looksCut) return Math.min(silentAtMs, this.#deadlineMs + overtimeMsMax);
    return Math.min(Math.max(this.#deadlineMs, silentAtMs), this.#deadlineMs + overtimeMsMax);
  }

  #hunt(nowMs: number, final: boolean): ExchangeResult | undefined {
    const prey = this.#prey;
    for (;;) {
      const caught = this.#rx.hunt(prey, this.#ghosts, final);
      switch (caught.kind) {
        case "nothing":
          if (this.#rx.failedWhole && this.#phase === "await") this.#phase = "quiet";
          return undefined;
        case "echo":
          this.echoes++;
          this.#echoSeen = true;
          if (prey !== undefined) this.#learnEcho(prey);
          break;
        case "ghost":
          this.lateFrames++;
          this.#ghosts.remove(caught.ghost);
          this.#remember(caught.ghost, caught.pdu, nowMs);
          this.#onLate(caught.ghost.unit, nowMs - caught.ghost.sentEndMs);
          break;
        case "stray":
          break;
        case "frame": {
          const result = this.#answer(caught.pdu, caught.length, nowMs);
          if (result !== undefined) return result;
        }
      }
    }
  }

  /** A question that comes back is an echo, unless its reply looks the same. */
  #learnEcho(prey: Prey): void {
    prey.echo = undefined;
    if (this.#echo === "auto" && !isSingleWrite(prey.request)) this.#echo = "present";
  }

  #answer(pdu: Uint8Array, length: number, nowMs: number): ExchangeResult | undefined {
    const job = this.#job;
    if (job === undefined || job.unit === broadcastUnit) return undefined;
    const decoded = decodeResponse(job.request, pdu);
    if (decoded.kind === "wrong") return undefined;
    if (this.#isInDoubt(job, decoded.kind, pdu, nowMs)) return undefined;
    if (this.#echo === "auto") this.#echo = this.#echoSeen ? "present" : "absent";
    const { charMs, latencyMs } = this.#timing;
    const waitedMs = nowMs - this.#sentEndMs - length * charMs - latencyMs;
    const turnaroundMs = Math.max(0, waitedMs);
    this.#ghosts.prolong(job.unit, job.request, nowMs + this.#settings.ghostLifetimeMs);
    this.#finish();
    return decoded.kind === "exception"
      ? { kind: "exception", code: decoded.code, turnaroundMs }
      : { kind: "answered", response: decoded.response, turnaroundMs };
  }

  /**
   * Whether what came may be the second copy of a reply to another question. Copies are told from a
   * block that is really equal by asking once more: our own reply comes in addition to them.
   */
  #isInDoubt(job: RtuJob, kind: "response" | "exception", pdu: Uint8Array, nowMs: number): boolean {
    const copies = kind === "response" ? this.#heard.copiesPossible(job, pdu, nowMs) : 0;
    if (copies > this.#doubts) {
      this.#doubts++;
      if (this.#phase !== "gap") this.#beganAtMs = nowMs;
      this.#phase = "gap";
      return true;
    }
    // The one that was in doubt was a copy, so that a reply to each sending may still follow.
    if (copies === 0) this.#haunt(nowMs, nowMs, this.#sendings - 1);
    if (kind === "response") this.#remember(job, pdu, nowMs);
    return false;
  }

  #remember(asked: Pick<RtuJob, "unit" | "request">, pdu: Uint8Array, nowMs: number): void {
    const { ghostLifetimeMs } = this.#settings;
    if (ghostLifetimeMs === 0) return;
    const isRepeated = this.#ghosts.holds(asked.unit, asked.request);
    const keptMs = isRepeated ? Math.max(ghostLifetimeMs, veryLateMsMax) : ghostLifetimeMs;
    this.#heard.keep(asked, pdu, nowMs, nowMs + keptMs);
  }

  #end(nowMs: number): ExchangeResult {
    const job = this.#job;
    if (job?.unit === broadcastUnit) {
      this.#finish();
      return { kind: "sent" };
    }
    const found = this.#hunt(nowMs, true);
    if (found !== undefined) return found;
    const loneEcho = this.#loneWriteEcho(nowMs);
    if (loneEcho !== undefined) return loneEcho;
    const kind = this.#failure();
    const { ghostLifetimeMs } = this.#settings;
    const untilMs = this.#rx.failedWhole
      ? Math.max(nowMs, this.#deadlineMs)
      : nowMs + ghostLifetimeMs;
    this.#haunt(nowMs, untilMs - ghostLifetimeMs, 1);
    this.#haunt(nowMs, nowMs, this.#sendings - 1);
    this.#finish();
    return { kind };
  }

  /**
   * The reply to a single write equals its question. Until an adapter is known to echo or not, one
   * copy is taken for the reply, but only once no second copy came in time.
   */
  #loneWriteEcho(nowMs: number): ExchangeResult | undefined {
    const job = this.#job;
    if (job === undefined || !this.#echoSeen || this.#echo !== "auto") return undefined;
    const { unit, request } = job;
    if (!isSingleWrite(request)) return undefined;
    this.#ghosts.prolong(unit, request, nowMs + this.#settings.ghostLifetimeMs);
    this.#finish();
    return { kind: "answered", response: request, turnaroundMs: 0 };
  }

  #failure(): "timeout" | "badCrc" | "wrongReply" {
    if (this.#rx.failedWhole) return "badCrc";
    if (this.#rx.length === 0) return "timeout";
    if (this.#rx.holdsOtherFrame()) return "wrongReply";
    const expected = this.#job && expectedResponseLength(this.#job.request);
    // A reply of this length with a damaged head, or the head of one that was cut short.
    const cut = this.#rx.length >= 4 && this.#rx.length <= (expected ?? 256) + 8;
    return cut ? "badCrc" : "timeout";
  }

  /** Expects so many more replies to the question in hand. */
  #haunt(nowMs: number, fromMs: number, replies: number): void {
    const job = this.#job;
    if (job === undefined || job.unit === broadcastUnit) return;
    const expiresAtMs = fromMs + this.#settings.ghostLifetimeMs;
    if (expiresAtMs <= nowMs) return;
    const { unit, request } = job;
    for (let left = replies; left > 0; left--) {
      this.#ghosts.add({ unit, request, sentEndMs: this.#sentEndMs, expiresAtMs });
    }
  }

  #finish(): void {
    this.#phase = "idle";
    this.#job = undefined;
    this.#prey = undefined;
    this.#rx.clear();
  }
}

function isSingleWrite(request: ModbusRequest): request is WriteCoilRequest | WriteWordRequest {
  return request.kind === "writeCoil" || request.kind === "writeWord";
}
