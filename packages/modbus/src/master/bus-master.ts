/**
 * The master of one bus: callers ask, it decides what goes on the line and when, and every question
 * ends in exactly one outcome.
 *
 *   transact ──▶ cache, single flight ──▶ queue ──▶ line (engine, link) ──▶ health ──▶ outcome
 */

import type { Link } from "@mega/link";
import type { ModbusRequest } from "../pdu/request.ts";
import { isRead } from "../pdu/same-request.ts";
import type { BusClock } from "./bus-clock.ts";
import type { BusLine, FrameTrace } from "./bus-line.ts";
import type { BusMaster, BusMasterOptions, TransactOptions } from "./bus-port.ts";
import type { BusStatistics } from "./bus-statistics.ts";
import { DeviceTable } from "./device-table.ts";
import type { FrameListener } from "./frame-listeners.ts";
import { FrameListeners } from "./frame-listeners.ts";
import type { Identification } from "./identify.ts";
import { identifyUnit } from "./identify.ts";
import { holeWordsMax, lineTiming } from "./line-timing.ts";
import { LinkKeeper } from "./link-keeper.ts";
import { MbapLine } from "./mbap-line.ts";
import type { ExchangeResult, PollOutcome } from "./outcome.ts";
import type { ReadLimits, WordRange } from "./planner.ts";
import { SeamMemory } from "./planner.ts";
import type { Question, Waiter } from "./question.ts";
import { deservesRetry, isSharedBy, outcomeOf, questionFault } from "./question.ts";
import { ReadCache } from "./read-cache.ts";
import type { RangeOutcome } from "./read-words.ts";
import { readRanges } from "./read-words.ts";
import { RtuLine } from "./rtu-line.ts";
import type { Readiness } from "./scheduler.ts";
import { QuestionQueue, rankOf } from "./scheduler.ts";
import type { BusSettings } from "./settings.ts";
import { busSettings } from "./settings.ts";

export type { BusMaster, BusMasterOptions, TransactOptions } from "./bus-port.ts";

/** How long an overload keeps the signal "cycle too short" up. */
const overloadShownMs = 60_000;

/**
 * Makes the master of one bus; nothing is opened before `start`.
 *
 * @param options How to open the link, the clock, and what differs from the default settings.
 * @returns The master.
 * @throws BusSettingsError when the settings cannot work, for example 33 meters on RS-485.
 */
export function createBusMaster(options: BusMasterOptions): BusMaster {
  return new Bus(options);
}

