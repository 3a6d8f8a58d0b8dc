/**
 * The month of a channel: the only place where a consumption is made from readings. Page, files,
 * statements and the closing itself all ask this function, so that their figures cannot differ.
 * Every figure is the difference of two printed indexes (rule 1, see MONTH_RULE_VERSION).
 */

import type { ChannelBinding, ChannelNo, CounterNo } from "../installation/channel.ts";
import { isReadByPerson, type Source, type SourceNo } from "../installation/source.ts";
import { indexOfCount } from "../quantity/index-of-count.ts";
import { decimalText, type Quantity } from "../quantity/quantity.ts";
import { type MonthKey, monthSpan, type Span } from "../time/calendar.ts";
import { consumedBetween, type RolloverAt, rolloversBetween } from "./consumed.ts";
import {
  ACTUAL_WITHIN_MS,
  indexAtBoundary,
  type ReadingNear,
  type ReadingsNear,
} from "./index-at-boundary.ts";
import type { ChannelMonth, IndexAt, MonthPart, MonthQuestion } from "./month.ts";
import {
  type MeterExchange,
  type Stretch,
  stretchesOf,
  type TenancyPeriod,
} from "./month-stretches.ts";

/** An index fixed for an instant: opened, closed before, or read from the display by a person. */
export interface RecordedIndex {
  readonly sourceNo: SourceNo;
  readonly index: IndexAt;
}

/** A reading that waits, as far as a month needs to know it. */
export interface WaitingReading {
  readonly sourceNo: SourceNo;
  readonly takenAtMs: number;
}

/** What a month is computed from. */
export interface MonthInput {
  readonly channelNo: ChannelNo;
  readonly month: MonthKey;
  readonly timeZone: string;
  readonly nowMs: number;
  /** Bindings of the channel. */
  readonly bindings: readonly ChannelBinding[];
  /** Tenancies of the channel, oldest first. */
  readonly tenancies: readonly TenancyPeriod[];
  readonly sources: ReadonlyMap<SourceNo, Source>;
  readonly exchanges: readonly MeterExchange[];
  /**
   * Indexes that stand whatever the readings say, each for its instant. The closing indexes of the
   * month before belong here, so that a month begins where the one before ended; its own do not.
   */
  readonly recordedIndexes: readonly RecordedIndex[];
  /** Recorded rollovers; one that is not recorded is recognised where the rating allows it. */
  readonly rollovers?: readonly RolloverAt[];
  /** Accepted readings next to an instant. */
  readonly readingsAround: (sourceNo: SourceNo, atMs: number) => ReadingsNear;
  /** The newest accepted reading of a source. */
  readonly latest: (sourceNo: SourceNo) => ReadingNear | undefined;
  readonly openQuarantines: readonly WaitingReading[];
  /** A reading at the month's boundaries was taken on a clock that nobody vouches for. */
  readonly clockQuestion: boolean;
}

const counterNos: readonly CounterNo[] = [1, 2];

/** The month of a channel as the ledger's readings and events make it. */
export function channelMonth(input: MonthInput): ChannelMonth {
  const whole = monthSpan(input.month, input.timeZone);
  const provisional = input.nowMs < whole.toMs;
  const span: Span = { fromMs: whole.fromMs, toMs: Math.min(whole.toMs, input.nowMs) };
  const parts: MonthPart[] = [];
  const questions = new Map<string, MonthQuestion>();
  const incomplete = new Set<CounterNo>();
  const ask = (question: MonthQuestion) => questions.set(JSON.stringify(question), question);
  for (const counterNo of counterNos) {
    const { bindings, exchanges, tenancies } = input;
    for (const stretch of stretchesOf(counterNo, span, bindings, exchanges, tenancies)) {
      const part = partOf(input, stretch, provisional && stretch.toMs === span.toMs, ask);
      if (part === undefined) incomplete.add(counterNo);
      else parts.push(part);
      if (hasQuarantine(input, stretch)) {
        ask({ kind: "quarantine-open", sourceNo: stretch.sourceNo });
      }
    }
  }
  if (input.clockQuestion) ask({ kind: "clock-unsynchronised" });
  return {
    channelNo: input.channelNo,
    month: input.month,
    provisional,
    parts,
    incompleteCounters: [...incomplete],
    questions: [...questions.values()],
  };
}

/** Whether the gateway may close the month without a person. */
export function canCloseByItself(month: ChannelMonth): boolean {
  return (
    !month.provisional &&
    month.parts.length > 0 &&
    month.incompleteCounters.length === 0 &&
    month.questions.length === 0
  );
}

/** Whether a month computed anew says something else than the closed one. */
export type RevisionVerdict = "same" | "revision";

/**
 * "revision" when the figures, their instants or the way they came about differ from the closed
 * month. A month that cannot close by itself supersedes nothing, so that purged readings or an open
 * question never undo what was closed. Other evidence for equal figures is no revision.
 */
export function revise(
  previous: { readonly parts: readonly MonthPart[] },
  next: ChannelMonth,
): RevisionVerdict {
  if (!canCloseByItself(next)) return "same";
  return figuresOf(previous.parts) === figuresOf(next.parts) ? "same" : "revision";
}

function figuresOf(parts: readonly MonthPart[]): string {
  const index = ({ atMs, index: at, method }: IndexAt) => [atMs, textOf(at), method];
  const lines = parts.map((part) => [
    part.counterNo,
    part.sourceNo,
    part.tenancyId,
    ...index(part.opening),
    ...index(part.closing),
    textOf(part.consumed),
  ]);
  return JSON.stringify(lines);
}

