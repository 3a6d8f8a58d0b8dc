/** GET /channels/:channelNo: the row of the table, what it rests on, and its counting periods. */

import type { ChannelDetail, ReadingEvidence, TenancyInfo } from "@mega/contract";
import { type CounterNo, decimalText, indexOfCount, parseInstant, toUtcString } from "@mega/domain";
import {
  type ChannelCounter,
  channelCounters,
  reasonOf,
  type SeenChannel,
  type SeenFigures,
  shownTenancy,
} from "@mega/figures";
import type { TenancyRecord } from "@mega/ledger";
import { pastExchanges } from "../exchanges/past-exchanges.ts";
import type { ApiContext } from "./api-context.ts";

/** Counting periods in an answer. */
const TENANCIES_MAX = 100;
const counterNos: readonly CounterNo[] = [1, 2];

/** One channel closely. */
export async function channelDetail(
  context: ApiContext,
  figures: SeenFigures,
  channelNo: number,
): Promise<ChannelDetail> {
  const seen = await figures.channel(channelNo);
  const table = await figures.table({ channels: new Set([channelNo]) });
  const [channel] = table.rows;
  if (channel === undefined) throw new Error("Broken assumption: every channel has a row");
  const tenancies = seen.told.tenancies.get(channelNo) ?? [];
  const shown = shownTenancy(seen.told, channelNo);
  const exchanges = await pastExchanges(context, seen.computed, channelNo);
  return {
    generatedAt: table.generatedAt,
    timeZone: table.timeZone,
    channel,
    evidence: await evidenceOf(context, seen, channelNo),
    tenancies: tenancies.slice(-TENANCIES_MAX).reverse().map(tenancyInfo),
    exchanges: exchanges.filter(({ at }) => seen.isSeenAt(parseInstant(at) ?? 0)),
    firstReadingAt: shown === undefined ? null : toUtcString(shown.startedAtMs),
    head: table.head,
  };
}

async function evidenceOf(
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
