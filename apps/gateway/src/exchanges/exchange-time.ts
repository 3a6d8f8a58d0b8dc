/** When an exchange can have been: after the old meter's last reading, before the new one's first. */

import { fieldProblem } from "@mega/contract";
import { parseInstant, toUtcString } from "@mega/domain";
import type { LedgerView } from "@mega/ledger";
import {
  channelsOf,
  firstOfNewMs,
  lastAcceptedMs,
  type MeterCounter,
} from "./exchanged-counters.ts";

const MINUTE_MS = 60_000;

/** The span in which the exchange lies; both ends in milliseconds since 1970 UTC. */
export interface ExchangeWindow {
  /** Exclusive; null where nothing was read. */
  readonly afterMs: number | null;
  /** Inclusive. */
  readonly untilMs: number;
}

/** The window of the meter's counters. Pure. */
export function exchangeWindow(
  view: LedgerView,
  counters: readonly MeterCounter[],
  nowMs: number,
): ExchangeWindow {
  const begun = channelsOf(view, counters).flatMap(
    (channelNo) => view.tenancies.get(channelNo)?.at(-1)?.startedAtMs ?? [],
  );
  const fixed = view.recordedIndexes
    .filter(({ sourceNo }) => counters.some(({ source }) => source.sourceNo === sourceNo))
    .map(({ index }) => index.atMs);
  const last = lastAcceptedMs(counters);
  const afterMs = last === null ? null : Math.max(last, ...begun, ...fixed);
  const firstMs = firstOfNewMs(counters);
  return { afterMs, untilMs: firstMs === null ? nowMs : Math.min(firstMs - 1, nowMs) };
}

/** A whole minute of the window where it holds one, else its end. Pure. */
export function suggestedMs({ afterMs, untilMs }: ExchangeWindow): number {
  const minute = Math.floor(untilMs / MINUTE_MS) * MINUTE_MS;
  return afterMs === null || minute > afterMs ? minute : untilMs;
}

/** The instant asked for; refused outside the window. */
export function exchangeAsked(pointer: string, text: string, window: ExchangeWindow): number {
  const atMs = parseInstant(text);
  const { afterMs, untilMs } = window;
  if (atMs === undefined) {
    throw fieldProblem({ pointer, value: text, allowed: "an instant that exists", code: "format" });
  }
  if (afterMs !== null && atMs <= afterMs) {
    const allowed = `after ${toUtcString(afterMs)}, the last reading of the old meter`;
    throw fieldProblem({ pointer, value: text, allowed, code: "before-last" });
  }
  if (atMs > untilMs) {
    const allowed = `up to ${toUtcString(untilMs)}, now or before the first reading of the new meter`;
    throw fieldProblem({ pointer, value: text, allowed, code: "after-first" });
  }
  return atMs;
}
