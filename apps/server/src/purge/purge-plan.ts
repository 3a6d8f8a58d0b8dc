/**
 * What of a gateway goes when a tenant takes his choice back: which sources in which months, within which
 * spans, and at which instants an index must come out as before. Pure.
 */

import {
  addMonths,
  type CounterNo,
  daysOf,
  type MonthKey,
  monthOf,
  monthSpan,
  type SourceNo,
  type Span,
  stretchesOf,
} from "@mega/domain";
import type { Stay } from "@mega/figures";
import { type LedgerView, waitingBySource } from "@mega/ledger";

/** A source of one month. */
export interface PlannedSource {
  readonly sourceNo: SourceNo;
  readonly spans: readonly Span[];
  readonly instants: readonly number[];
}

/** One month. */
export interface PlannedMonth {
  readonly month: MonthKey;
  readonly sources: readonly PlannedSource[];
}

/** Everything that can go by now. */
export interface PurgePlan {
  readonly months: readonly PlannedMonth[];
  /** Whether something has to wait: a month that is not over, a reading that waits for a person. */
  readonly waits: boolean;
}

/** What is planned for. */
export interface PurgeAsked {
  /** His own, each within its period. */
  readonly own: readonly Stay[];
  /** Of everybody behind the gateway's channels. */
  readonly all: readonly Stay[];
  readonly withdrawnAtMs: number;
}

const counterNos: readonly CounterNo[] = [1, 2];
/** Months of one plan; older ones had no choice to take back. */
const MONTHS_MAX = 240;

/** Plans it. */
export function purgePlan(view: LedgerView, asked: PurgeAsked): PurgePlan {
  const { zone, lastRound } = view;
  if (zone === null || lastRound === null) return { months: [], waits: false };
  const { timeZone } = zone;
  const inUse = monthOf(lastRound.dueAtMs, timeZone);
  const last = monthOf(asked.withdrawnAtMs, timeZone);
  const months: PlannedMonth[] = [];
  let waits = false;
  for (const month of monthsOfStays(asked, timeZone)) {
    if (month > last) continue;
    if (month >= inUse) {
      waits = true;
      continue;
    }
    const sources = sourcesIn(view, asked, month, timeZone);
    const free = sources.filter(({ sourceNo }) => !isHeld(view, sourceNo, month, timeZone));
    if (free.length < sources.length) waits = true;
    if (free.length > 0) months.push({ month, sources: free });
  }
  return { months, waits };
}

function monthsOfStays({ own, withdrawnAtMs }: PurgeAsked, timeZone: string): readonly MonthKey[] {
  const months = new Set<MonthKey>();
  for (const { fromMs, toMs } of own) {
    const endMs = Math.min(toMs ?? withdrawnAtMs, withdrawnAtMs);
    const end = monthOf(endMs, timeZone);
    let month = monthOf(fromMs, timeZone);
    for (let no = 0; month <= end && no < MONTHS_MAX; no++) {
      months.add(month);
      month = addMonths(month, 1);
    }
  }
  return [...months].sort();
}

/** What the stays' channels showed in the month, with what has to stay computable of it. */
function sourcesIn(
  view: LedgerView,
  { own, all }: PurgeAsked,
  month: MonthKey,
  timeZone: string,
): readonly PlannedSource[] {
  const span = monthSpan(month, timeZone);
  const spans = new Map<SourceNo, Span[]>();
  for (const { channelNo, fromMs, toMs } of own) {
    const part = {
      fromMs: Math.max(fromMs, span.fromMs),
      toMs: Math.min(toMs ?? Number.POSITIVE_INFINITY, span.toMs),
    };
    if (part.fromMs >= part.toMs) continue;
    for (const sourceNo of sourcesShown(view, channelNo, part)) {
      spans.set(sourceNo, [...(spans.get(sourceNo) ?? []), part]);
    }
  }
  const midnights = [...daysOf(span, timeZone).map((day) => day.fromMs), span.toMs];
  return [...spans].map(([sourceNo, own]) => ({
    sourceNo,
    spans: own,
    instants: [...midnights, ...endsAt(view, sourceNo, all)].filter(
      (atMs) => atMs >= span.fromMs && atMs <= span.toMs,
    ),
  }));
}

function sourcesShown(view: LedgerView, channelNo: number, span: Span): ReadonlySet<SourceNo> {
  const bindings = view.bindings.get(channelNo) ?? [];
  const tenancies = view.tenancies.get(channelNo) ?? [];
  const stretches = counterNos.flatMap((counterNo) =>
    stretchesOf(counterNo, span, bindings, view.exchanges, tenancies),
  );
  return new Set(stretches.map(({ sourceNo }) => sourceNo));
}

/** Instants at which a figure of somebody begins or ends: periods, stays, bindings, exchanges. */
function endsAt(view: LedgerView, sourceNo: SourceNo, stays: readonly Stay[]): readonly number[] {
  const channelNos = [...view.bindings]
    .filter(([, bindings]) =>
      bindings.some(({ counter1, counter2 }) => counter1 === sourceNo || counter2 === sourceNo),
    )
    .map(([channelNo]) => channelNo);
  const exchanges = view.exchanges.filter(
    (one) => one.oldSourceNo === sourceNo || one.newSourceNo === sourceNo,
  );
  // A channel that an exchange gave the source is not bound to it.
  const shown = new Set(exchanges.length > 0 ? [...view.bindings.keys()] : channelNos);
  const of = [...shown].flatMap((channelNo) => [
    ...(view.bindings.get(channelNo) ?? []).map(({ fromMs }) => fromMs),
    ...(view.tenancies.get(channelNo) ?? []).flatMap(({ startedAtMs, endedAtMs }) => [
      startedAtMs,
      endedAtMs ?? startedAtMs,
    ]),
  ]);
  const ends = stays
    .filter(({ channelNo }) => shown.has(channelNo))
    .flatMap(({ fromMs, toMs }) => [fromMs, toMs ?? fromMs]);
  return [...of, ...ends, ...exchanges.map(({ atMs }) => atMs)];
}

/** Its key is needed: for what waits for a person, and for the newest count of a meter. */
function isHeld(view: LedgerView, sourceNo: SourceNo, month: MonthKey, timeZone: string): boolean {
  const waiting = waitingBySource(view).get(sourceNo) ?? [];
  if (waiting.some(({ takenAtMs }) => monthOf(takenAtMs, timeZone) <= month)) return true;
  const latest = view.standings.get(sourceNo)?.latest ?? null;
  if (latest === null || monthOf(latest.takenAtMs, timeZone) > month) return false;
  // A counter that was set back is still its meter's.
  return !view.exchanges.some(
    ({ oldSourceNo, newSourceNo }) => oldSourceNo === sourceNo && newSourceNo !== sourceNo,
  );
}
