/** GET /channels/:channelNo/period-preview: what a new period would end, before it is started. */

import type { PeriodPreview, PeriodPreviewQuery } from "@mega/contract";
import { decimalText, toUtcString } from "@mega/domain";
import { type Counters, channelInput } from "@mega/figures";
import { openTenancy } from "@mega/ledger";
import type { CounterInput } from "@mega/reports";
import { type CounterEnd, type PeriodEnd, periodEnd } from "../periods/period-end.ts";
import { earliestStartMs, startAsked } from "../periods/period-start.ts";
import type { ApiContext } from "./api-context.ts";
import { plannedChannel } from "./channel-path.ts";

/** The preview of a channel. */
export async function periodPreview(
  context: ApiContext,
  counters: Counters,
  channelNo: number,
  query: PeriodPreviewQuery,
): Promise<PeriodPreview> {
  const { ledger, planned, clock, installation } = context;
  const { timeZone } = installation;
  const { channel } = plannedChannel(context, channelNo);
  const view = ledger.snapshot();
  const nowMs = clock.nowMs();
  const known = channelInput({ planned, view, attempts: counters.attempts }, channel);
  const tenancy = openTenancy(view, channelNo);
  const pointer = "/query/effectiveAt";
  const text = query.effectiveAt;
  const asked =
    text === undefined || tenancy === undefined
      ? undefined
      : startAsked({ pointer, text, tenancy, nowMs, timeZone });
  const end =
    tenancy === undefined
      ? undefined
      : await periodEnd({
          readings: ledger,
          view,
          timeZone,
          nowMs,
          tenancy,
          counters: known.counters,
          atMs: asked ?? nowMs,
        });
  return {
    channelNo,
    name: channel.name,
    effectiveAt: asked === undefined ? null : toUtcString(asked),
    earliestAt:
      tenancy === undefined ? null : toUtcString(earliestStartMs(tenancy, nowMs, timeZone)),
    firstInit: tenancy === undefined ? null : toUtcString(tenancy.startedAtMs),
    canRead: true,
    counters: known.counters.map((counter) => counterPreview(counter, end)),
    nextSeq: view.head.seq + 1,
  };
}

function counterPreview(
  { counterNo, unit, decimals, latest }: CounterInput,
  end: PeriodEnd | undefined,
): PeriodPreview["counters"][number] {
  const counterEnd = end?.counters.find((counter) => counter.counterNo === counterNo);
  const unbilled = counterEnd?.unbilled ?? null;
  return {
    counterNo,
    unit,
    decimals,
    latest:
      latest === null
        ? null
        : { index: decimalText(latest.index), takenAt: toUtcString(latest.takenAtMs) },
    atEffective: atEffective(counterEnd),
    unbilled:
      unbilled === null || end === undefined
        ? null
        : { consumption: decimalText(unbilled), since: toUtcString(end.sinceMs) },
  };
}

/** An index that a person typed for the instant stands as an actual one. */
function atEffective(
  end: CounterEnd | undefined,
): PeriodPreview["counters"][number]["atEffective"] {
  if (end === undefined || end.index === null) return null;
  const { index, method } = end.index;
  return { index: decimalText(index), method: method === "person" ? "actual" : method };
}
