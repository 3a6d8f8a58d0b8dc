/** GET /channels/:channelNo: the row of the table, what it rests on, and its counting periods. */

import type { ChannelDetail, ReadingEvidence, TenancyInfo } from "@mega/contract";
import { type CounterNo, decimalText, indexOfCount, toUtcString } from "@mega/domain";
import type { LedgerView, TenancyRecord } from "@mega/ledger";
import { reasonOf, shownTenancy } from "../counters/channel-inputs.ts";
import { type ChannelCounter, channelCounters } from "../counters/channel-sources.ts";
import type { Counters } from "../counters/counters.ts";
import { pastExchanges } from "../exchanges/past-exchanges.ts";
import type { ApiContext } from "./api-context.ts";
import { installedChannel } from "./channel-path.ts";

/** Counting periods in an answer. */
const TENANCIES_MAX = 100;
const counterNos: readonly CounterNo[] = [1, 2];

/** One channel closely. */
export async function channelDetail(
  context: ApiContext,
  counters: Counters,
  channelNo: number,
): Promise<ChannelDetail> {
  installedChannel(context, channelNo);
  const table = await counters.table({ channels: new Set([channelNo]) });
  const [channel] = table.rows;
  if (channel === undefined) throw new Error("Broken assumption: every channel has a row");
  const view = context.ledger.snapshot();
  const tenancies = view.tenancies.get(channelNo) ?? [];
  const shown = shownTenancy(view, channelNo);
  return {
    generatedAt: table.generatedAt,
    timeZone: table.timeZone,
    channel,
    evidence: await evidenceOf(context, counters, view, channelNo),
    tenancies: tenancies.slice(-TENANCIES_MAX).reverse().map(tenancyInfo),
    exchanges: await pastExchanges(context, view, channelNo),
    firstReadingAt: shown === undefined ? null : toUtcString(shown.startedAtMs),
    head: table.head,
  };
}

async function evidenceOf(
  { planned, ledger }: ApiContext,
  counters: Counters,
  view: LedgerView,
  channelNo: number,
): Promise<ReadingEvidence[]> {
  const plan = planned.plan.channels.find(({ channel }) => channel.channelNo === channelNo);
  if (plan === undefined) return [];
  const found: ReadingEvidence[] = [];
  for (const counter of channelCounters(view, planned.plan, plan)) {
    const { source } = counter;
    const outcome = source && view.standings.get(source.sourceNo)?.lastOutcome;
    const stored = outcome && (await ledger.readingEvidence(source.sourceNo, outcome.seq));
    const attempt = counters.attempts.of(plan.meterId, counter.description.counterId);
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

function tenancyInfo(tenancy: TenancyRecord): TenancyInfo {
  return {
    tenancyId: tenancy.tenancyId,
    startedAt: toUtcString(tenancy.startedAtMs),
    endedAt: tenancy.endedAtMs === null ? null : toUtcString(tenancy.endedAtMs),
    openings: counterNos.flatMap((counterNo) => {
      const index = tenancy.opening[counterNo];
      return index === null ? [] : [{ counterNo, unit: index.unit, index: decimalText(index) }];
    }),
    seq: tenancy.startedSeq,
  };
}
