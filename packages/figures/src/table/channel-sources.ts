/** Which source of the ledger each counter of a channel shows, and which it has shown. Pure. */

import { billingDecimals, type CounterNo, type Source, type SourceNo } from "@mega/domain";
import type { ChannelPlan, ReadingPlan, SourceDescription } from "@mega/installation";
import type { LedgerView } from "@mega/ledger";
import { sourceOf } from "./source-lookup.ts";

/** A counter of a channel as configured, with its source once the meter has answered. */
export interface ChannelCounter {
  readonly counterNo: CounterNo;
  readonly description: SourceDescription;
  /** Decimals of a printed index. */
  readonly decimals: number;
  readonly source: Source | undefined;
  /** Every source the counter has shown, exchanged ones too. */
  readonly sourceNos: readonly SourceNo[];
  /** Those of them that counted something else: another counter or medium was configured here. */
  readonly otherNos: readonly SourceNo[];
}

const counterNos: readonly CounterNo[] = [1, 2];

/** The counters of a channel, counter 1 first. */
export function channelCounters(
  view: LedgerView,
  plan: ReadingPlan,
  channel: ChannelPlan,
): readonly ChannelCounter[] {
  const meter = plan.meters.find((entry) => entry.meter.id === channel.meterId);
  return counterNos.flatMap((counterNo) => {
    const counterId = channel.counters[counterNo];
    const planned = meter?.counters.find((counter) => counter.counterId === counterId);
    if (planned === undefined) return [];
    const description = planned.source;
    const sourceNos = shownSources(view, channel.channel.channelNo, counterNo);
    return [
      {
        counterNo,
        description,
        decimals: billingDecimals(description),
        source: sourceOf(view, description),
        sourceNos,
        otherNos: sourceNos.filter((no) => isOther(view.sources.get(no), description)),
      },
    ];
  });
}

/** Import and export, or heat and electricity, may have the unit in common and no sum. */
function isOther(source: Source | undefined, shown: SourceDescription): boolean {
  return source !== undefined && quantityOf(source) !== quantityOf(shown);
}

/** What is counted, by whatever kind of meter: its usual counter, or a pulse input for it. */
function quantityOf(source: Pick<Source, "medium" | "counterId" | "unit">): string {
  const { counterId, unit } = source;
  const medium = source.medium === "hotWater" ? "water" : source.medium;
  const isElectric = medium === "electricity";
  const isInput = /^(pulse|input|n\d)/.test(counterId);
  if (isElectric && (isInput || counterId === "total")) return "electricity import";
  if (isInput) return `${medium} ${unit === "m3" ? "volume" : "energy"}`;
  return `${medium} ${counterId}`;
}

/** Every source that a counter of the channel has shown, oldest first. */
export function shownSources(
  view: LedgerView,
  channelNo: number,
  counterNo: CounterNo,
): SourceNo[] {
  const shown = new Set<SourceNo>();
  for (const binding of view.bindings.get(channelNo) ?? []) {
    const sourceNo = counterNo === 1 ? binding.counter1 : binding.counter2;
    if (sourceNo !== null) shown.add(sourceNo);
  }
  for (const { oldSourceNo, newSourceNo } of view.exchanges) {
    if (shown.has(oldSourceNo)) shown.add(newSourceNo);
  }
  return [...shown];
}