class Bus implements BusMaster {
  readonly #settings: BusSettings;
  readonly #clock: BusClock;
  readonly #queue: QuestionQueue;
  readonly #line: BusLine;
  readonly #keeper: LinkKeeper;
  readonly #devices: DeviceTable;
  readonly #cache: ReadCache;
  readonly #seams = new SeamMemory();
  readonly #onLine = new Set<Question>();
  readonly #listeners: FrameListeners;
  readonly #readiness: Readiness;
  #link: Link | undefined;
  #pumping = false;
  #cancelPump: (() => void) | undefined;
  #sent = 0;
  #shared = 0;
  #overloaded = 0;
  #overloadedAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: BusMasterOptions) {
    const settings = busSettings(options.settings ?? {});
    const { clock } = options;
    this.#settings = settings;
    this.#clock = clock;
    this.#queue = new QuestionQueue(settings.queueLengthMax, settings.ageingMs);
    this.#devices = new DeviceTable(settings);
    this.#listeners = new FrameListeners(clock);
    this.#cache = new ReadCache(settings.cachedReadsMax);
    this.#keeper = new LinkKeeper(options.open, clock, settings, {
      onUp: (link) => this.#up(link),
      onDown: () => this.#down(),
    });
    const listener = {
      onLate: (unit: number, turnaroundMs: number) => {
        this.#devices.of(unit).late(turnaroundMs);
        // A question held back for this reply may go; not from within the engine's hunt.
        this.#clock.setTimer(0, () => this.#pump());
      },
      onBroken: (why: string) => this.#keeper.reopen(why),
      onTrace: (kind: FrameTrace["kind"], bytes: Uint8Array) => this.#listeners.tell(kind, bytes),
    };
    const Line = settings.transport === "rtu" ? RtuLine : MbapLine;
    const line = new Line(settings, clock, listener);
    this.#line = line;
    this.#readiness = {
      restsUntilMs: (unit) => this.#devices.of(unit).restsUntilMs,
      heldUntilMs: (unit, request, nowMs) => line.heldUntilMs(unit, request, nowMs),
    };
  }

  start(): Promise<void> {
    return this.#keeper.start();
  }

  stop(): void {
    this.#keeper.stop();
  }

  transact(unit: number, request: ModbusRequest, options: TransactOptions): Promise<PollOutcome> {
    const fault = questionFault(this.#settings.transport, unit, request);
    if (fault !== undefined) return Promise.reject(new RangeError(fault));
    const calledAtMs = this.#clock.monotonicMs();
    const outcome = this.#withoutAsking(unit, request, options, calledAtMs);
    if (outcome !== undefined) return Promise.resolve(outcome);
    return this.#enqueue(unit, request, options, calledAtMs);
  }

  /** The outcome of a question that need not or must not be asked. */
  #withoutAsking(
    unit: number,
    request: ModbusRequest,
    options: TransactOptions,
    calledAtMs: number,
  ): PollOutcome | undefined {
    if (options.signal?.aborted) return this.#unsent("aborted", calledAtMs);
    const maxAgeMs = options.maxAgeMs ?? 0;
    const kept = maxAgeMs > 0 ? this.#cache.find(unit, request, maxAgeMs, calledAtMs) : undefined;
    if (kept !== undefined) {
      this.#shared++;
      return kept;
    }
    const { kind } = this.#keeper.state;
    const device = this.#devices.of(unit);
    if (kind === "down" || kind === "stopped") {
      device.lineLost();
      return this.#unsent("busDown", calledAtMs);
    }
    const urgent = options.priority === "write" || options.priority === "interactive";
    if (urgent || device.mayAsk(calledAtMs)) return undefined;
    device.spare();
    return this.#unsent("timeout", calledAtMs);
  }

  readWords(
    unit: number,
    ranges: readonly WordRange[],
    limits: ReadLimits,
    options: TransactOptions,
  ): Promise<readonly RangeOutcome[]> {
    const timing = lineTiming(this.#link ?? { baud: 9600, charBits: 10, latencyMs: 0 });
    const { turnaroundMs } = this.#devices.of(unit);
    const reader = {
      ask: (request: ModbusRequest) => this.transact(unit, request, options),
      seams: this.#seams,
      unit,
      limits,
      holeWordsMax: holeWordsMax(timing, turnaroundMs),
    };
    return readRanges(reader, ranges);
  }

  identify(
    unit: number,
    options: TransactOptions = { priority: "interactive" },
  ): Promise<Identification> {
    return identifyUnit((request) => this.transact(unit, request, options));
  }

  statistics(): BusStatistics {
    return {
      link: this.#keeper.state,
      opens: this.#keeper.opens,
      queueLength: this.#queue.length,
      sent: this.#sent,
      shared: this.#shared,
      overloaded: this.#overloaded,
      cycleTooShort: this.#clock.monotonicMs() - this.#overloadedAtMs < overloadShownMs,
      line: this.#line.counters(),
      devices: this.#devices.statistics(),
    };
  }

  onFrame(listener: FrameListener): () => void {
    return this.#listeners.add(listener);
  }

  #enqueue(
    unit: number,
    request: ModbusRequest,
    options: TransactOptions,
    calledAtMs: number,
  ): Promise<PollOutcome> {
    const { promise, resolve } = Promise.withResolvers<PollOutcome>();
    const { signal } = options;
    const waiter: Waiter = { calledAtMs, settle: resolve };
    const rank = rankOf(options.priority);
    const deadlineMs = calledAtMs + (options.deadlineMs ?? Number.POSITIVE_INFINITY);
    // What was sent before the call serves only those who accept some age.
    const running = (options.maxAgeMs ?? 0) > 0 ? this.#runningFor(unit, request) : undefined;
    const shared = running ?? this.#queue.sharedBy(unit, request);
    const question: Question = shared ?? {
      unit,
      request,
      queuedAtMs: calledAtMs,
      rank,
      deadlineMs,
      attempts: 0,
      waiters: [],
    };
    if (shared !== undefined) {
      this.#shared++;
      question.rank = Math.min(question.rank, rank);
      question.deadlineMs = Math.max(question.deadlineMs, deadlineMs);
    } else if (!this.#queue.add(question)) {
      return Promise.resolve(this.#overload(calledAtMs));
    }
    question.waiters.push(waiter);
    if (signal === undefined) {
      this.#pump();
      return promise;
    }
    const onAbort = () => this.#abort(question, waiter);
    signal.addEventListener("abort", onAbort, { once: true });
    this.#pump();
    return promise.finally(() => signal.removeEventListener("abort", onAbort));
  }

  #runningFor(unit: number, request: ModbusRequest): Question | undefined {
    for (const question of this.#onLine) {
      if (isSharedBy(question, unit, request)) return question;
    }
    return undefined;
  }

  /** Takes a caller off; the question itself is withdrawn when nobody waits and it is not sent. */
  #abort(question: Question, waiter: Waiter): void {
    const index = question.waiters.indexOf(waiter);
    if (index < 0) return;
    question.waiters.splice(index, 1);
    if (question.waiters.length === 0) this.#queue.remove(question);
    waiter.settle(this.#unsent("aborted", waiter.calledAtMs, question.attempts));
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    this.#cancelPump?.();
    this.#cancelPump = undefined;
    while (this.#line.isFree() && this.#queue.length > 0) {
      const nowMs = this.#clock.monotonicMs();
      const choice = this.#queue.next(nowMs, this.#readiness);
      if (choice.kind === "ask") {
        if (this.#isWorthAsking(choice.question, nowMs)) this.#ask(choice.question);
      } else if (choice.kind === "late") {
        for (const { calledAtMs, settle } of choice.question.waiters.splice(0)) {
          settle(this.#overload(calledAtMs, choice.question.attempts));
        }
      } else {
        const delayMs = choice.untilMs - nowMs;
        this.#cancelPump = this.#clock.setTimer(delayMs, () => this.#pump());
        break;
      }
    }
    this.#pumping = false;
  }

  /** Spares the line what was queued for a unit before it was found silent. */
  #isWorthAsking(question: Question, nowMs: number): boolean {
    const device = this.#devices.of(question.unit);
    if (question.rank <= rankOf("interactive") || device.mayAsk(nowMs)) return true;
    device.spare();
    for (const { calledAtMs, settle } of question.waiters.splice(0)) {
      settle(this.#unsent("timeout", calledAtMs, question.attempts));
    }
    return false;
  }

  #ask(question: Question): void {
    const { unit, request } = question;
    question.attempts++;
    this.#sent++;
    this.#onLine.add(question);
    const timeoutMs = this.#devices.of(unit).responseTimeoutMs;
    const onEnd = (result: ExchangeResult) => this.#ended(question, result);
    this.#line.send({ unit, request, timeoutMs, onEnd });
  }

  #ended(question: Question, result: ExchangeResult): void {
    const { unit, request } = question;
    const nowMs = this.#clock.monotonicMs();
    this.#onLine.delete(question);
    const device = this.#devices.of(unit);
    device.record(result, nowMs);
    const again = deservesRetry(question, result, this.#settings.retries, nowMs);
    if (again && this.#link !== undefined && device.mayAsk(nowMs)) {
      this.#queue.putBack(question);
      this.#pump();
      return;
    }
    if (!isRead(request)) this.#cache.forget(unit);
    this.#settle(question, result, nowMs);
    this.#pump();
  }

  #settle(question: Question, result: ExchangeResult, nowMs: number): void {
    const { unit, request, attempts, queuedAtMs } = question;
    const endedAtMs = this.#clock.nowMs();
    if (result.kind === "answered") {
      // One answer for all: a shared answer keeps the time of its own question.
      const answer = outcomeOf(result, { endedAtMs, elapsedMs: nowMs - queuedAtMs, attempts });
      if (isRead(request)) this.#cache.keep(unit, request, answer, nowMs);
      for (const { settle } of question.waiters.splice(0)) settle(answer);
      return;
    }
    for (const { calledAtMs, settle } of question.waiters.splice(0)) {
      settle(outcomeOf(result, { endedAtMs, elapsedMs: nowMs - calledAtMs, attempts }));
    }
  }

  #unsent(
    kind: "aborted" | "busDown" | "timeout" | "overloaded",
    calledAtMs: number,
    attempts = 0,
  ): PollOutcome {
    const elapsedMs = this.#clock.monotonicMs() - calledAtMs;
    const endedAtMs = this.#clock.nowMs();
    return { kind, timing: { endedAtMs, elapsedMs, turnaroundMs: 0, attempts } };
  }

  #overload(calledAtMs: number, attempts = 0): PollOutcome {
    this.#overloaded++;
    this.#overloadedAtMs = this.#clock.monotonicMs();
    return this.#unsent("overloaded", calledAtMs, attempts);
  }

  #up(link: Link): void {
    this.#link = link;
    this.#line.up(link);
    this.#pump();
  }

  #down(): void {
    this.#link = undefined;
    this.#cancelPump?.();
    this.#cancelPump = undefined;
    this.#line.down();
    for (const question of this.#queue.takeAll()) {
      this.#devices.of(question.unit).lineLost();
      for (const { calledAtMs, settle } of question.waiters.splice(0)) {
        settle(this.#unsent("busDown", calledAtMs, question.attempts));
      }
    }
  }
}
