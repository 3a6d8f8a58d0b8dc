/**
 * What a month of a channel must say: its parts, each with two indexes, and the questions that keep it
 * from being closed without a person.
 */

import { type BoundaryIndex, boundaryIndex, neighbours } from "./boundary-index.ts";
import type { MonthBounds } from "./calendar.ts";
import { type PrintedIndex, printedIndex } from "./counter-facts.ts";
import type { Change, CounterLife, Source } from "./counter-life.ts";

/** One counter of a channel. */
export interface ChannelCounter {
  readonly counterNo: 1 | 2;
  readonly life: CounterLife;
}

/** A counting period of a channel, by the gateway's clock. */
export interface Period {
  readonly fromMs: number;
  /** Null while it runs. */
  readonly toMs: number | null;
  /** The index at its start, by counter; absent where there was none. */
  readonly opening: ReadonlyMap<1 | 2, BoundaryIndex>;
}

/** A span of a month with one meter and one period. */
export interface ExpectedPart {
  readonly counterNo: 1 | 2;
  readonly source: Source;
  readonly periodNo: number;
  readonly opening: BoundaryIndex;
  readonly closing: BoundaryIndex;
  readonly consumed: PrintedIndex;
}

/** Why a month stays open. */
type Question =
  | "no-reading-near-start"
  | "no-reading-near-end"
  | "quarantine-open"
  | "index-fell"
  | "clock-unsynchronised";

/** A month of a channel. */
export interface ExpectedMonth {
  readonly bounds: MonthBounds;
  readonly parts: readonly ExpectedPart[];
  /** Stretches of which no part could be made, by counter. */
  readonly holes: ReadonlySet<1 | 2>;
  readonly waiting: ReadonlySet<1 | 2>;
  readonly questions: ReadonlySet<Question>;
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly source: Source;
  readonly begunBy: Change | null;
  readonly endedBy: Change | null;
  readonly periodNo: number;
}

const nearEndMs = 300_000;

/** The month as it must be, once it has ended. */
export function expectedMonth(
  bounds: MonthBounds,
  counters: readonly ChannelCounter[],
  periods: readonly Period[],
): ExpectedMonth {
  const parts: ExpectedPart[] = [];
  const holes = new Set<1 | 2>();
  const waiting = new Set<1 | 2>();
  const questions = new Set<Question>();
  for (const { counterNo, life } of counters) {
    for (const stretch of stretchesOf(bounds, life, periods)) {
      const made = partOf(counterNo, stretch, life, periods, questions);
      if (made === null) holes.add(counterNo);
      else parts.push(made);
      if (hasWaiting(stretch)) {
        waiting.add(counterNo);
        questions.add("quarantine-open");
      }
    }
  }
  if (restsOnUnvouched(bounds, counters, periods)) questions.add("clock-unsynchronised");
  return { bounds, parts, holes, waiting, questions };
}

/** Whether the gateway closes it without a person. */
export function closesByItself({ parts, holes, questions }: ExpectedMonth): boolean {
  return parts.length > 0 && holes.size === 0 && questions.size === 0;
}

function stretchesOf(
  bounds: MonthBounds,
  life: CounterLife,
  periods: readonly Period[],
): readonly Stretch[] {
  const [first] = life.sources;
  if (first === undefined) return [];
  const eras = [
    { fromMs: Number.NEGATIVE_INFINITY, source: first, change: null as Change | null },
    ...life.changes.map((change) => ({ fromMs: change.atMs, source: change.to, change })),
  ];
  return eras.flatMap((era, at) => {
    const next = eras[at + 1];
    const eraToMs = next?.fromMs ?? Number.POSITIVE_INFINITY;
    return periods.flatMap((period, periodNo): Stretch[] => {
      const fromMs = Math.max(bounds.fromMs, era.fromMs, period.fromMs);
      const toMs = Math.min(bounds.toMs, eraToMs, period.toMs ?? Number.POSITIVE_INFINITY);
      if (fromMs >= toMs) return [];
      const begunBy = fromMs === era.fromMs ? era.change : null;
      const endedBy = toMs === eraToMs ? (next?.change ?? null) : null;
      return [{ fromMs, toMs, source: era.source, begunBy, endedBy, periodNo }];
    });
  });
}

