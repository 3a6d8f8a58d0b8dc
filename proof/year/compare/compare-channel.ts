/** One channel's year against what it must be: table, ledger, sums and truth. */

import type { ChannelRow } from "@mega/contract";
import { counterKey, type YearRecord } from "../driver/year-record.ts";
import type { MonthBounds } from "../expected/calendar.ts";
import {
  type ExpectedChannel,
  expectedChannel,
  type GivenCounter,
} from "../expected/expected-channel.ts";
import { clockAt } from "../expected/gateway-times.ts";
import type { ExpectedMonth, ExpectedPart } from "../expected/month-figures.ts";
import { withSerials } from "../expected/with-serials.ts";
import { type CounterTruth, isWithinDraw, restsOn, untrueOf } from "./against-truth.ts";
import { compareCells } from "./compare-cells.ts";
import { compareLedger } from "./compare-ledger.ts";
import { compareSums } from "./compare-sums.ts";
import { countIn } from "./count-in.ts";
import type { ChannelMonthResult, Difference, MidnightDistance } from "./difference.ts";
import { hearingOf } from "./hearing-of.ts";
import { isUnseenFault } from "./invisible.ts";
import { unitRatio } from "./unit-ratio.ts";
import { unseenBy } from "./unseen.ts";

/** How a channel came out. */
export interface ComparedChannel {
  readonly months: readonly ChannelMonthResult[];
  readonly differences: readonly Difference[];
  readonly distances: readonly MidnightDistance[];
  readonly readings: number;
  readonly expected: ExpectedChannel;
}

/** Compares a channel. */
export function compareChannel(
  record: YearRecord,
  channelNo: number,
  bounds: readonly MonthBounds[],
): ComparedChannel {
  const rows = record.tables.flatMap(({ rows: all }) =>
    all.filter((row) => row.channelNo === channelNo),
  );
  const expected = expectationOf(record, channelNo, rows, bounds);
  const cells = compareCells(channelNo, expected, rows);
  const differences = [
    ...cells.flatMap((month) => month.differences),
    ...compareLedger(channelNo, expected, record.closed.get(channelNo) ?? []),
    ...sumsOf(channelNo, expected, rows),
    ...truthOf(record, channelNo, expected),
  ];
  const meter = record.scenario.meters[channelNo - 1];
  const months = cells.map(({ month, mark }): ChannelMonthResult => {
    const own = differences.filter((one) => one.month === month);
    const at = bounds.find((one) => one.month === month);
    const excused = meter !== undefined && at !== undefined && isUnseenFault(record, meter, at);
    const clean = mark === "actual" ? "exact" : "marked";
    const verdict = own.length === 0 ? clean : excused ? "invisible" : "wrong";
    return { channelNo, month, mark, verdict };
  });
  const excused = new Set(
    months.filter(({ verdict }) => verdict === "invisible").map(({ month }) => month),
  );
  return {
    months,
    differences: differences.filter(({ month }) => !excused.has(month)),
    distances: distancesOf(record, channelNo, expected),
    readings: expected.counters.reduce((sum, { readings }) => sum + readings.length, 0),
    expected,
  };
}

function expectationOf(
  record: YearRecord,
  channelNo: number,
  rows: readonly ChannelRow[],
  months: readonly MonthBounds[],
): ExpectedChannel {
  const meter = record.scenario.meters[channelNo - 1];
  if (meter === undefined) throw new RangeError(`Channel ${channelNo} has no meter.`);
  const counters = (rows[0]?.counters ?? []).flatMap(({ counterNo, counterId }): GivenCounter[] => {
    const key = counterKey(meter.id, counterId);
    const facts = record.declared.get(key);
    if (facts === undefined) return [];
    const isPulse = meter.inputs[counterId] !== undefined;
    const acts = record.acts.get(key) ?? [];
    return [{ counterNo, counterId, facts, countIn: countIn(counterId, facts, isPulse), acts }];
  });
  return expectedChannel({
    meterId: meter.id,
    answers: withSerials(record.building.witness.answersOf(meter.id), record.times),
    hearing: hearingOf(meter),
    times: record.times,
    counters,
    periods: record.periods.get(channelNo) ?? [],
    months,
  });
}