function textOf(value: Quantity): string {
  return `${decimalText(value)} ${value.unit}`;
}

function partOf(
  input: MonthInput,
  stretch: Stretch,
  endsNow: boolean,
  ask: (question: MonthQuestion) => void,
): MonthPart | undefined {
  const { counterNo, sourceNo, tenancy } = stretch;
  const source = input.sources.get(sourceNo);
  const opening = source && openingOf(input, source, stretch);
  if (opening === undefined || opening.method === "estimated") {
    ask({ kind: "no-reading-near-start", sourceNo });
  }
  const closing =
    source && (endsNow ? latestOf(input, source, stretch) : closingOf(input, source, stretch));
  if (!endsNow && (closing === undefined || closing.method === "estimated")) {
    ask({ kind: "no-reading-near-end", sourceNo });
  }
  if (source === undefined || opening === undefined || closing === undefined) return undefined;
  const turns = rolloversBetween(source, opening, closing, input.rollovers ?? []);
  const consumed = consumedBetween(source, opening, closing, turns);
  if (consumed === undefined) {
    ask({ kind: "index-fell", sourceNo });
    return undefined;
  }
  return { counterNo, sourceNo, tenancyId: tenancy.tenancyId, opening, closing, consumed };
}

function openingOf(input: MonthInput, source: Source, stretch: Stretch): IndexAt | undefined {
  const { fromMs, counterNo, tenancy, begunBy } = stretch;
  if (begunBy) return exchangedAt(source, begunBy, begunBy.newStartCount);
  const recorded = recordedAt(input, source, fromMs);
  if (recorded) return recorded;
  if (fromMs === tenancy.startedAtMs) {
    const fixed = fixedAt(fromMs, tenancy.opening[counterNo], source);
    if (fixed) return fixed;
  }
  return indexAtBoundary(source, fromMs, nearOf(input, source, fromMs));
}

function closingOf(input: MonthInput, source: Source, stretch: Stretch): IndexAt | undefined {
  const { toMs, counterNo, tenancy, endedBy } = stretch;
  if (endedBy) return exchangedAt(source, endedBy, endedBy.oldEndCount);
  const recorded = recordedAt(input, source, toMs);
  if (recorded) return recorded;
  if (toMs === tenancy.endedAtMs) {
    const follower = input.tenancies.find(({ startedAtMs }) => startedAtMs === toMs);
    const index = tenancy.closing?.[counterNo] ?? follower?.opening[counterNo];
    const fixed = fixedAt(toMs, index ?? null, source);
    if (fixed) return fixed;
  }
  return indexAtBoundary(source, toMs, nearOf(input, source, toMs));
}

/** The latest reading closes a month that runs; one from before the stretch says nothing of it. */
function latestOf(input: MonthInput, source: Source, stretch: Stretch): IndexAt | undefined {
  const latest = input.latest(source.sourceNo);
  if (latest === undefined || latest.takenAtMs < stretch.fromMs - ACTUAL_WITHIN_MS)
    return undefined;
  return {
    atMs: Math.max(latest.takenAtMs, stretch.fromMs),
    index: indexOfCount(source, latest.count),
    method: "latest",
    evidence: [latest.seq],
  };
}

function exchangedAt(source: Source, exchange: MeterExchange, count: number): IndexAt {
  const { atMs, seq } = exchange;
  return { atMs, index: indexOfCount(source, count), method: "person", evidence: [seq] };
}

function recordedAt(input: MonthInput, source: Source, atMs: number): IndexAt | undefined {
  const found = input.recordedIndexes.findLast(
    ({ sourceNo, index }) => sourceNo === source.sourceNo && index.atMs === atMs,
  );
  return found?.index;
}

/** The index fixed where a tenancy begins or ends; of no use once the counter has another unit. */
function fixedAt(atMs: number, index: Quantity | null, source: Source): IndexAt | undefined {
  if (index === null || index.unit !== source.unit) return undefined;
  const method = isReadByPerson(source) ? "person" : "actual";
  return { atMs, index, method, evidence: [] };
}

/** Readings next to an instant; an exchange is a reading of each meter and hides what lies beyond. */
function nearOf(input: MonthInput, source: Source, atMs: number): ReadingsNear {
  let { before, after } = input.readingsAround(source.sourceNo, atMs);
  for (const exchange of input.exchanges) {
    const { atMs: takenAtMs, seq } = exchange;
    const begins = exchange.newSourceNo === source.sourceNo && takenAtMs <= atMs;
    if (begins && takenAtMs >= (before?.takenAtMs ?? takenAtMs)) {
      before = { takenAtMs, count: exchange.newStartCount, seq };
    }
    const ends = exchange.oldSourceNo === source.sourceNo && takenAtMs > atMs;
    if (ends && takenAtMs <= (after?.takenAtMs ?? takenAtMs)) {
      after = { takenAtMs, count: exchange.oldEndCount, seq };
    }
  }
  return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
}

/** A waiting reading within the stretch, or so near its end that it might have closed it. */
function hasQuarantine(input: MonthInput, stretch: Stretch): boolean {
  return input.openQuarantines.some(
    ({ sourceNo, takenAtMs }) =>
      sourceNo === stretch.sourceNo &&
      takenAtMs >= stretch.fromMs &&
      takenAtMs <= stretch.toMs + ACTUAL_WITHIN_MS,
  );
}
