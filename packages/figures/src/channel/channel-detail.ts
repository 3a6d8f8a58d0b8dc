/** One channel closely: the row of the table, what it rests on, and its counting periods. */

import type { ChannelDetail, ReadingEvidence, TenancyInfo } from "@mega/contract";
import { type CounterNo, decimalText, parseInstant, toUtcString } from "@mega/domain";
import type { TenancyRecord } from "@mega/ledger";
import { pastExchanges } from "../exchange/past-exchanges.ts";
import type { FiguresGround } from "../ports.ts";
import type { SeenChannel, SeenFigures } from "../seen/seen-figures.ts";
import { shownTenancy } from "../table/channel-inputs.ts";

/** The newest reading of each counter as it came, for who has the raw words. */
type EvidenceOf = (seen: SeenChannel, channelNo: number) => Promise<ReadingEvidence[]>;

/** Counting periods in an answer. */
const TENANCIES_MAX = 100;
const counterNos: readonly CounterNo[] = [1, 2];

/**
 * One channel closely.
 *
 * @param evidenceOf none where nobody has the raw words
 * @throws MegaError NOT_FOUND for a channel that is not there, or not to be seen
 */
export async function channelDetail(
  ground: FiguresGround,
  figures: SeenFigures,
  channelNo: number,
  evidenceOf: EvidenceOf = async () => [],
): Promise<ChannelDetail> {
  const seen = await figures.channel(channelNo);
  const table = await figures.table({ channels: new Set([channelNo]) });
  const [channel] = table.rows;
  if (channel === undefined) throw new Error("Broken assumption: every channel has a row");
  const tenancies = seen.told.tenancies.get(channelNo) ?? [];
  const shown = shownTenancy(seen.told, channelNo);
  const exchanges = await pastExchanges(ground, seen.computed, channelNo);
  return {
    generatedAt: table.generatedAt,
    timeZone: table.timeZone,
    channel,
    evidence: await evidenceOf(seen, channelNo),
    tenancies: tenancies.slice(-TENANCIES_MAX).reverse().map(tenancyInfo),
    exchanges: exchanges.filter(({ at }) => seen.isSeenAt(parseInstant(at) ?? 0)),
    firstReadingAt: shown === undefined ? null : toUtcString(shown.startedAtMs),
    head: table.head,
  };
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
