/**
 * Whether a mail about what is wrong goes out now: once a day at its time, only when something is;
 * and one as soon as everything that was told is right again. Pure.
 */

import { latestReportDueMs, type TimeOfDay } from "@mega/domain";

/** What is remembered between looks. */
export interface ErrorMemory {
  /** The newest daily look that was made. */
  readonly lastDueMs: number;
  /** Channels that the last mail named; empty when all was well. */
  readonly told: readonly number[];
}

/** What to do; `memory` is kept with it. */
export type ErrorDecision =
  | { readonly kind: "wait" }
  | { readonly kind: "note"; readonly memory: ErrorMemory }
  | {
      readonly kind: "errors" | "recovered";
      readonly memory: ErrorMemory;
      /** Channels that were told and are in order. */
      readonly recovered: readonly number[];
    };

/** A memory so far ahead was written under a wrong clock. */
const AHEAD_MS_MAX = 86_400_000;

/** The newest time of the daily look. */
export function errorLookDueMs(at: TimeOfDay, nowMs: number, timeZone: string): number {
  return latestReportDueMs({ kind: "day", at }, nowMs, timeZone) ?? nowMs;
}

/** Whether channels have to be looked at: at the time of the day, and while a trouble is told. */
export function needsLook(memory: ErrorMemory | null, dueMs: number): boolean {
  return memory === null || memory.told.length > 0 || memory.lastDueMs < dueMs;
}

/**
 * Decides at an instant.
 *
 * @param wrong Ticked channels that are not in order.
 * @param watched Ticked channels; one that was unticked meanwhile is no longer spoken of.
 */
export function decideErrors(
  memory: ErrorMemory | null,
  { wrong, watched }: { readonly wrong: readonly number[]; readonly watched: ReadonlySet<number> },
  dueMs: number,
  nowMs: number,
): ErrorDecision {
  if (memory === null || memory.lastDueMs - nowMs > AHEAD_MS_MAX) {
    return { kind: "note", memory: { lastDueMs: dueMs, told: [] } };
  }
  const told = memory.told.filter((channelNo) => watched.has(channelNo));
  const recovered = told.filter((channelNo) => !wrong.includes(channelNo));
  const lastDueMs = Math.max(memory.lastDueMs, dueMs);
  if (wrong.length === 0 && told.length > 0) {
    return { kind: "recovered", memory: { lastDueMs, told: [] }, recovered };
  }
  if (dueMs > memory.lastDueMs && wrong.length > 0) {
    return { kind: "errors", memory: { lastDueMs, told: [...wrong] }, recovered };
  }
  const same = dueMs <= memory.lastDueMs && told.length === memory.told.length;
  return same ? { kind: "wait" } : { kind: "note", memory: { lastDueMs, told } };
}
