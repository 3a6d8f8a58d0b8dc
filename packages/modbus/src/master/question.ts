/** A question on its way: who waits for it, whether it may be asked, and what came of it. */

import { broadcastUnit } from "../frame/rtu.ts";
import type { ModbusRequest } from "../pdu/request.ts";
import { requestFault } from "../pdu/request.ts";
import { isRead, isSameRequest } from "../pdu/same-request.ts";
import type { ExchangeResult, PollOutcome, PollTiming } from "./outcome.ts";
import type { Transport } from "./settings.ts";

/** One caller who waits for an outcome. */
export interface Waiter {
  readonly calledAtMs: number;
  readonly settle: (outcome: PollOutcome) => void;
}

export interface Question {
  readonly unit: number;
  readonly request: ModbusRequest;
  readonly queuedAtMs: number;
  rank: number;
  deadlineMs: number;
  attempts: number;
  /** The waiting time of a probe; undefined for every other question. */
  readonly probeTimeoutMs: number | undefined;
  readonly waiters: Waiter[];
}

/**
 * Says why a question cannot be asked.
 *
 * @param transport The framing of the bus.
 * @param unit The unit to ask.
 * @param request What to ask.
 * @returns A sentence, or `undefined` when the question is in order.
 */
export function questionFault(
  transport: Transport,
  unit: number,
  request: ModbusRequest,
): string | undefined {
  const most = transport === "rtu" ? 247 : 255;
  if (!Number.isInteger(unit) || unit < 0 || unit > most)
    return `Unit ${unit} is not 0 to ${most}.`;
  const broadcast = unit === broadcastUnit && transport === "rtu";
  if (broadcast && !request.kind.startsWith("write")) {
    return "A broadcast cannot be answered, so it cannot read.";
  }
  return requestFault(request);
}

/**
 * Says whether an answer to the question also answers somebody who asks this.
 *
 * @param question A question that waits or is on the line.
 * @param unit The unit to ask.
 * @param request What to ask.
 * @returns `true` for equal reads of one unit; neither a write nor a probe is ever shared.
 */
export function isSharedBy(question: Question, unit: number, request: ModbusRequest): boolean {
  if (question.unit !== unit || question.probeTimeoutMs !== undefined) return false;
  return isRead(request) && isSameRequest(question.request, request);
}

/**
 * Says whether a failed question is worth a second attempt.
 *
 * @param question The question; a write is never repeated unasked, a probe never at all.
 * @param result How its attempt ended.
 * @param retries How many attempts may follow the first.
 * @param nowMs The time, monotonic milliseconds.
 * @returns `true` while somebody waits, its deadline has not passed and attempts are left.
 */
export function deservesRetry(
  question: Question,
  result: ExchangeResult,
  retries: number,
  nowMs: number,
): boolean {
  if (!isRead(question.request) || question.probeTimeoutMs !== undefined) return false;
  if (question.waiters.length === 0) return false;
  if (question.attempts > retries || nowMs >= question.deadlineMs) return false;
  return result.kind === "timeout" || result.kind === "badCrc" || result.kind === "wrongReply";
}

/**
 * Turns the end of an exchange into the outcome for one caller.
 *
 * @param result What the engine reports.
 * @param timing When it ended and how long that took, without the turnaround.
 * @returns The outcome.
 */
export function outcomeOf(
  result: ExchangeResult,
  timing: Omit<PollTiming, "turnaroundMs">,
): PollOutcome {
  switch (result.kind) {
    case "answered": {
      const { response, turnaroundMs } = result;
      return { kind: "answered", response, timing: { ...timing, turnaroundMs } };
    }
    case "exception": {
      const { code, turnaroundMs } = result;
      return { kind: "exception", code, timing: { ...timing, turnaroundMs } };
    }
    case "sent":
    case "timeout":
    case "badCrc":
    case "wrongReply":
    case "busDown":
      return { kind: result.kind, timing: { ...timing, turnaroundMs: 0 } };
  }
}
