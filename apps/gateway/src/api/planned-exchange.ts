/** What a request for an exchange comes to: checked against the ledger, and planned. */

import type { ExchangeRequest } from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import type { MeterPlan } from "@mega/installation";
import { BATCH_EVENTS_MAX, type LedgerView } from "@mega/ledger";
import { type ExchangePlan, planExchange } from "../exchanges/exchange-plan.ts";
import { exchangeAsked, exchangeWindow } from "../exchanges/exchange-time.ts";
import {
  lastAcceptedMs,
  type MeterCounter,
  meterCounters,
} from "../exchanges/exchanged-counters.ts";
import { typedCounts } from "../exchanges/typed-counts.ts";
import { waitingEvidence } from "../exchanges/waiting-evidence.ts";
import type { ApiContext } from "./api-context.ts";
import { plannedChannel } from "./channel-path.ts";

/** An exchange as asked for; `pointer` names the field of its time. */
export interface ExchangeAsked extends Omit<ExchangeRequest, "confirmChannelNo"> {
  readonly pointer: string;
}

/** The counters of the channel's meter; refused where none was ever read. */
export function exchangeable(
  context: ApiContext,
  view: LedgerView,
  channelNo: number,
): readonly MeterCounter[] {
  return readCounters(view, meterOf(context, channelNo), channelNo);
}

/**
 * The counters an exchange is about: all of the meter, or those that were set back. Where nobody has
 * said which, those with something that waits.
 */
export function aboutOf(
  kind: ExchangeRequest["kind"],
  counters: readonly MeterCounter[],
  typed: ExchangeRequest["counters"],
): readonly MeterCounter[] {
  if (kind === "exchanged") return counters;
  const named = counters.filter((one) =>
    typed.some(({ counterId }) => counterId === one.counterId),
  );
  const waiting = counters.filter((one) => one.waiting.length > 0);
  return [named, waiting].find((some) => some.length > 0) ?? counters;
}

/** The plan; refused where it cannot be as asked. Nothing is told to the ledger here. */
export async function plannedExchange(
  context: ApiContext,
  channelNo: number,
  asked: ExchangeAsked,
): Promise<ExchangePlan & { readonly atMs: number }> {
  const { ledger, clock } = context;
  const view = ledger.snapshot();
  const all = exchangeable(context, view, channelNo);
  refuseSerial(asked, all);
  const { kind, why, serialNumber, pointer } = asked;
  const counters = aboutOf(kind, all, asked.counters);
  const atMs = exchangeAsked(pointer, asked.at, exchangeWindow(view, counters, clock.nowMs()));
  const typed = typedCounts({ kind, atMs, counters: all, typed: asked.counters });
  const waiting = await waitingEvidence(ledger, counters, atMs);
  const clockState = context.clockState();
  const known = { view, counters, typed, waiting, clockState };
  const plan = planExchange({ ...known, kind, atMs, serialNumber, why });
  if (plan.events.length > BATCH_EVENTS_MAX) {
    const value = plan.events.length;
    const allowed = `at most ${BATCH_EVENTS_MAX} entries: discard the oldest readings first`;
    throw fieldProblem({ pointer, value, allowed, code: "too-many", error: "CONFLICT" });
  }
  return { ...plan, atMs };
}

/** A new meter has another serial number; one that was set back keeps its own. */
function refuseSerial(
  { kind, serialNumber }: ExchangeAsked,
  counters: readonly MeterCounter[],
): void {
  const known = counters[0]?.source.serialNumber ?? null;
  const refuse = (allowed: string) =>
    fieldProblem({ pointer: "/serialNumber", value: serialNumber, allowed });
  if (kind === "set-back" && serialNumber !== null && serialNumber !== known) {
    throw refuse("null: the meter is the same");
  }
  if (kind === "exchanged" && serialNumber !== null && serialNumber === known) {
    throw refuse("another one than the old meter's; or kind set-back");
  }
}

function meterOf(context: ApiContext, channelNo: number): MeterPlan {
  const { meterId } = plannedChannel(context, channelNo);
  const found = context.planned.plan.meters.find(({ meter }) => meter.id === meterId);
  if (found === undefined) throw new Error("Broken assumption: a planned channel has its meter");
  return found;
}

/** The counters of the meter; refused where none was ever read. */
function readCounters(
  view: LedgerView,
  meter: MeterPlan,
  channelNo: number,
): readonly MeterCounter[] {
  const counters = meterCounters(view, meter);
  if (lastAcceptedMs(counters) !== null) return counters;
  throw fieldProblem({
    pointer: "/path/channelNo",
    value: channelNo,
    allowed: "a channel whose meter was read; the first reading of another one needs no exchange",
    code: "no-reading",
    error: "CONFLICT",
  });
}
