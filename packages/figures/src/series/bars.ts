/**
 * Bars of one counter by hour or day. They begin at First init like the columns of the table, cross
 * an exchange of the meter in two pieces, and end at the newest reading. Pure.
 */

import type { SeriesBar } from "@mega/contract";
import {
  ACTUAL_WITHIN_MS,
  add,
  type BarMethod,
  type CounterNo,
  consumptionSeries,
  decimalText,
  type MeterExchange,
  type Quantity,
  type ReadingNear,
  type RolloverAt,
  type Source,
  type SourceNo,
  type Span,
  type Stretch,
  toUtcString,
} from "@mega/domain";

/** What bars are made from. */
export interface BarsInput {
  readonly counterNo: CounterNo;
  readonly nowMs: number;
  /** Oldest first. */
  readonly spans: readonly Span[];
  /** Where the counter shows which source, within the period shown. */
  readonly stretches: readonly Stretch[];
  readonly sources: ReadonlyMap<SourceNo, Source>;
  /** Accepted readings of a source, oldest first. */
  readonly readings: ReadonlyMap<SourceNo, readonly ReadingNear[]>;
  readonly exchanges: readonly MeterExchange[];
  readonly rollovers: readonly RolloverAt[];
}

/** One bar for each span. */
export function barsOf(input: BarsInput): SeriesBar[] {
  const readings = withExchanges(input);
  return input.spans.map((span) => {
    const pieces = input.stretches
      .map((stretch) => pieceOf(stretch, span))
      .filter(({ fromMs, toMs }) => fromMs < toMs);
    return {
      from: toUtcString(span.fromMs),
      to: toUtcString(span.toMs),
      counterNo: input.counterNo,
      ...barOf(input, span, pieces, readings),
    };
  });
}

interface Piece extends Span {
  readonly sourceNo: SourceNo;
}

function pieceOf({ fromMs, toMs, sourceNo }: Stretch, span: Span): Piece {
  return { fromMs: Math.max(fromMs, span.fromMs), toMs: Math.min(toMs, span.toMs), sourceNo };
}

function barOf(
  input: BarsInput,
  span: Span,
  pieces: readonly Piece[],
  readings: BarsInput["readings"],
): Pick<SeriesBar, "consumption" | "mark"> {
  const last = pieces.at(-1);
  // Nothing was counted yet, or the future.
  if (last === undefined || span.fromMs >= input.nowMs) return { consumption: null, mark: null };
  const newestMs = readings.get(last.sourceNo)?.at(-1)?.takenAtMs ?? Number.NEGATIVE_INFINITY;
  const runs = span.toMs > input.nowMs - ACTUAL_WITHIN_MS && newestMs < span.toMs;
  const measured = runs
    ? [...pieces.slice(0, -1), { ...last, toMs: Math.min(last.toMs, newestMs) }].filter(
        ({ fromMs, toMs }) => fromMs < toMs,
      )
    : pieces;
  const { consumed, method } = sumOf(input, measured, readings);
  const consumption = consumed === null ? null : decimalText(consumed);
  if (runs) return { consumption, mark: "provisional" };
  if (consumed === null) return { consumption, mark: "gap" };
  if (method === "estimated") return { consumption, mark: "E" };
  if (pieces.length > 1) return { consumption, mark: "S" };
  return { consumption, mark: method === "interpolated" ? "I" : null };
}

/** The pieces together; nothing where one of them is missing or counts in another unit. */
function sumOf(
  input: BarsInput,
  pieces: readonly Piece[],
  readings: BarsInput["readings"],
): { readonly consumed: Quantity | null; readonly method: BarMethod } {
  let sum: Quantity | null = null;
  let method: BarMethod = "actual";
  for (const { fromMs, toMs, sourceNo } of pieces) {
    const source = input.sources.get(sourceNo);
    const [bar] =
      source === undefined
        ? []
        : consumptionSeries({
            source,
            boundaries: [{ fromMs, toMs }],
            readings: readings.get(sourceNo) ?? [],
            rollovers: input.rollovers,
          });
    const consumed = bar?.consumed ?? null;
    if (bar === undefined || consumed === null || (sum !== null && sum.unit !== consumed.unit)) {
      return { consumed: null, method: "missing" };
    }
    sum = sum === null ? consumed : add(sum, consumed);
    if (bar.method === "estimated" || method === "actual") method = bar.method;
  }
  return { consumed: sum, method };
}

/** The counts that a person read at an exchange are readings of both meters. */
function withExchanges({ readings, exchanges }: BarsInput): BarsInput["readings"] {
  const all = new Map([...readings].map(([sourceNo, known]) => [sourceNo, [...known]]));
  for (const { oldSourceNo, newSourceNo, oldEndCount, newStartCount, atMs, seq } of exchanges) {
    if (oldSourceNo === newSourceNo) continue;
    all.get(oldSourceNo)?.push({ takenAtMs: atMs, count: oldEndCount, seq });
    all.get(newSourceNo)?.push({ takenAtMs: atMs, count: newStartCount, seq });
  }
  for (const known of all.values()) known.sort((a, b) => a.takenAtMs - b.takenAtMs);
  return all;
}
