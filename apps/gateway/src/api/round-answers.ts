/** Rounds as the interface tells them: by channel, with what to check first. Pure. */

import {
  adviceOf,
  type LiveValue,
  type Reason,
  type RoundItem,
  type RoundState,
} from "@mega/contract";
import { decimalText, indexOfCount, type Judgement, toUtcString } from "@mega/domain";
import type { ChannelPlan, ReadingPlan } from "@mega/installation";
import type { RoundCounter, RoundMeter, RoundRecord } from "../acquisition/round-record.ts";

/** Figures of the moment in one answer. */
const LIVE_MAX = 64;

/** The whole round, every channel of it. */
export function roundStateOf(plan: ReadingPlan, record: RoundRecord): RoundState {
  const items = channelsOf(plan, record).map((channel) => roundItemOf(channel, record));
  return {
    id: record.id,
    cause: causeOf(record),
    startedAt: toUtcString(record.startedAtMs),
    endedAt: record.endedAtMs === null ? null : toUtcString(record.endedAtMs),
    total: items.length,
    done: items.filter((item) => item.status !== "reading" && item.status !== "waiting").length,
    problems: items.filter((item) => item.reason !== null).length,
    items,
  };
}

/** The channels that a round reads. */
function channelsOf(plan: ReadingPlan, record: RoundRecord): readonly ChannelPlan[] {
  return plan.channels.filter((channel) => record.meters.has(channel.meterId));
}

/** One channel in the round: its worst counter decides. */
export function roundItemOf(channel: ChannelPlan, record: RoundRecord): RoundItem {
  const meter = record.meters.get(channel.meterId);
  const { channelNo } = channel.channel;
  if (meter === undefined || meter.phase === "reading") {
    return {
      channelNo,
      status: "reading",
      reason: null,
      indexText: null,
      latencyMs: null,
      advice: null,
    };
  }
  const counters = [channel.counters[1], channel.counters[2]]
    .filter((counterId) => counterId !== null)
    .flatMap(
      (counterId) => meter.counters.find((counter) => counter.counterId === counterId) ?? [],
    );
  const verdicts = counters.map(verdictOf);
  const main = verdicts[0] ?? { status: "missing" as const, reason: "not-polled" as const };
  const worst = verdicts.find((verdict) => verdict.status === "quarantined") ?? main;
  return {
    channelNo,
    status: worst.status,
    reason: worst.reason,
    indexText: counters.flatMap(indexTextOf).join(" · ") || null,
    latencyMs: meter.latencyMs === null ? null : Math.round(meter.latencyMs),
    advice: worst.reason === null ? null : adviceOf(worst.reason),
    ...(record.channelNo === null ? {} : { live: meter.live.slice(0, LIVE_MAX).map(liveValueOf) }),
  };
}

function liveValueOf({ name, value, unit }: RoundMeter["live"][number]): LiveValue {
  return { name, value: decimalText(value), unit };
}

interface Verdict {
  readonly status: "accepted" | "quarantined" | "rejected" | "missing";
  readonly reason: Reason | null;
}

/** As judged; before that, and for a meter without a source, as it came. */
function verdictOf(counter: RoundCounter): Verdict {
  const judgement: Judgement | undefined = counter.judged?.judgement;
  if (judgement !== undefined) {
    const reason = judgement.status === "accepted" ? null : judgement.reason;
    return { status: judgement.status, reason };
  }
  const { observed } = counter.reading;
  return observed.kind === "count"
    ? { status: "accepted", reason: null }
    : { status: "missing", reason: observed.reason };
}

function indexTextOf(counter: RoundCounter): string[] {
  const { judged } = counter;
  if (judged === undefined || !("count" in judged.judgement)) return [];
  const index = indexOfCount(judged.source, judged.judgement.count);
  return [`${decimalText(index)} ${index.unit}`];
}

function causeOf(record: RoundRecord): RoundState["cause"] {
  if (record.channelNo !== null) return "channel";
  return record.cause === "scheduled"
    ? "schedule"
    : record.cause === "catch-up"
      ? "start"
      : "person";
}

/** The counts of a round for a progress message. */
export function progressOf(
  state: RoundState,
): Pick<RoundState, "id" | "total" | "done" | "problems"> {
  const { id, total, done, problems } = state;
  return { id, total, done, problems };
}

/** The channels that show a meter. */
export function channelsOfMeter(plan: ReadingPlan, meter: RoundMeter): readonly ChannelPlan[] {
  return plan.channels.filter((channel) => channel.meterId === meter.meterId);
}
