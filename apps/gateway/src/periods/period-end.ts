/**
 * What a period would come to if it ended at an instant. The months are computed by the one function
 * that computes months, over the ledger as it would then be; so a preview never differs from what is
 * closed later.
 */

import {
  add,
  addMonths,
  type CounterNo,
  type IndexAt,
  MONTHS_SHOWN,
  type MonthKey,
  type MonthPart,
  monthOf,
  monthSpan,
  parseDecimal,
  type Quantity,
  type Source,
  stretchesOf,
} from "@mega/domain";
import { computeMonth } from "@mega/figures";
import type { LedgerHost, LedgerView, TenancyRecord } from "@mega/ledger";
import { type CounterInput, counterCell, type ShownMonth } from "@mega/reports";

/** Where and when a period would end. */
export interface PeriodEndInput {
  readonly readings: Pick<LedgerHost, "readingsAround">;
  readonly view: LedgerView;
  readonly timeZone: string;
  readonly nowMs: number;
  readonly tenancy: TenancyRecord;
  readonly counters: readonly CounterInput[];
  readonly atMs: number;
}

/** A counter at the end of a period. */
export interface CounterEnd {
  readonly counterNo: CounterNo;
  /** The source that the counter shows at that instant. */
  readonly source: Source;
  /** Null where no reading tells the index. */
  readonly index: IndexAt | null;
  /** Consumption since the last closed month or First init; null where it is not whole. */
  readonly unbilled: Quantity | null;
}

/** A period as it would end. */
export interface PeriodEnd {
  /** From when on the consumption is not in a closed month. */
  readonly sinceMs: number;
  readonly counters: readonly CounterEnd[];
}

/** The counters of the period at the instant. */
export async function periodEnd(input: PeriodEndInput): Promise<PeriodEnd> {
  const { view, timeZone, tenancy, atMs } = input;
  const ended: TenancyRecord = { ...tenancy, endedAtMs: atMs, closing: null };
  const sinceMs = openSince(view, tenancy, atMs, timeZone);
  const months = monthsBetween(sinceMs, atMs, timeZone);
  const shown = new Map<MonthKey, ShownMonth>();
  const asIf = withTenancy(view, ended);
  for (const month of months) {
    const asked = { channelNo: tenancy.channelNo, month, timeZone, nowMs: input.nowMs };
    const computed = await computeMonth(input.readings, asIf, asked);
    shown.set(month, { ...computed, closed: null });
  }
  const lastMonth = shown.get(monthOf(atMs - 1, timeZone));
  const counters = input.counters.flatMap((counter) => {
    const source = sourceAt(input, counter.counterNo);
    if (source === undefined) return [];
    const index = indexAtEnd(lastMonth?.parts ?? [], counter.counterNo, input);
    const unbilled = sumOver(months, shown, counter, ended, timeZone);
    return [{ counterNo: counter.counterNo, source, index, unbilled }];
  });
  return { sinceMs, counters };
}

/** The source that a counter of the channel shows at the end of the period. */
function sourceAt(input: PeriodEndInput, counterNo: CounterNo): Source | undefined {
  const { view, tenancy, atMs } = input;
  const [stretch] = stretchesOf(
    counterNo,
    { fromMs: atMs, toMs: atMs + 1 },
    view.bindings.get(tenancy.channelNo) ?? [],
    view.exchanges,
    [tenancy],
  );
  return stretch === undefined ? undefined : view.sources.get(stretch.sourceNo);
}

function indexAtEnd(
  parts: readonly MonthPart[],
  counterNo: CounterNo,
  { tenancy: { tenancyId }, atMs }: PeriodEndInput,
): IndexAt | null {
  const last = parts.findLast(
    (part) => part.counterNo === counterNo && part.tenancyId === tenancyId,
  );
  if (last === undefined) return null;
  const { closing } = last;
  // Where the last stretch has no part, an earlier exchange is not the end.
  return closing.method === "latest" || closing.atMs === atMs ? closing : null;
}

/** The end of the newest closed month before the instant, or First init. */
function openSince(
  view: LedgerView,
  tenancy: TenancyRecord,
  atMs: number,
  timeZone: string,
): number {
  let sinceMs = tenancy.startedAtMs;
  for (const month of view.closedMonths.get(tenancy.channelNo)?.keys() ?? []) {
    const { toMs } = monthSpan(month, timeZone);
    if (toMs <= atMs && toMs > sinceMs) sinceMs = toMs;
  }
  return sinceMs;
}

/** The months from one instant up to another; the newest of them where there are many. */
function monthsBetween(fromMs: number, toMs: number, timeZone: string): readonly MonthKey[] {
  const months: MonthKey[] = [];
  const first = monthOf(fromMs, timeZone);
  let month = monthOf(toMs - 1, timeZone);
  while (month >= first && months.length <= MONTHS_SHOWN) {
    months.unshift(month);
    month = addMonths(month, -1);
  }
  return months;
}

/** Exact; null where a month is not whole, or where the period is open longer than is summed. */
function sumOver(
  months: readonly MonthKey[],
  shown: ReadonlyMap<MonthKey, ShownMonth>,
  counter: CounterInput,
  tenancy: TenancyRecord,
  timeZone: string,
): Quantity | null {
  let sum: Quantity | null = null;
  if (months.length > MONTHS_SHOWN) return null;
  for (const month of months) {
    const bounds = { month, ...monthSpan(month, timeZone) };
    const { consumption } = counterCell(bounds, counter, tenancy, shown.get(month));
    const figure = consumption === null ? undefined : parseDecimal(consumption);
    if (figure === undefined) return null;
    const value: Quantity = { ...figure, unit: counter.unit };
    sum = sum === null ? value : add(sum, value);
  }
  return sum;
}

/** The view as if the channel's newest period were the one given. */
function withTenancy(view: LedgerView, ended: TenancyRecord): LedgerView {
  const before = view.tenancies.get(ended.channelNo)?.slice(0, -1) ?? [];
  const tenancies = new Map(view.tenancies).set(ended.channelNo, [...before, ended]);
  return { ...view, tenancies };
}
