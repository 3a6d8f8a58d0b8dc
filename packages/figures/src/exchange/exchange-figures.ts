/** The month of an exchange in figures: the indexes of both meters, and what they come to. */

import type { ExchangeFigures } from "@mega/contract";
import {
  add,
  type CounterNo,
  decimalText,
  type IndexAt,
  type MonthPart,
  monthOf,
  type Quantity,
  toUtcString,
} from "@mega/domain";
import type { LedgerHost, LedgerView } from "@mega/ledger";
import { computeMonth } from "../months/compute-month.ts";

/** Which month of which channel. */
export interface FiguresAsked {
  readonly readings: Pick<LedgerHost, "readingsAround">;
  readonly view: LedgerView;
  readonly channelNo: number;
  readonly atMs: number;
  readonly timeZone: string;
  readonly nowMs: number;
}

/** The counters of the channel over the month, as closed where it is closed; without parts: none. */
export async function exchangeFigures(
  asked: FiguresAsked,
  counters: readonly CounterNo[],
): Promise<ExchangeFigures[]> {
  const { view, channelNo, timeZone, nowMs } = asked;
  const month = monthOf(asked.atMs, timeZone);
  const closed = view.closedMonths.get(channelNo)?.get(month);
  const computed = await computeMonth(asked.readings, view, { channelNo, month, timeZone, nowMs });
  return counters.flatMap((counterNo) => {
    const all = closed?.parts ?? computed.parts;
    const parts = all.filter((part) => part.counterNo === counterNo);
    const [first] = parts;
    if (first === undefined) return [];
    const isWhole = closed !== undefined || !computed.incompleteCounters.includes(counterNo);
    return [
      {
        counterNo,
        unit: first.consumed.unit,
        month,
        parts: parts.map((part) => partFigures(view, part)),
        consumption: isWhole ? decimalText(sumOf(parts, first.consumed)) : null,
      },
    ];
  });
}

function partFigures(view: LedgerView, part: MonthPart): ExchangeFigures["parts"][number] {
  return {
    serialNumber: view.sources.get(part.sourceNo)?.serialNumber ?? null,
    opening: figureAt(part.opening),
    closing: figureAt(part.closing),
    consumption: decimalText(part.consumed),
  };
}

function figureAt({ atMs, index }: IndexAt): ExchangeFigures["parts"][number]["opening"] {
  return { at: toUtcString(atMs), index: decimalText(index) };
}

function sumOf(parts: readonly MonthPart[], first: Quantity): Quantity {
  return parts.slice(1).reduce((sum, { consumed }) => add(sum, consumed), first);
}
