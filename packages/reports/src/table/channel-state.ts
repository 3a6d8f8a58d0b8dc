/** How a channel is at this moment, and why it is not in order. Pure: the instant is given. */

import type { ChannelRow, ChannelState, Reason } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { ChannelInput, CounterInput } from "./channel-input.ts";

/** Without a reading for so long a channel is late, and silent when it was asked in vain. */
const LATE_AFTER_MS = 2 * 3_600_000;
/** Without a reading for so long a channel is silent. */
const SILENT_AFTER_MS = 24 * 3_600_000;

type ChannelWithCounters = Pick<ChannelInput, "counters" | "tenancy">;

interface CounterState {
  readonly state: ChannelState;
  /** Null when the state is "ok", and for a meter that was never asked. */
  readonly reason: Reason | null;
  readonly sinceMs: number;
}

/** From best to worst; the worst counter decides. */
const rank: Readonly<Record<ChannelState, number>> = {
  ok: 0,
  late: 1,
  silent: 2,
  never: 3,
  quarantined: 4,
  unused: 5,
};

/** State and problem of a channel. */
export function channelState(
  channel: ChannelWithCounters,
  nowMs: number,
): Pick<ChannelRow, "state" | "problem"> {
  let worst: CounterState | undefined;
  for (const counter of channel.counters) {
    const found = counterState(counter, channel, nowMs);
    if (worst === undefined || rank[found.state] > rank[worst.state]) worst = found;
  }
  if (worst === undefined) return { state: "unused", problem: null };
  const { state, reason, sinceMs } = worst;
  return { state, problem: reason === null ? null : { reason, since: toUtcString(sinceMs) } };
}

function counterState(
  counter: CounterInput,
  channel: ChannelWithCounters,
  nowMs: number,
): CounterState {
  const { latest, lastAttempt, quarantine } = counter;
  if (quarantine !== null) {
    return { state: "quarantined", reason: quarantine.reason, sinceMs: quarantine.sinceMs };
  }
  if (counter.readByPerson) return typedState(counter, channel, nowMs);
  if (latest === null) return unread(counter, channel, nowMs);
  const ageMs = nowMs - latest.takenAtMs;
  const since = { sinceMs: latest.takenAtMs };
  if (ageMs <= LATE_AFTER_MS) return { state: "ok", reason: null, ...since };
  const failed = lastAttempt !== null && !lastAttempt.answered;
  const reason = (failed ? lastAttempt.reason : null) ?? "not-polled";
  const silent = failed || ageMs > SILENT_AFTER_MS;
  return { state: silent ? "silent" : "late", reason, ...since };
}

/** Nobody asks the meter: it is late once a month has ended without an index, and never in between. */
function typedState(
  { latest, indexDueMs }: CounterInput,
  { tenancy }: ChannelWithCounters,
  nowMs: number,
): CounterState {
  const reason = "index-awaited" as const;
  if (latest === null) return { state: "never", reason, sinceMs: tenancy?.startedAtMs ?? nowMs };
  if (indexDueMs === null || nowMs < indexDueMs) {
    return { state: "ok", reason: null, sinceMs: latest.takenAtMs };
  }
  const state = nowMs - indexDueMs > SILENT_AFTER_MS ? "silent" : "late";
  return { state, reason, sinceMs: indexDueMs };
}

/** A counter without any reading: the meter never answered, or this counter of it never came. */
function unread(counter: CounterInput, channel: ChannelWithCounters, nowMs: number): CounterState {
  const { lastAttempt } = counter;
  const reason = lastAttempt?.reason ?? null;
  const neverRead = channel.counters.every(({ latest }) => latest === null);
  if (neverRead) return { state: "never", reason, sinceMs: lastAttempt?.atMs ?? nowMs };
  const sinceMs = channel.tenancy?.startedAtMs ?? nowMs;
  return nowMs - sinceMs > LATE_AFTER_MS
    ? { state: "silent", reason: reason ?? "not-polled", sinceMs }
    : { state: "ok", reason: null, sinceMs };
}
