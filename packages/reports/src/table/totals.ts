/**
 * Totals of exactly the rows shown, by medium, unit and counter. Two channels that show the same
 * counter of the same meter (a total and a trip) are summed once; a main meter, whose consumption
 * the meters behind it count again, is left out where the installation says so.
 */

import type { ChannelRow, CounterRow, TotalRow } from "@mega/contract";
import { add, decimalText, type MonthKey, parseDecimal, type Quantity } from "@mega/domain";

/** Rows of totals that an answer holds. */
const TOTALS_MAX = 32;

const mediumOrder: Readonly<Record<TotalRow["medium"], number>> = {
  electricity: 0,
  heat: 1,
  cold: 2,
  water: 3,
  hotWater: 4,
  gas: 5,
};

interface Summand {
  readonly row: ChannelRow;
  readonly counter: CounterRow;
}

interface Group extends Pick<TotalRow, "medium" | "unit" | "counterNo" | "counterId"> {
  readonly summands: readonly Summand[];
}

/** The totals of the rows over the months, in the order of the months. */
export function totalsOf(rows: readonly ChannelRow[], months: readonly MonthKey[]): TotalRow[] {
  return groupsOf(rows)
    .sort(
      (a, b) =>
        mediumOrder[a.medium] - mediumOrder[b.medium] ||
        a.unit.localeCompare(b.unit) ||
        a.counterNo - b.counterNo ||
        a.counterId.localeCompare(b.counterId),
    )
    .slice(0, TOTALS_MAX)
    .map((group) => totalRow(group, months));
}

function groupsOf(rows: readonly ChannelRow[]): Group[] {
  const groups = new Map<string, { head: Omit<Group, "summands">; summands: Summand[] }>();
  for (const row of rows) {
    if (row.medium === null || !row.inTotals) continue;
    for (const counter of row.counters) {
      const { counterNo, unit } = counter;
      const counterId = quantityOf(counter, row.medium);
      const head = { medium: row.medium, unit, counterNo, counterId };
      const key = `${row.medium} ${unit} ${counterNo} ${counterId}`;
      const group = groups.get(key) ?? { head, summands: [] };
      groups.set(key, group);
      group.summands.push({ row, counter });
    }
  }
  return [...groups.values()].map(({ head, summands }) => ({ ...head, summands: once(summands) }));
}

/** What a counter counts: a pulse input counts what the counter of a meter of its kind counts. */
function quantityOf({ counterId, unit }: CounterRow, medium: TotalRow["medium"]): string {
  if (!/^(pulse|input)/.test(counterId)) return counterId;
  if (unit === "m3") return "volume";
  return medium === "electricity" ? "import" : "energy";
}

/** One channel for each counter of a meter: the one whose period began first. */
function once(summands: readonly Summand[]): Summand[] {
  const byCounter = new Map<string, Summand>();
  for (const summand of summands) {
    const { row, counter } = summand;
    const key =
      row.meter === null ? `CH${row.channelNo}` : `${row.meter.meterId} ${counter.counterId}`;
    const other = byCounter.get(key);
    if (other === undefined || startedBefore(row, other.row)) byCounter.set(key, summand);
  }
  return [...byCounter.values()].sort((a, b) => a.row.channelNo - b.row.channelNo);
}

function startedBefore(row: ChannelRow, other: ChannelRow): boolean {
  if (row.firstInit === null) return false;
  return other.firstInit === null || Date.parse(row.firstInit) < Date.parse(other.firstInit);
}

function totalRow(group: Group, months: readonly MonthKey[]): TotalRow {
  const { summands, ...head } = group;
  return {
    ...head,
    decimals: Math.max(...summands.map(({ counter }) => counter.decimals)),
    channels: summands.map(({ row }) => row.channelNo),
    cells: months.map((month) => totalCell(summands, month)),
  };
}

function totalCell(summands: readonly Summand[], month: MonthKey): TotalRow["cells"][number] {
  let sum: Quantity | null = null;
  const missingChannels: number[] = [];
  for (const { row, counter } of summands) {
    const text = counter.cells.find((cell) => cell.month === month)?.consumption ?? null;
    const figure = text === null ? undefined : parseDecimal(text);
    if (figure === undefined) {
      missingChannels.push(row.channelNo);
      continue;
    }
    const value: Quantity = { ...figure, unit: counter.unit };
    sum = sum === null ? value : add(sum, value);
  }
  return {
    month,
    consumption: sum === null ? null : decimalText(sum),
    // A total that is not there is missing, not partial.
    partial: sum !== null && missingChannels.length > 0,
    missingChannels,
  };
}
