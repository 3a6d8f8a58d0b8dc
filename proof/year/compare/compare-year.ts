/** A whole year against what it must be. */

import { channelMeters } from "../driver/channels.ts";
import type { YearRecord } from "../driver/year-record.ts";
import { monthsEndingIn } from "../expected/calendar.ts";
import { compareChannel } from "./compare-channel.ts";
import { missedRounds } from "./compare-rounds.ts";
import {
  type ChannelMonthResult,
  type Difference,
  fartherOf,
  type MidnightDistance,
  type StepDistance,
} from "./difference.ts";

/** How a year came out. */
export interface YearResult {
  readonly months: readonly ChannelMonthResult[];
  readonly differences: readonly Difference[];
  readonly distances: readonly MidnightDistance[];
  /** The index that lies farthest from its register. */
  readonly worst: StepDistance;
  readonly readings: number;
}

/** Compares every channel-month of a year. */
export function compareYear(record: YearRecord): YearResult {
  const { fromMs, toMs, scenario, failures, ledgerFault } = record;
  const bounds = monthsEndingIn(fromMs, toMs, scenario.timeZone);
  const whole = { channelNo: 0, meterId: "", month: "", counterNo: null };
  const differences: Difference[] = [
    ...failures.map((shown) => ({ ...whole, what: "failure", expected: "none", shown })),
    ...missedRounds(record.times).map((shown) => ({
      ...{ ...whole, what: "round", expected: "a round every hour", shown },
    })),
  ];
  if (ledgerFault !== null) {
    differences.push({ ...whole, what: "ledger", expected: "it verifies", shown: ledgerFault });
  }
  const months: ChannelMonthResult[] = [];
  const distances: MidnightDistance[] = [];
  let readings = 0;
  let worst: StepDistance = { hundredths: 0, where: "" };
  for (const at of channelMeters(scenario).keys()) {
    const channel = compareChannel(record, at + 1, bounds);
    months.push(...channel.months);
    differences.push(...channel.differences);
    distances.push(...channel.distances);
    worst = fartherOf(worst, channel.worst);
    readings += channel.readings;
  }
  return { months, differences, distances, worst, readings };
}
