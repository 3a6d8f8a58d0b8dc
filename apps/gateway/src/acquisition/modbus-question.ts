/** From a meter on a bus to the question it is asked, and from the answers to its blocks. Pure. */

import type { CounterId } from "@mega/domain";
import type { InstalledModbusMeter } from "@mega/installation";
import type { WantedRange, WordBlock } from "@mega/profiles";
import type { MeterQuestion, RangeAnswer } from "./bus/meter-question.ts";

/** The question for the ranges wanted of a meter. */
export function modbusQuestion(
  { meter, profile }: InstalledModbusMeter,
  wanted: readonly WantedRange[],
  priority: MeterQuestion["priority"],
): MeterQuestion {
  const { maxWordsPerRead, holesAllowed } = profile.limits;
  return {
    busId: meter.bus ?? "",
    unit: meter.address ?? 0,
    ranges: wanted.map((range) => ({
      functionCode: range.function,
      address: range.wordAddress,
      count: range.wordCount,
    })),
    limits: { maxWordsPerRead, holesAllowed },
    priority,
  };
}

/** The blocks of the answers, in the order of what was wanted. */
export function blocksOf(
  wanted: readonly WantedRange[],
  answers: readonly RangeAnswer[],
): readonly WordBlock[] {
  return wanted.map((range, index): WordBlock => {
    const answer = answers[index];
    if (answer?.kind === "words") {
      const { function: code, wordAddress } = range;
      return { kind: "words", function: code, wordAddress, words: answer.words };
    }
    const { reason = "not-polled", detail = "the range was not asked" } = answer ?? {};
    return { kind: "failed", ...range, reason, detail };
  });
}

/** When each range was answered or given up, by "function:address". */
export function answerTimes(
  wanted: readonly WantedRange[],
  answers: readonly RangeAnswer[],
): ReadonlyMap<string, number> {
  return new Map(
    wanted.map((range, index) => {
      const answer = answers[index];
      const atMs = answer?.kind === "words" ? answer.answeredAtMs : (answer?.endedAtMs ?? 0);
      return [`${range.function}:${range.wordAddress}`, atMs];
    }),
  );
}

/** The longest turnaround of the answers, milliseconds; null when none came. */
export function latencyOf(answers: readonly RangeAnswer[]): number | null {
  const turnarounds = answers.flatMap((answer) =>
    answer.kind === "words" ? [answer.turnaroundMs] : [],
  );
  return turnarounds.length === 0 ? null : Math.max(...turnarounds);
}

/** The place of a counter in the times of `answerTimes`. */
export function placeOfCounter({ profile }: InstalledModbusMeter, counterId: CounterId): string {
  const counter = profile.counters[counterId];
  return counter === undefined ? "" : `${counter.function}:${counter.wordAddress}`;
}
