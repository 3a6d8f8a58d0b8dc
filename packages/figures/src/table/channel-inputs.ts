/** From the installation and the ledger's view to what the table is made of. Pure. */

import { Reason } from "@mega/contract";
import { indexOfCount, isReadByPerson, unreachable } from "@mega/domain";
import type { ChannelPlan, InstalledChannel, PlannedInstallation } from "@mega/installation";
import { type LedgerView, type TenancyRecord, waitingBySource } from "@mega/ledger";
import type { ChannelInput, CounterInput, LastAttempt } from "@mega/reports";
import type { CounterAttempt, KnownAttempts } from "../ports.ts";
import { type ChannelCounter, channelCounters } from "./channel-sources.ts";
import { nextIndexDueMs } from "./due-index.ts";
import { meterFactsOf } from "./meter-facts.ts";

/** What is known of the channels at a head of the ledger. */
export interface Known {
  readonly planned: PlannedInstallation;
  readonly view: LedgerView;
  readonly attempts: KnownAttempts;
}

/** A channel without its months. */
export type ChannelWithoutMonths = Omit<ChannelInput, "months">;

/** A channel as configured and as the ledger knows it. */
export function channelInput(known: Known, channel: InstalledChannel): ChannelWithoutMonths {
  const { channelNo, name } = channel;
  const { planned, view } = known;
  const plan = planned.plan.channels.find((entry) => entry.channel.channelNo === channelNo);
  const installed = plan === undefined ? undefined : planned.meters.get(plan.meterId);
  if (plan === undefined || installed === undefined) {
    const unitKind = channel.config?.unit ?? "Wh+";
    const inTotals = channel.config?.inTotals ?? true;
    const nothing = { inTotals, medium: null, meter: null, counters: [], tenancy: null };
    return { channelNo, name, unitKind, ...nothing };
  }
  const counters = channelCounters(view, planned.plan, plan);
  const serialNumber = counters[0]?.source?.serialNumber ?? null;
  return {
    channelNo,
    name,
    inTotals: channel.config?.inTotals ?? true,
    unitKind: planned.unitKinds.get(channelNo) ?? "Wh+",
    medium: counters[0]?.description.medium ?? installed.medium,
    meter: meterFactsOf(installed, serialNumber),
    counters: counters.map((counter) => counterInput(known, plan, counter)),
    tenancy: shownTenancy(view, channelNo) ?? null,
  };
}

/** The period that the columns of a channel show: the newest. */
export function shownTenancy(view: LedgerView, channelNo: number): TenancyRecord | undefined {
  return view.tenancies.get(channelNo)?.at(-1);
}

function counterInput(known: Known, plan: ChannelPlan, counter: ChannelCounter): CounterInput {
  const { view, attempts } = known;
  const { counterNo, description, decimals, source, sourceNos, otherNos } = counter;
  const standing = source === undefined ? undefined : view.standings.get(source.sourceNo);
  const latest = standing?.latest ?? null;
  const readByPerson = isReadByPerson(description);
  const attempt = attempts.of(plan.meterId, description.counterId);
  return {
    counterNo,
    counterId: description.counterId,
    unit: description.unit,
    decimals,
    readByPerson,
    indexDueMs:
      readByPerson && latest !== null
        ? nextIndexDueMs(latest.takenAtMs, known.planned.plan.timeZone)
        : null,
    sourceNos,
    otherNos,
    latest:
      latest === null || source === undefined
        ? null
        : {
            index: indexOfCount(source, latest.count),
            takenAtMs: latest.takenAtMs,
            held: latest.mark === "held",
          },
    lastAttempt: lastOutcome(view, source?.sourceNo) ?? attemptOutside(attempt),
    quarantine: oldestQuarantine(view, sourceNos),
  };
}

function lastOutcome(view: LedgerView, sourceNo: number | undefined): LastAttempt | undefined {
  const outcome = sourceNo === undefined ? null : view.standings.get(sourceNo)?.lastOutcome;
  if (outcome === undefined || outcome === null) return undefined;
  const { status, reason, atMs } = outcome;
  switch (status) {
    case "accepted":
      return { answered: true, reason: null, atMs };
    case "quarantined":
      return { answered: true, reason: reasonOf(reason), atMs };
    case "rejected":
    case "missing":
      return { answered: false, reason: reasonOf(reason), atMs };
    default:
      return unreachable(status);
  }
}

/** An attempt that the ledger does not hold, since the meter never gave a count. */
function attemptOutside(attempt: CounterAttempt | undefined): LastAttempt | null {
  if (attempt === undefined || attempt.observed.kind === "count") return null;
  return { answered: false, reason: attempt.observed.reason, atMs: attempt.sinceMs };
}

function oldestQuarantine(
  view: LedgerView,
  sourceNos: readonly number[],
): CounterInput["quarantine"] {
  let oldest: CounterInput["quarantine"] = null;
  const waiting = waitingBySource(view);
  for (const { takenAtMs, reason } of sourceNos.flatMap((no) => waiting.get(no) ?? [])) {
    if (oldest === null || takenAtMs < oldest.sinceMs) oldest = { reason, sinceMs: takenAtMs };
  }
  return oldest;
}

const reasons: ReadonlySet<string> = new Set(Reason.enum);

/** A reason of a later version is shown as a meter that was not asked: the state says the rest. */
export function reasonOf(text: string | null): Reason | null {
  if (text === null) return null;
  return reasons.has(text) ? (text as Reason) : "not-polled";
}
