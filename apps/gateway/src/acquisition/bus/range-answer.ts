/** From the outcome of a poll to what a round records. Pure. */

import type { MissingReason } from "@mega/domain";
import { unreachable } from "@mega/domain";
import type { PollOutcome, RangeOutcome } from "@mega/modbus";
import type { RangeAnswer } from "./meter-question.ts";

/** The answer that a range's outcome stands for. */
export function rangeAnswerOf(result: RangeOutcome): RangeAnswer {
  const { outcome, words, answeredAtMs } = result;
  if (words !== undefined && answeredAtMs !== undefined) {
    return { kind: "words", words, answeredAtMs, turnaroundMs: outcome.timing.turnaroundMs };
  }
  const { reason, detail } = failureOf(outcome);
  return { kind: "none", reason, detail, endedAtMs: outcome.timing.endedAtMs };
}

function failureOf(outcome: PollOutcome): { reason: MissingReason; detail: string } {
  switch (outcome.kind) {
    case "answered":
    case "sent":
      return { reason: "wrong-reply", detail: "the reply holds no words" };
    case "exception":
      return { reason: "exception", detail: `exception ${outcome.code}` };
    case "timeout":
      return { reason: "timeout", detail: "no reply" };
    case "badCrc":
      return { reason: "bad-crc", detail: "the reply is garbled" };
    case "wrongReply":
      return { reason: "wrong-reply", detail: "a reply to another question" };
    case "busDown":
      return { reason: "bus-down", detail: "the bus is not open" };
    case "aborted":
      return { reason: "not-polled", detail: "given up" };
    case "overloaded":
      return { reason: "not-polled", detail: "the bus cannot carry what is asked of it" };
    default:
      return unreachable(outcome);
  }
}
