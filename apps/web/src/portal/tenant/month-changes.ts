/** How closed months stand against the ones before them and those a year earlier. Pure. */

import type { CounterRow, TableMonth } from "@mega/contract";
import { changeInPercent } from "../../tenant/change.ts";
import { shiftedMonth } from "./same-days.ts";

/** Per cent, null where there is nothing to compare. */
export interface MonthChange {
  readonly onMonth: string | null;
  readonly onYear: string | null;
}

/** What the changes follow from. */
export interface MonthChangesGround {
  readonly months: readonly TableMonth[];
  readonly cells: CounterRow["cells"];
  /** Printed consumption of months before those of the table, by month. */
  readonly earlier: ReadonlyMap<string, string>;
  /** The first month that is wholly the person's. */
  readonly firstWhole: string;
}

/** The changes by month; a month that runs, or is not whole, is compared with nothing. */
export function monthChanges(ground: MonthChangesGround): ReadonlyMap<string, MonthChange> {
  const { months, cells, earlier, firstWhole } = ground;
  const running = new Set(
    months.filter(({ provisional }) => provisional).map(({ month }) => month),
  );
  const whole = new Map(earlier);
  for (const { month, consumption, consumptionMark } of cells) {
    if (consumption === null || consumptionMark === "Q" || running.has(month)) whole.delete(month);
    else whole.set(month, consumption);
  }
  const figureOf = (month: string) => (month < firstWhole ? undefined : whole.get(month));
  const against = (month: string, other: string): string | null => {
    const now = figureOf(month);
    const before = figureOf(other);
    return now === undefined || before === undefined ? null : changeInPercent(now, before);
  };
  return new Map(
    cells.map(({ month }) => [
      month,
      {
        onMonth: against(month, shiftedMonth(month, -1)),
        onYear: against(month, shiftedMonth(month, -12)),
      },
    ]),
  );
}
