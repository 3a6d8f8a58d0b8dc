/** The newest reading of each counter of a channel as it came, with the raw words. */

import type { ReadingEvidence } from "@mega/contract";
import { decimalText, indexOfCount, toUtcString } from "@mega/domain";
import { type ChannelCounter, channelCounters, reasonOf, type SeenChannel } from "@mega/figures";
import type { ApiContext } from "./api-context.ts";

/** The evidence; nothing for a counter that was never asked. */
export async function channelEvidence(
  { planned, ledger }: ApiContext,
  { told: view, attempts }: SeenChannel,
  channelNo: number,
): Promise<ReadingEvidence[]> {
  const plan = planned.plan.channels.find(({ channel }) => channel.channelNo === channelNo);
  if (plan === undefined) return [];
  const found: ReadingEvidence[] = [];
  for (const counter of channelCounters(view, planned.plan, plan)) {
    const { source } = counter;
    const outcome = source && view.standings.get(source.sourceNo)?.lastOutcome;
    const stored = outcome && (await ledger.readingEvidence(source.sourceNo, outcome.seq));
    const attempt = attempts.of(plan.meterId, counter.description.counterId);
    if (stored !== undefined && stored !== null) {
      const { takenAtMs, status, reason, count, raw, seq } = stored;
      const rawHex = Buffer.from(raw).toString("hex");
      const figures = { count, index: indexText(counter, count) };
      const takenAt = toUtcString(takenAtMs);
      const { counterNo } = counter;
      found.push({ counterNo, takenAt, status, reason: reasonOf(reason), ...figures, rawHex, seq });
    } else if (attempt?.observed.kind === "none") {
      found.push({
        counterNo: counter.counterNo,
        takenAt: toUtcString(attempt.takenAtMs),
        status: "missing",
        reason: attempt.observed.reason,
        count: null,
        index: null,
        rawHex: Buffer.from(attempt.raw).toString("hex"),
        seq: null,
      });
    }
  }
  return found;
}

function indexText({ source }: ChannelCounter, count: number | null): string | null {
  if (source === undefined || count === null) return null;
  return decimalText(indexOfCount(source, count));
}
