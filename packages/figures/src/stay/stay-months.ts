/**
 * Months of a channel as a stay lets them be seen. A month within the stay is the one that everybody
 * sees; the first and the last are computed with the channel's periods cut to the stay, so that they
 * begin and end with the indexes at its ends.
 */

import { type MonthKey, monthSpan, type Span } from "@mega/domain";
import type { LedgerView, TenancyRecord } from "@mega/ledger";
import type { ShownMonth } from "@mega/reports";
import { computeMonth } from "../months/compute-month.ts";
import type { ShownMonths } from "../months/shown-months.ts";
import type { FiguresLedger } from "../ports.ts";
import { computedView, cutTenancies, isWholeMonth } from "./stay-view.ts";
import { isWithin, type Stay, touchesStay } from "./stays.ts";

/** What months are gathered from. */
export interface StayMonthsInput {
  readonly ledger: Pick<FiguresLedger, "readingsAround">;
  readonly months: ShownMonths;
  readonly view: LedgerView;
  readonly stay: Stay;
  readonly timeZone: string;
  readonly nowMs: number;
}

/** The months asked for that the stay has a part in. */
export async function stayMonths(
  input: StayMonthsInput,
  months: readonly MonthKey[],
): Promise<ReadonlyMap<MonthKey, ShownMonth>> {
  const found = new Map<MonthKey, ShownMonth>();
  const [tenancy] = cutTenancies(input.view, input.stay);
  if (tenancy === undefined) return found;
  for (const month of months) {
    const span = monthSpan(month, input.timeZone);
    if (!touchesStay({ fromMs: tenancy.startedAtMs, toMs: tenancy.endedAtMs }, span)) continue;
    const shown = await monthOf(input, month, span);
    if (shown !== undefined) found.set(month, asOfTenancy(shown, tenancy));
  }
  return found;
}

async function monthOf(
  input: StayMonthsInput,
  month: MonthKey,
  span: Span,
): Promise<ShownMonth | undefined> {
  const { ledger, view, stay, timeZone, nowMs } = input;
  const { channelNo } = stay;
  const everybodys = await input.months.of(view, [channelNo], [month], nowMs);
  const shown = everybodys.get(channelNo)?.get(month);
  if (shown === undefined || isWholeMonth(view, stay, span)) return shown;
  const closed = shown.closed === null ? undefined : closedShare(shown, stay);
  if (closed !== undefined) return closed;
  const asked = { channelNo, month, timeZone, nowMs };
  const cut = computedView(view, stay, timeZone);
  return { ...(await computeMonth(ledger, cut, asked)), closed: null };
}

/** The closed parts within the stay; undefined where one of them crosses its ends. */
function closedShare(shown: ShownMonth, stay: Stay): ShownMonth | undefined {
  const ends = [stay.fromMs, stay.toMs ?? Number.POSITIVE_INFINITY];
  const crosses = shown.parts.some(({ opening, closing }) =>
    ends.some((atMs) => opening.atMs < atMs && atMs < closing.atMs),
  );
  if (crosses) return undefined;
  const parts = shown.parts.filter(
    ({ opening, closing }) => isWithin(stay, opening.atMs) && isWithin(stay, closing.atMs),
  );
  return { ...shown, parts };
}

/** Every part counts for the one period that is shown of a stay. */
function asOfTenancy(shown: ShownMonth, { tenancyId }: TenancyRecord): ShownMonth {
  return { ...shown, parts: shown.parts.map((part) => ({ ...part, tenancyId })) };
}
