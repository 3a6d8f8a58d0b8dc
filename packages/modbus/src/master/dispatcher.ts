/**
 * From the queue to the line and back: takes the question that goes next, hands it over when the
 * line is free, and repeats it, keeps its answer or ends it when its exchange is over.
 */

import type { ModbusRequest } from "../pdu/request.ts";
import { isRead } from "../pdu/same-request.ts";
import type { BusClock } from "./bus-clock.ts";
import type { BusLine } from "./bus-line.ts";
import type { DeviceTable } from "./device-table.ts";
import type { ExchangeListeners } from "./exchange-listeners.ts";
import type { ExchangeResult } from "./outcome.ts";
import type { Question } from "./question.ts";
import { deservesRetry, isSharedBy } from "./question.ts";
import type { ReadCache } from "./read-cache.ts";
import type { QuestionQueue, Readiness } from "./scheduler.ts";
import { rankOf } from "./scheduler.ts";
import type { Settlement } from "./settlement.ts";

export interface DispatcherParts {
  readonly clock: BusClock;
  readonly queue: QuestionQueue;
  readonly line: BusLine;
  readonly devices: DeviceTable;
  readonly cache: ReadCache;
  readonly settlement: Settlement;
  /** Attempts that may follow the first one of a read. */
  readonly retries: number;
  readonly exchanges: ExchangeListeners;
}

export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #readiness: Readiness;
  readonly #onLine = new Set<Question>();
  #up = false;
  #pumping = false;
  #cancelPump: (() => void) | undefined;
  #sent = 0;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    const { devices, line } = parts;
    this.#readiness = {
      restsUntilMs: (unit) => devices.known(unit)?.restsUntilMs ?? Number.NEGATIVE_INFINITY,
      heldUntilMs: (unit, request, nowMs) => line.heldUntilMs(unit, request, nowMs),
    };
  }

  /** Questions put on the line. */
  get sent(): number {
    return this.#sent;
  }

  /** A question on the line whose answer serves this one as well. */
  runningFor(unit: number, request: ModbusRequest): Question | undefined {
    for (const question of this.#onLine) {
      if (isSharedBy(question, unit, request)) return question;
    }
    return undefined;
  }

  up(): void {
    this.#up = true;
    this.pump();
  }

  /** Ends what waits; what is on the line is ended by the line. */
  down(): void {
    this.#up = false;
    this.#cancelPump?.();
    this.#cancelPump = undefined;
    const { line, queue, devices, settlement } = this.#parts;
    line.down();
    for (const question of queue.takeAll()) {
      devices.known(question.unit)?.lineLost();
      settlement.endUnsent(question, "busDown");
    }
  }

  /** Sends what may go now, or comes back when something may. */
  pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    this.#cancelPump?.();
    this.#cancelPump = undefined;
    const { clock, line, queue, settlement } = this.#parts;
    while (line.isFree() && queue.length > 0) {
      const nowMs = clock.monotonicMs();
      const choice = queue.next(nowMs, this.#readiness);
      if (choice.kind === "ask") {
        if (this.#isWorthAsking(choice.question, nowMs)) this.#ask(choice.question);
      } else if (choice.kind === "late") {
        settlement.endUnsent(choice.question, "overloaded");
      } else {
        this.#cancelPump = clock.setTimer(choice.untilMs - nowMs, () => this.pump());
        break;
      }
    }
    this.#pumping = false;
  }

  /** Spares the line what was queued for a unit before it was found silent. */
  #isWorthAsking(question: Question, nowMs: number): boolean {
    if (question.probeTimeoutMs !== undefined) return true;
    const device = this.#parts.devices.of(question.unit);
    if (question.rank <= rankOf("interactive") || device.mayAsk(nowMs)) return true;
    device.spare();
    this.#parts.settlement.endUnsent(question, "timeout");
    return false;
  }

  #ask(question: Question): void {
    const { unit, request, probeTimeoutMs } = question;
    question.attempts++;
    this.#sent++;
    this.#onLine.add(question);
    const { devices, clock } = this.#parts;
    const timeoutMs = probeTimeoutMs ?? devices.of(unit).responseTimeoutMs;
    const askedAtMs = clock.monotonicMs();
    const onEnd = (result: ExchangeResult) => this.#ended(question, result, askedAtMs);
    this.#parts.line.send({ unit, request, timeoutMs, onEnd });
  }

  #ended(question: Question, result: ExchangeResult, askedAtMs: number): void {
    const { clock, queue, devices, cache, settlement, retries, exchanges } = this.#parts;
    const { unit, request, probeTimeoutMs } = question;
    const nowMs = clock.monotonicMs();
    this.#onLine.delete(question);
    exchanges.ended(unit, result, nowMs - askedAtMs, probeTimeoutMs !== undefined);
    if (probeTimeoutMs !== undefined) {
      devices.known(unit)?.rest(nowMs);
      settlement.end(question, result, nowMs);
      this.pump();
      return;
    }
    const device = devices.of(unit);
    device.record(result, nowMs);
    const again = deservesRetry(question, result, retries, nowMs);
    if (again && this.#up && device.mayAsk(nowMs)) {
      queue.putBack(question);
      this.pump();
      return;
    }
    if (!isRead(request)) cache.forget(unit);
    const answer = settlement.end(question, result, nowMs);
    if (answer !== undefined && isRead(request)) cache.keep(unit, request, answer, nowMs);
    this.pump();
  }
}
