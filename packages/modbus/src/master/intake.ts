/**
 * Where callers come in: a question is answered from what is kept, refused, joined to an equal one,
 * or put into the queue.
 */

import type { ModbusRequest } from "../pdu/request.ts";
import type { BusClock } from "./bus-clock.ts";
import type { TransactOptions } from "./bus-port.ts";
import type { DeviceTable } from "./device-table.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { LinkState } from "./link-keeper.ts";
import type { PollOutcome } from "./outcome.ts";
import type { Question, Waiter } from "./question.ts";
import { questionFault } from "./question.ts";
import type { ReadCache } from "./read-cache.ts";
import type { QuestionQueue } from "./scheduler.ts";
import { rankOf } from "./scheduler.ts";
import type { Transport } from "./settings.ts";
import type { Settlement } from "./settlement.ts";

export interface IntakeParts {
  readonly transport: Transport;
  readonly clock: BusClock;
  readonly queue: QuestionQueue;
  readonly devices: DeviceTable;
  readonly cache: ReadCache;
  readonly settlement: Settlement;
  readonly dispatcher: Dispatcher;
  readonly linkState: () => LinkState;
}

export class Intake {
  readonly #parts: IntakeParts;
  #shared = 0;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Questions served by the answer to another one. */
  get shared(): number {
    return this.#shared;
  }

  transact(unit: number, request: ModbusRequest, options: TransactOptions): Promise<PollOutcome> {
    const fault = questionFault(this.#parts.transport, unit, request);
    if (fault !== undefined) return Promise.reject(new RangeError(fault));
    const calledAtMs = this.#parts.clock.monotonicMs();
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
    const { cache, devices, settlement, linkState } = this.#parts;
    if (options.signal?.aborted) return settlement.unsent("aborted", calledAtMs);
    const maxAgeMs = options.maxAgeMs ?? 0;
    const kept = maxAgeMs > 0 ? cache.find(unit, request, maxAgeMs, calledAtMs) : undefined;
    if (kept !== undefined) {
      this.#shared++;
      return kept;
    }
    const { kind } = linkState();
    const probe = options.probeTimeoutMs !== undefined;
    const device = probe ? devices.known(unit) : devices.of(unit);
    if (kind === "down" || kind === "stopped") {
      device?.lineLost();
      return settlement.unsent("busDown", calledAtMs);
    }
    if (probe || device === undefined) return undefined;
    const urgent = options.priority === "write" || options.priority === "interactive";
    if (urgent || device.mayAsk(calledAtMs)) return undefined;
    device.spare();
    return settlement.unsent("timeout", calledAtMs);
  }

  #enqueue(
    unit: number,
    request: ModbusRequest,
    options: TransactOptions,
    calledAtMs: number,
  ): Promise<PollOutcome> {
    const { dispatcher, settlement } = this.#parts;
    const question = this.#questionFor(unit, request, options, calledAtMs);
    if (question === undefined) {
      return Promise.resolve(settlement.unsent("overloaded", calledAtMs));
    }
    const { promise, resolve } = Promise.withResolvers<PollOutcome>();
    const waiter: Waiter = { calledAtMs, settle: resolve };
    question.waiters.push(waiter);
    const { signal } = options;
    if (signal === undefined) {
      dispatcher.pump();
      return promise;
    }
    const onAbort = () => this.#abort(question, waiter);
    signal.addEventListener("abort", onAbort, { once: true });
    dispatcher.pump();
    return promise.finally(() => signal.removeEventListener("abort", onAbort));
  }

  /** An equal read that waits or runs, or a new question in the queue; none when that is full. */
  #questionFor(
    unit: number,
    request: ModbusRequest,
    options: TransactOptions,
    calledAtMs: number,
  ): Question | undefined {
    const { queue, dispatcher } = this.#parts;
    const rank = rankOf(options.priority);
    const deadlineMs = calledAtMs + (options.deadlineMs ?? Number.POSITIVE_INFINITY);
    // What was sent before the call serves only those who accept some age.
    const running = (options.maxAgeMs ?? 0) > 0 ? dispatcher.runningFor(unit, request) : undefined;
    const probe = options.probeTimeoutMs !== undefined;
    const shared = probe ? undefined : (running ?? queue.sharedBy(unit, request));
    if (shared !== undefined) {
      this.#shared++;
      shared.rank = Math.min(shared.rank, rank);
      shared.deadlineMs = Math.max(shared.deadlineMs, deadlineMs);
      return shared;
    }
    const { probeTimeoutMs } = options;
    const asked = { unit, request, rank, deadlineMs, queuedAtMs: calledAtMs, probeTimeoutMs };
    const question: Question = { ...asked, attempts: 0, waiters: [] };
    return queue.add(question) ? question : undefined;
  }

  /** Takes a caller off; the question itself is withdrawn when nobody waits and it is not sent. */
  #abort(question: Question, waiter: Waiter): void {
    const index = question.waiters.indexOf(waiter);
    if (index < 0) return;
    question.waiters.splice(index, 1);
    if (question.waiters.length === 0) this.#parts.queue.remove(question);
    waiter.settle(this.#parts.settlement.unsent("aborted", waiter.calledAtMs, question.attempts));
  }
}