function sumsOf(
  channelNo: number,
  expected: ExpectedChannel,
  rows: readonly ChannelRow[],
): readonly Difference[] {
  return expected.counters.flatMap(({ counterNo, life }) => {
    const shown = rows.flatMap((row) =>
      row.counters.filter((counter) => counter.counterNo === counterNo),
    );
    const cells = shown
      .flatMap((counter) => counter.cells)
      .sort((a, b) => a.month.localeCompare(b.month));
    const turnedIn = (month: string) => {
      const { fromMs = 0, toMs = 0 } =
        expected.months.find((one) => one.bounds.month === month)?.bounds ?? {};
      const turns = [
        ...life.changes.map(({ atMs }) => atMs),
        ...life.sources.flatMap(({ rollovers }) => rollovers),
      ];
      return turns.some((atMs) => atMs >= fromMs && atMs <= toMs + 6 * 3_600_000);
    };
    const decimals = shown[0]?.decimals ?? 3;
    const { meterId } = expected;
    return compareSums({ channelNo, meterId, counterNo, decimals, cells, isInterrupted: turnedIn });
  });
}

/** Parts that a bill rests on: of closed months, and of open ones that show a figure. */
function truthOf(
  record: YearRecord,
  channelNo: number,
  expected: ExpectedChannel,
): readonly Difference[] {
  return expected.months.flatMap((month) =>
    month.parts.flatMap((part) => {
      const place = { channelNo, meterId: expected.meterId, month: month.bounds.month };
      return untruthsOf(record, expected, month, part).map((untrue) => ({
        ...place,
        counterNo: part.counterNo,
        ...untrue,
      }));
    }),
  );
}

function untruthsOf(
  record: YearRecord,
  expected: ExpectedChannel,
  month: ExpectedMonth,
  part: ExpectedPart,
) {
  const counter = truthOfCounter(record, expected, part);
  if (counter === null) return [];
  const trueMs = (gatewayMs: number) => gatewayMs - offsetAt(record, gatewayMs);
  const found = [...untrueOf(part, counter, trueMs)];
  for (const [what, boundary] of [
    ["opening", part.opening],
    ["closing", part.closing],
  ] as const) {
    const isMidnight = boundary.atMs === month.bounds.fromMs || boundary.atMs === month.bounds.toMs;
    if (isMidnight && !isWithinDraw(boundary, counter, part, boundary.atMs)) {
      const expectedText = "within what the meter can draw from midnight";
      found.push({ what: `draw at the ${what}`, expected: expectedText, shown: "more" });
    }
  }
  return found;
}

function truthOfCounter(
  record: YearRecord,
  expected: ExpectedChannel,
  part: ExpectedPart,
): CounterTruth | null {
  const { building, scenario } = record;
  const meter = scenario.meters.find(({ id }) => id === expected.meterId);
  const counter = expected.counters.find(({ counterNo }) => counterNo === part.counterNo);
  if (meter === undefined || counter === undefined) return null;
  const { truth } = building;
  const { counterId, facts } = counter;
  const unseen = unseenBy(meter, truth, counterId);
  const isFloat = record.floats.has(counterKey(meter.id, counterId));
  return { truth, meterId: meter.id, counterId, unit: unitRatio(facts.unit), isFloat, unseen };
}

/** What the gateway's clock was ahead when it showed an instant; 0 where it never did. */
function offsetAt({ times }: YearRecord, gatewayMs: number): number {
  const { offsetMs } = clockAt(times.clock, gatewayMs);
  return clockAt(times.clock, gatewayMs - offsetMs).offsetMs;
}

function distancesOf(
  { times: _times }: YearRecord,
  channelNo: number,
  { months }: ExpectedChannel,
): readonly MidnightDistance[] {
  return months.flatMap(({ bounds, parts }) =>
    parts.flatMap(({ counterNo, closing }): MidnightDistance[] => {
      const rests = restsOn(closing);
      if (counterNo !== 1 || closing.atMs !== bounds.toMs || rests === null) return [];
      const sides = [rests.fromMs, rests.toMs].map((atMs) => Math.abs(atMs - bounds.toMs));
      const distanceMs = Math.max(...sides);
      return [{ channelNo, month: bounds.month, distanceMs, method: closing.method }];
    }),
  );
}
