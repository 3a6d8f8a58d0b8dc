/**
 * Gathers what a month of a channel is computed from and asks the one function that computes it. The
 * ledger's queries wait; the rule does not, so every instant it may ask for is fetched first.
 */

import {
  addMonths,
  type ChannelMonth,
  type ChannelNo,
  channelMonth,
  type MonthKey,
  type MonthPart,
  monthSpan,
  type ReadingsNear,
  type RecordedIndex,
  type SourceNo,
} from "@mega/domain";
import {
  type AcceptedReading,
  type LedgerView,
  latestReading,
  waitingBySource,
} from "@mega/ledger";
import type { FiguresLedger } from "../ports.ts";

/** Which month of which channel, and when it is looked at. */
export interface MonthAsked {
  readonly channelNo: ChannelNo;
  readonly month: MonthKey;
  readonly timeZone: string;
  readonly nowMs: number;
}

/** The one question that a month asks of the ledger. */
type Readings = Pick<FiguresLedger, "readingsAround">;

/** The month of a channel as the ledger stands. */
export async function computeMonth(
  ledger: Readings,
  view: LedgerView,
  asked: MonthAsked,
): Promise<ChannelMonth> {
  const { channelNo, month, timeZone, nowMs } = asked;
  const bindings = view.bindings.get(channelNo) ?? [];
  const tenancies = view.tenancies.get(channelNo) ?? [];
  const span = monthSpan(month, timeZone);
  const sourceNos = new Set<SourceNo>(
    bindings.flatMap(({ counter1, counter2 }) => [counter1, counter2]).filter((no) => no !== null),
  );
  const exchanges = view.exchanges.filter(
    ({ oldSourceNo, newSourceNo }) => sourceNos.has(oldSourceNo) || sourceNos.has(newSourceNo),
  );
  const instants = [
    span.fromMs,
    Math.min(span.toMs, nowMs),
    ...bindings.map(({ fromMs }) => fromMs),
    ...tenancies.flatMap(({ startedAtMs, endedAtMs }) => [startedAtMs, endedAtMs ?? startedAtMs]),
    ...exchanges.map(({ atMs }) => atMs),
  ].filter((atMs) => atMs >= span.fromMs && atMs <= span.toMs);
  const waiting = waitingBySource(view);
  const near = await fetchReadings(ledger, sourceNos, instants);
  return channelMonth({
    channelNo,
    month,
    timeZone,
    nowMs,
    bindings,
    tenancies,
    sources: view.sources,
    exchanges,
    recordedIndexes: [...closingsBefore(view, asked, span.fromMs), ...view.recordedIndexes],
    rollovers: view.rollovers,
    readingsAround: (sourceNo, atMs) => near.get(sourceNo, atMs),
    latest: (sourceNo) => latestReading(view, sourceNo),
    openQuarantines: [...sourceNos].flatMap((no) => waiting.get(no) ?? []),
    clockQuestion: near.unsynchronised,
  });
}

/** So far the beginning of a month moves where the building gets another zone. */
const ZONES_APART_MS = 26 * 3_600_000;

/**
 * A month begins where the one before was closed, also where that one ended by another zone: the hours
 * between two midnights belong to one of them.
 */
function closingsBefore(
  view: LedgerView,
  { channelNo, month }: MonthAsked,
  fromMs: number,
): RecordedIndex[] {
  const parts = view.closedMonths.get(channelNo)?.get(addMonths(month, -1))?.parts ?? [];
  return parts.map(({ sourceNo, counterNo, closing }) => {
    const isLast = parts.every((one) => one.counterNo !== counterNo || !isLater(one, closing.atMs));
    const isMoved = Math.abs(closing.atMs - fromMs) <= ZONES_APART_MS;
    const isMidnight = isLast && isMoved && !isChange(view, channelNo, closing.atMs);
    return { sourceNo, index: isMidnight ? { ...closing, atMs: fromMs } : closing };
  });
}

function isLater({ closing }: MonthPart, atMs: number): boolean {
  return closing.atMs > atMs;
}

/** Whether the channel's meter or period changed at the instant: then it is no end of a month. */
function isChange(view: LedgerView, channelNo: ChannelNo, atMs: number): boolean {
  const { exchanges, bindings, tenancies } = view;
  return (
    exchanges.some((exchange) => exchange.atMs === atMs) ||
    bindings.get(channelNo)?.some(({ fromMs }) => fromMs === atMs) === true ||
    tenancies.get(channelNo)?.some(({ endedAtMs }) => endedAtMs === atMs) === true
  );
}

interface FetchedReadings {
  readonly get: (sourceNo: SourceNo, atMs: number) => ReadingsNear;
  /** A reading next to an instant was taken on a clock known not to be synchronised. */
  readonly unsynchronised: boolean;
}

async function fetchReadings(
  ledger: Readings,
  sourceNos: ReadonlySet<SourceNo>,
  instants: readonly number[],
): Promise<FetchedReadings> {
  const found = new Map<string, ReadingsNear>();
  let unsynchronised = false;
  for (const sourceNo of sourceNos) {
    for (const atMs of new Set(instants)) {
      const around = await ledger.readingsAround(sourceNo, atMs);
      found.set(`${sourceNo} ${atMs}`, around);
      unsynchronised ||= [around.before, around.after].some(isUnsynchronised);
    }
  }
  return { get: (sourceNo, atMs) => found.get(`${sourceNo} ${atMs}`) ?? {}, unsynchronised };
}

function isUnsynchronised(reading: AcceptedReading | undefined): boolean {
  return reading?.clockState === "U";
}