function partOf(
  counterNo: 1 | 2,
  stretch: Stretch,
  { changes }: CounterLife,
  periods: readonly Period[],
  questions: Set<Question>,
): ExpectedPart | null {
  const { source, fromMs, toMs, begunBy, endedBy, periodNo } = stretch;
  const opening =
    changed(source, begunBy, begunBy?.newStart) ??
    fixedAt(periods, counterNo, fromMs) ??
    boundaryIndex(source, changes, fromMs);
  const closing =
    changed(source, endedBy, endedBy?.oldEnd) ??
    fixedAt(periods, counterNo, toMs) ??
    boundaryIndex(source, changes, toMs);
  if (opening === null || opening.method === "estimated") questions.add("no-reading-near-start");
  if (closing === null || closing.method === "estimated") questions.add("no-reading-near-end");
  if (opening === null || closing === null) return null;
  const consumed = consumedOver(source, opening, closing);
  if (consumed === null) {
    questions.add("index-fell");
    return null;
  }
  return { counterNo, source, periodNo, opening, closing, consumed };
}

/** The index of a recorded exchange. */
function changed(
  { facts }: Source,
  change: Change | null,
  count: number | undefined,
): BoundaryIndex | null {
  if (change === null || count === undefined) return null;
  const index = printedIndex(facts, BigInt(count));
  return { atMs: change.atMs, index, method: "person", evidence: [] };
}

/** The index that was fixed where a period began, and the one before it ended. */
function fixedAt(periods: readonly Period[], counterNo: 1 | 2, atMs: number): BoundaryIndex | null {
  return periods.find(({ fromMs }) => fromMs === atMs)?.opening.get(counterNo) ?? null;
}

function consumedOver(
  source: Source,
  opening: BoundaryIndex,
  closing: BoundaryIndex,
): PrintedIndex | null {
  const { facts } = source;
  const { decimals } = closing.index;
  let amount = closing.index.amount - opening.index.amount;
  if (facts.rolloverCount === null) return amount < 0n ? null : { amount, decimals };
  const span = printedIndex(
    { ...facts, start: { amount: 0, decimals: 0 } },
    BigInt(facts.rolloverCount),
  );
  const half = printedIndex(facts, BigInt(Math.floor(facts.rolloverCount / 2)));
  const isPast = (boundary: BoundaryIndex, turnMs: number) =>
    Math.abs(boundary.atMs - turnMs) <= 6 * 3_600_000
      ? boundary.index.amount < half.amount
      : boundary.atMs > turnMs;
  for (const turnMs of source.rollovers) {
    if (isPast(closing, turnMs) && !isPast(opening, turnMs)) amount += span.amount;
  }
  return amount < 0n ? null : { amount, decimals };
}

function hasWaiting({ source, fromMs, toMs }: Stretch): boolean {
  return source.waiting.some(({ takenMs }) => takenMs >= fromMs && takenMs <= toMs + nearEndMs);
}

/** A reading at a boundary of the month was taken on a clock that the system does not vouch for. */
function restsOnUnvouched(
  bounds: MonthBounds,
  counters: readonly ChannelCounter[],
  periods: readonly Period[],
): boolean {
  return counters.some(({ life }) => {
    const instants = [
      bounds.fromMs,
      bounds.toMs,
      ...periods.flatMap(({ fromMs, toMs }) => [fromMs, toMs ?? fromMs]),
      ...life.changes.map(({ atMs }) => atMs),
    ].filter((atMs) => atMs >= bounds.fromMs && atMs <= bounds.toMs);
    return life.sources.some((source) =>
      instants.some((atMs) => {
        const { before, after } = neighbours(source, [], atMs);
        return [before, after].some((reading) => reading !== null && !reading.vouched);
      }),
    );
  });
}
