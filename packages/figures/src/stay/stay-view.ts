/**
 * The ledger's view of one channel as a stay lets it be seen. Two views, since figures at the ends of
 * a stay rest on readings beyond them: one that months and bars are computed from, with the channel's
 * periods cut to the stay, and one whose content may be told, with nothing of another channel or of
 * another time. Pure.
 */

import { type CounterNo, monthSpan, type SourceNo, type Span, stretchesOf } from "@mega/domain";
import {
  emptyState,
  type LatestReading,
  type LedgerView,
  quarantineKey,
  type SourceStanding,
  type TenancyRecord,
} from "@mega/ledger";
import { isWithin, type Stay } from "./stays.ts";

const counterNos: readonly CounterNo[] = [1, 2];

/** The channel's periods as one that begins and ends with the stay; empty before its first reading. */
export function cutTenancies(view: LedgerView, stay: Stay): readonly TenancyRecord[] {
  const toMs = stay.toMs ?? Number.POSITIVE_INFINITY;
  const inside = (view.tenancies.get(stay.channelNo) ?? []).filter(
    ({ startedAtMs, endedAtMs }) =>
      startedAtMs < toMs && (endedAtMs ?? Number.POSITIVE_INFINITY) > stay.fromMs,
  );
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return [];
  const isOwnStart = first.startedAtMs >= stay.fromMs;
  const isOwnEnd = last.endedAtMs !== null && last.endedAtMs <= toMs;
  return [
    {
      ...last,
      startedAtMs: Math.max(first.startedAtMs, stay.fromMs),
      opening: isOwnStart ? first.opening : { 1: null, 2: null },
      startedSeq: first.startedSeq,
      endedAtMs: isOwnEnd ? last.endedAtMs : stay.toMs,
      closing: isOwnEnd ? last.closing : null,
      endedSeq: isOwnEnd ? last.endedSeq : null,
    },
  ];
}

/**
 * What months and bars of the stay are computed from. Its content is not to be told, but for the
 * closed months of the channel: those with a share of somebody else are left out.
 */
export function computedView(view: LedgerView, stay: Stay, timeZone: string): LedgerView {
  const { channelNo } = stay;
  const closed = [...(view.closedMonths.get(channelNo) ?? [])].filter(([month]) =>
    isWholeMonth(view, stay, monthSpan(month, timeZone)),
  );
  return {
    ...view,
    tenancies: new Map(view.tenancies).set(channelNo, cutTenancies(view, stay)),
    closedMonths: new Map(view.closedMonths).set(channelNo, new Map(closed)),
  };
}

/** Whether nothing of the channel's month lies outside of the stay. */
export function isWholeMonth(view: LedgerView, stay: Stay, span: Span): boolean {
  const beganMs = view.tenancies.get(stay.channelNo)?.[0]?.startedAtMs ?? span.fromMs;
  const fromMs = Math.max(span.fromMs, beganMs);
  return stay.fromMs <= fromMs && (stay.toMs === null || stay.toMs >= span.toMs);
}

/** The sources that the channel showed during the stay. */
export function sourcesOfStay(view: LedgerView, stay: Stay): ReadonlySet<SourceNo> {
  const { channelNo, fromMs } = stay;
  const span = { fromMs, toMs: stay.toMs ?? Number.MAX_SAFE_INTEGER };
  const bindings = view.bindings.get(channelNo) ?? [];
  const tenancies = cutTenancies(view, stay);
  const stretches = counterNos.flatMap((counterNo) =>
    stretchesOf(counterNo, span, bindings, view.exchanges, tenancies),
  );
  return new Set(stretches.map(({ sourceNo }) => sourceNo));
}

/** What may be told of the channel; `newest` are the newest readings within the stay. */
export function toldView(
  view: LedgerView,
  stay: Stay,
  newest: ReadonlyMap<SourceNo, LatestReading>,
): LedgerView {
  const { channelNo } = stay;
  const own = sourcesOfStay(view, stay);
  const ownSource = (sourceNo: SourceNo | null) =>
    sourceNo !== null && own.has(sourceNo) ? sourceNo : null;
  const bindings = (view.bindings.get(channelNo) ?? []).map((binding) => ({
    ...binding,
    counter1: ownSource(binding.counter1),
    counter2: ownSource(binding.counter2),
  }));
  const waiting = [...view.quarantines.values()].filter(
    ({ sourceNo, takenAtMs }) => own.has(sourceNo) && isWithin(stay, takenAtMs),
  );
  return {
    ...emptyState(view.ledgerId, view.generation),
    head: view.head,
    zone: view.zone,
    sources: new Map([...view.sources].filter(([sourceNo]) => own.has(sourceNo))),
    standings: new Map([...own].map((no) => [no, standingOf(view, stay, no, newest.get(no))])),
    bindings: new Map([[channelNo, bindings]]),
    tenancies: new Map([[channelNo, cutTenancies(view, stay)]]),
    quarantines: new Map(waiting.map((one) => [quarantineKey(one.seq, one.sourceNo), one])),
    exchanges: view.exchanges.filter(
      ({ oldSourceNo, newSourceNo, atMs }) =>
        isWithin(stay, atMs) && own.has(oldSourceNo) && own.has(newSourceNo),
    ),
  };
}

function standingOf(
  view: LedgerView,
  stay: Stay,
  sourceNo: SourceNo,
  latest: LatestReading | undefined,
): SourceStanding {
  const outcome = view.standings.get(sourceNo)?.lastOutcome ?? null;
  const lastOutcome = outcome !== null && isWithin(stay, outcome.atMs) ? outcome : null;
  return { latest: latest ?? null, lastOutcome };
}
