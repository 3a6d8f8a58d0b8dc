/** Reads wanted ranges of one unit in few questions and hands each range its own outcome. */

import { exceptionCodes } from "../pdu/function-code.ts";
import type { ReadWordsRequest } from "../pdu/request.ts";
import type { PollOutcome } from "./outcome.ts";
import type { ReadBlock, ReadLimits, WordRange } from "./planner.ts";
import { planReads, type SeamMemory, seamOf } from "./planner.ts";

export interface RangeOutcome {
  readonly range: WordRange;
  readonly outcome: PollOutcome;
  /** The words of the range, only when the outcome is an answer. */
  readonly words: readonly number[] | undefined;
  /** Wall time of that answer, milliseconds since 1970 UTC. */
  readonly answeredAtMs: number | undefined;
}

export interface WordReader {
  readonly ask: (request: ReadWordsRequest) => Promise<PollOutcome>;
  readonly seams: SeamMemory;
  readonly unit: number;
  readonly limits: ReadLimits;
  readonly holeWordsMax: number;
}

/**
 * Reads ranges through the planner.
 *
 * @param reader How to ask one question, and what the unit and the line allow.
 * @param ranges The wanted ranges.
 * @returns One outcome per range, in the order of the ranges. A block refused with exception 2 or 3
 *   is split until the range at fault stands alone.
 * @throws RangeError when a range alone exceeds the limits.
 */
export async function readRanges(
  reader: WordReader,
  ranges: readonly WordRange[],
): Promise<readonly RangeOutcome[]> {
  const { limits, holeWordsMax, seams, unit } = reader;
  const hasSeam = (functionCode: 3 | 4, address: number) => seams.has(unit, functionCode, address);
  const blocks = planReads(ranges, limits, holeWordsMax, hasSeam);
  const found = new Map<number, RangeOutcome>();
  await Promise.all(blocks.map((block) => readBlock(reader, block, ranges, found)));
  return ranges.map((_, index) => {
    const outcome = found.get(index);
    if (outcome === undefined) throw new Error("A planned range has no outcome.");
    return outcome;
  });
}

async function readBlock(
  reader: WordReader,
  block: ReadBlock,
  ranges: readonly WordRange[],
  found: Map<number, RangeOutcome>,
): Promise<void> {
  const { functionCode, address, count } = block;
  const kind = functionCode === 3 ? "readHoldingWords" : "readInputWords";
  const outcome = await reader.ask({ kind, address, count });
  const seam = isRefusedSpan(outcome) ? seamOf(block, ranges) : undefined;
  if (seam !== undefined) {
    reader.seams.learn(reader.unit, functionCode, seam);
    const own = block.rangeIndexes.flatMap((index) => ranges[index] ?? []);
    const parts = planReads(
      own,
      reader.limits,
      reader.holeWordsMax,
      (code, at) => at === seam || reader.seams.has(reader.unit, code, at),
    );
    for (const part of parts) {
      const rangeIndexes = part.rangeIndexes.map((at) => block.rangeIndexes[at] ?? 0);
      await readBlock(reader, { ...part, rangeIndexes }, ranges, found);
    }
    return;
  }
  for (const index of block.rangeIndexes) {
    const range = ranges[index];
    if (range !== undefined) found.set(index, outcomeOf(range, address, outcome));
  }
}

function isRefusedSpan(outcome: PollOutcome): boolean {
  if (outcome.kind !== "exception") return false;
  const { illegalDataAddress, illegalDataValue } = exceptionCodes;
  return outcome.code === illegalDataAddress || outcome.code === illegalDataValue;
}

function outcomeOf(range: WordRange, blockAddress: number, outcome: PollOutcome): RangeOutcome {
  if (outcome.kind !== "answered" || !("words" in outcome.response)) {
    return { range, outcome, words: undefined, answeredAtMs: undefined };
  }
  const from = range.address - blockAddress;
  const words = outcome.response.words.slice(from, from + range.count);
  return { range, outcome, words, answeredAtMs: outcome.timing.endedAtMs };
}
