/** What the table shows of a channel against what it must show, cell by cell. */

import type { ChannelRow, CounterCell } from "@mega/contract";
import { type ExpectedCell, expectedCell, type MonthMark, monthMark } from "../expected/cell.ts";
import type { ExpectedChannel } from "../expected/expected-channel.ts";
import type { Difference } from "./difference.ts";

/** A month of a channel as shown. */
export interface ComparedMonth {
  readonly month: string;
  readonly mark: MonthMark;
  readonly differences: readonly Difference[];
}

const kinds = [
  "index",
  "indexMark",
  "consumption",
  "consumptionMark",
  "opening",
  "closed",
] as const;

const rank: readonly MonthMark[] = [
  "actual",
  "person",
  "interpolated",
  "exchanged",
  "open",
  "estimated",
  "missing",
  "quarantined",
];

/** Compares the newest period of a channel in every month. */
export function compareCells(
  channelNo: number,
  expected: ExpectedChannel,
  rows: readonly ChannelRow[],
): readonly ComparedMonth[] {
  const periodNo = expected.periods.length - 1;
  return expected.months.map((month) => {
    const marks: MonthMark[] = [];
    const differences: Difference[] = [];
    for (const { counterNo } of expected.counters) {
      const cell = expectedCell(month, counterNo, expected.periods, periodNo);
      const shown = shownCell(rows, counterNo, month.bounds.month);
      marks.push(monthMark(cell));
      const place = { channelNo, meterId: expected.meterId, month: month.bounds.month, counterNo };
      differences.push(...differencesOf(cell, shown).map((one) => ({ ...place, ...one })));
    }
    const worst = marks.sort((a, b) => rank.indexOf(b) - rank.indexOf(a))[0] ?? "missing";
    return { month: month.bounds.month, mark: worst, differences };
  });
}

function shownCell(
  rows: readonly ChannelRow[],
  counterNo: 1 | 2,
  month: string,
): CounterCell | undefined {
  const counters = rows.flatMap((row) => row.counters);
  return counters
    .filter((counter) => counter.counterNo === counterNo)
    .flatMap(({ cells }) => cells)
    .find((cell) => cell.month === month);
}

/** Every field that is not as expected; a missing mark and an excess one are both wrong. */
function differencesOf(
  expected: ExpectedCell,
  shown: CounterCell | undefined,
): readonly Pick<Difference, "what" | "expected" | "shown">[] {
  if (shown === undefined) return [{ what: "cell", expected: "a cell", shown: "none" }];
  return kinds.flatMap((what) => {
    const [must, is] = [expected[what], shown[what]];
    return must === is ? [] : [{ what, expected: String(must), shown: String(is) }];
  });
}
