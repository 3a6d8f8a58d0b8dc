/** What the COUNTERS table must show of a counter in a month, for one period of the channel. */

import { textOf } from "./counter-facts.ts";
import { closesByItself, type ExpectedMonth, type Period } from "./month-figures.ts";

/** The mark beside a figure. */
type Mark = "I" | "E" | "S" | "Q" | "person" | null;

/** A cell of the table. */
export interface ExpectedCell {
  readonly index: string | null;
  readonly indexMark: Mark;
  readonly consumption: string | null;
  readonly consumptionMark: Mark;
  readonly opening: string | null;
  readonly closed: boolean;
}

/** What a channel-month is marked as, in the words of billing. */
export type MonthMark =
  | "actual"
  | "interpolated"
  | "estimated"
  | "quarantined"
  | "missing"
  | "exchanged"
  | "person"
  /** All figures stand, and a person has to close it: the clock was not vouched for. */
  | "open";

/** The cell of a counter. */
export function expectedCell(
  month: ExpectedMonth,
  counterNo: 1 | 2,
  periods: readonly Period[],
  periodNo: number,
): ExpectedCell {
  const { bounds } = month;
  const period = periods[periodNo];
  const nothing = {
    index: null,
    indexMark: null,
    consumption: null,
    consumptionMark: null,
    opening: null,
    closed: false,
  };
  if (period === undefined || period.fromMs >= bounds.toMs) return nothing;
  const quarantined = month.waiting.has(counterNo);
  const parts = month.parts.filter(
    (part) => part.counterNo === counterNo && part.periodNo === periodNo,
  );
  const [first, last] = [parts[0], parts.at(-1)];
  const q = quarantined ? ("Q" as const) : null;
  if (first === undefined || last === undefined) {
    return { ...nothing, indexMark: q, consumptionMark: q };
  }
  const fromMs = Math.max(bounds.fromMs, period.fromMs);
  const toMs = Math.min(bounds.toMs, period.toMs ?? bounds.toMs);
  const begins = first.opening.atMs <= fromMs;
  const ends = last.closing.atMs >= toMs;
  const joined = parts.every(
    (part, at) => at === 0 || part.opening.atMs === parts[at - 1]?.closing.atMs,
  );
  const whole = begins && ends && joined;
  const consumed = parts.reduce((sum, part) => sum + part.consumed.amount, 0n);
  const { decimals } = last.consumed;
  return {
    index: ends ? textOf(last.closing.index) : null,
    indexMark: q ?? (ends ? indexMark(last.closing.method) : null),
    consumption: whole ? textOf({ amount: consumed, decimals }) : null,
    consumptionMark: q ?? (whole ? consumptionMark(parts) : null),
    opening: begins ? textOf(first.opening.index) : null,
    closed: closesByItself(month),
  };
}

function indexMark(method: string): Mark {
  switch (method) {
    case "interpolated":
      return "I";
    case "estimated":
      return "E";
    case "person":
      return "person";
    default:
      return null;
  }
}

function consumptionMark(parts: ExpectedMonth["parts"]): Mark {
  const methods = parts.flatMap(({ opening, closing }) => [opening.method, closing.method]);
  if (methods.includes("estimated")) return "E";
  if (parts.length > 1) return "S";
  if (methods.includes("interpolated")) return "I";
  return methods.includes("person") ? "person" : null;
}

/** The word for a cell. */
export function monthMark(cell: ExpectedCell): MonthMark {
  const { indexMark: index, consumptionMark: consumption } = cell;
  if (index === "Q" || consumption === "Q") return "quarantined";
  if (cell.index === null || cell.consumption === null) return "missing";
  if (consumption === "E") return "estimated";
  if (!cell.closed) return "open";
  if (consumption === "S") return "exchanged";
  if (consumption === "I") return "interpolated";
  return consumption === "person" ? "person" : "actual";
}
