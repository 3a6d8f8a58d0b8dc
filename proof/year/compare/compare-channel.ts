/** One channel's year against what it must be: table, ledger, sums and truth. */

import type { ChannelRow } from "@mega/contract";
import { channelMeters } from "../driver/channels.ts";
import { counterKey, type YearRecord } from "../driver/year-record.ts";
import type { MonthBounds } from "../expected/calendar.ts";
import {
  type ExpectedChannel,
  expectedChannel,
  type GivenCounter,
} from "../expected/expected-channel.ts";
import { withSerials } from "../expected/with-serials.ts";
import { restsOn } from "./against-truth.ts";
import { compareCells } from "./compare-cells.ts";
import { compareLedger } from "./compare-ledger.ts";
import { compareReadings } from "./compare-readings.ts";
import { compareSums } from "./compare-sums.ts";
import { compareTruth } from "./compare-truth.ts";
import { countIn } from "./count-in.ts";
import type {
  ChannelMonthResult,
  Difference,
  MidnightDistance,
  StepDistance,
} from "./difference.ts";
import { hearingOf } from "./hearing-of.ts";

/** How a channel came out. */
export interface ComparedChannel {
  readonly months: readonly ChannelMonthResult[];
  readonly differences: readonly Difference[];
  readonly distances: readonly MidnightDistance[];
  readonly worst: StepDistance;
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
  const truth = compareTruth(record, channelNo, expected, rows);
  const differences = [
    ...cells.flatMap((month) => month.differences),
    ...compareLedger(channelNo, expected, record.closed.get(channelNo) ?? []),
    ...sumsOf(channelNo, expected, rows),
    ...truth.differences,
    ...readingsOf(record, channelNo, expected, bounds),
  ];
  const months = cells.map(({ month, mark }): ChannelMonthResult => {
    const isWrong = differences.some((one) => one.month === month);
    const clean = mark === "actual" ? "exact" : "marked";
    const right = truth.unseen.has(month) ? "invisible" : clean;
    return { channelNo, month, mark, verdict: isWrong ? "wrong" : right };
  });
  return {
    months,
    differences,
    worst: truth.worst,
    distances: distancesOf(channelNo, expected),
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
  const meterId = channelMeters(record.scenario)[channelNo - 1];
  const meter = record.scenario.meters.find(({ id }) => id === meterId);
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

function readingsOf(
  record: YearRecord,
  channelNo: number,
  { meterId, counters }: ExpectedChannel,
  months: readonly MonthBounds[],
): readonly Difference[] {
  const answers = record.building.witness.answersOf(meterId);
  const inputs = record.scenario.meters.find(({ id }) => id === meterId)?.inputs ?? {};
  return counters.flatMap(({ counterNo, counterId, facts, life }) => {
    const found = compareReadings({
      ...{ life, answers, months, clock: record.times.clock },
      stored: record.stored.get(counterKey(meterId, counterId)) ?? [],
      countIn: countIn(counterId, facts, inputs[counterId] !== undefined),
    });
    return found.map((one) => ({ channelNo, meterId, counterNo, what: "reading", ...one }));
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

function distancesOf(channelNo: number, { months }: ExpectedChannel): readonly MidnightDistance[] {
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
