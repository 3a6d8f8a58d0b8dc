/** POST /channels/:channelNo/periods: a new tenant. Nothing is erased; see decision 0006. */

import type { NewPeriodAnswer, NewPeriodRequest } from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import { type CounterNo, decimalText, MegaError, toUtcString } from "@mega/domain";
import { type Counters, channelCounters, channelInput } from "@mega/figures";
import type { ChannelPlan } from "@mega/installation";
import { openTenancy, type TenancyRecord } from "@mega/ledger";
import { StayEnds } from "../access/stay-ends.ts";
import { type ChannelTurns, channelBusy } from "../periods/channel-turns.ts";
import {
  indexesInterpolated,
  indexesRead,
  indexesTyped,
  type OpeningIndex,
} from "../periods/opening-indexes.ts";
import { periodEnd } from "../periods/period-end.ts";
import { periodEvents } from "../periods/period-events.ts";
import { startAsked } from "../periods/period-start.ts";
import { staysClosable } from "../periods/stays-closable.ts";
import type { ApiContext } from "./api-context.ts";
import { plannedChannel } from "./channel-path.ts";
import { roundItemOf } from "./round-answers.ts";

/** Starts periods, one at a time for each channel. */
export class PeriodStarter {
  readonly #context: ApiContext;
  readonly #counters: Counters;
  readonly #turns: ChannelTurns;

  constructor(context: ApiContext, counters: Counters, turns: ChannelTurns) {
    this.#context = context;
    this.#counters = counters;
    this.#turns = turns;
  }

  /** Starts a period of the channel; refuses whatever is not sure. */
  async start(
    channelNo: number,
    request: NewPeriodRequest,
    actor: string,
  ): Promise<NewPeriodAnswer> {
    const plan = plannedChannel(this.#context, channelNo);
    if (request.confirmChannelNo !== channelNo) {
      throw fieldProblem({
        pointer: "/confirmChannelNo",
        value: request.confirmChannelNo,
        allowed: `${channelNo}, the channel of the new period`,
        code: "not-confirmed",
      });
    }
    return this.#turns.take(channelNo, () => this.#startNow(plan, request, actor));
  }

  async #startNow(
    plan: ChannelPlan,
    request: NewPeriodRequest,
    actor: string,
  ): Promise<NewPeriodAnswer> {
    const { ledger, newId, database } = this.#context;
    const { channelNo } = plan.channel;
    const tenancy = openTenancy(ledger.snapshot(), channelNo);
    if (tenancy === undefined) throw neverRead(channelNo);
    const openings =
      request.index.kind === "read"
        ? await this.#read(plan, request)
        : await this.#atInstant(plan, request, tenancy);
    const atMs = openings[0]?.at.atMs ?? tenancy.startedAtMs;
    if (atMs <= tenancy.startedAtMs) throw tooEarly(tenancy, atMs);
    await this.#refuseUnsplit(tenancy, atMs, openings);
    const tenancyId = newId();
    const endedTenancyId = tenancy.tenancyId;
    const stays = new StayEnds(database);
    // First the stays: what fails in between shows too little and never too much.
    stays.endWith({ tenancyId, channelNo, startedAtMs: atMs });
    const outcome = await ledger.append(
      periodEvents({ channelNo, endedTenancyId, tenancyId, atMs, openings }),
      actor,
    );
    if (!outcome.ok) {
      stays.goOnWithout(tenancyId);
      const { code, field, value, allowed } = outcome.refusal;
      if (code === "TENANCY_NOT_OPEN") throw channelBusy(channelNo);
      throw new MegaError("LEDGER_REFUSED", `${code}: ${field} is ${String(value)}`, {
        hint: `Allowed: ${allowed}.`,
        context: { refusal: outcome.refusal },
      });
    }
    return {
      channelNo,
      tenancyId,
      startedAt: toUtcString(atMs),
      openings: openings.map(({ counterNo, at }) => ({
        counterNo,
        unit: at.index.unit,
        index: decimalText(at.index),
        method: at.method,
      })),
      seq: outcome.entries.find(({ kind }) => kind === "TenancyStarted")?.seq ?? 0,
    };
  }

  /** A closed month is split between the two tenants, or the start is not taken. */
  async #refuseUnsplit(
    tenancy: TenancyRecord,
    atMs: number,
    openings: readonly OpeningIndex[],
  ): Promise<void> {
    const { ledger, clock, installation } = this.#context;
    const { timeZone } = installation;
    const ground = { readings: ledger, view: ledger.snapshot(), nowMs: clock.nowMs(), timeZone };
    if (await staysClosable({ ...ground, tenancy, atMs, openings })) return;
    throw fieldProblem({
      pointer: "/effectiveAt",
      value: toUtcString(atMs),
      allowed: "an instant of a closed month that readings near it tell, or an index typed for it",
      code: "no-reading",
      error: "CONFLICT",
      hint: "Type the index from the display of the meter.",
    });
  }

  /** Reads the meter; the period begins with its answer. */
  async #read(plan: ChannelPlan, request: NewPeriodRequest): Promise<readonly OpeningIndex[]> {
    const { runner, ledger, planned } = this.#context;
    if (request.effectiveAt !== null) {
      throw fieldProblem({
        pointer: "/index/kind",
        value: request.index.kind,
        allowed: "interpolated or person for a start in the past",
      });
    }
    const record = await runner.runChannel(plan.channel.channelNo);
    const view = ledger.snapshot();
    const counters = channelCounters(view, planned.plan, plan);
    const asked = record.meters.get(plan.meterId)?.counters ?? [];
    const reasons = new Map<CounterNo, string>();
    for (const { counterNo, description } of counters) {
      const judged = asked.find(({ counterId }) => counterId === description.counterId)?.judged;
      if (judged?.judgement.status === "accepted") continue;
      const item = roundItemOf(plan, record);
      reasons.set(counterNo, judged?.judgement.reason ?? item.reason ?? "not-polled");
    }
    return indexesRead(view, counters, reasons);
  }

  /** The index at an instant that has passed, or typed for this one. */
  async #atInstant(
    plan: ChannelPlan,
    request: NewPeriodRequest,
    tenancy: TenancyRecord,
  ): Promise<readonly OpeningIndex[]> {
    const { ledger, planned, clock, installation } = this.#context;
    const { timeZone } = installation;
    const nowMs = clock.nowMs();
    const { effectiveAt, index } = request;
    const pointer = "/effectiveAt";
    const atMs =
      effectiveAt === null
        ? nowMs
        : startAsked({ pointer, text: effectiveAt, tenancy, nowMs, timeZone });
    const view = ledger.snapshot();
    const known = { planned, view, attempts: this.#counters.attempts };
    const { counters } = channelInput(known, plan.channel);
    const end = await periodEnd({
      readings: ledger,
      view,
      timeZone,
      nowMs,
      tenancy,
      counters,
      atMs,
    });
    return index.kind === "person"
      ? indexesTyped({ ledger, view, end, tenancy, atMs, values: index.values })
      : indexesInterpolated(view, end, atMs);
  }
}

function neverRead(channelNo: number): MegaError {
  return fieldProblem({
    pointer: "/path/channelNo",
    value: channelNo,
    allowed: "a channel whose meter was read; its first reading starts its first period",
    code: "no-reading",
    error: "CONFLICT",
  });
}

function tooEarly(tenancy: TenancyRecord, atMs: number): MegaError {
  return fieldProblem({
    pointer: "/effectiveAt",
    value: toUtcString(atMs),
    allowed: `after ${toUtcString(tenancy.startedAtMs)}, when the present period began`,
    code: "too-early",
    error: "CONFLICT",
  });
}
