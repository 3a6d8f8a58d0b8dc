/**
 * Whether a report goes out now. What fell due while nobody could send it goes out once, the newest of
 * it, and says how much fell out. Pure.
 */

import { latestReportDueMs, nextReportDueMs, type ReportSchedule } from "./report-schedule.ts";

/** What is remembered between looks. */
export interface ReportMemory {
  /** The schedule that `lastDueMs` belongs to. */
  readonly schedule: string;
  /** The newest due time that is dealt with. */
  readonly lastDueMs: number;
}

/** What to do. */
export type ReportDecision =
  | { readonly kind: "wait" }
  /** A new schedule: nothing that fell due before it was made is sent. */
  | { readonly kind: "begin"; readonly memory: ReportMemory }
  | {
      readonly kind: "send";
      readonly memory: ReportMemory;
      readonly dueMs: number;
      /** Due while nobody could send it. */
      readonly late: boolean;
      /** Due times before it that nobody served. */
      readonly missed: number;
    };

/** A report that is made so much after its time says so. */
const LATE_AFTER_MS = 30 * 60_000;
/** A memory so far ahead was written under a wrong clock. */
const AHEAD_MS_MAX = 86_400_000;
const MISSED_MAX = 999;

/** Decides at an instant. */
export function decideReport(
  schedule: ReportSchedule,
  memory: ReportMemory | null,
  nowMs: number,
  timeZone: string,
): ReportDecision {
  const dueMs = latestReportDueMs(schedule, nowMs, timeZone);
  if (dueMs === null) return { kind: "wait" };
  const name = JSON.stringify([schedule, timeZone]);
  const next: ReportMemory = { schedule: name, lastDueMs: dueMs };
  if (memory?.schedule !== name || memory.lastDueMs - nowMs > AHEAD_MS_MAX) {
    return { kind: "begin", memory: next };
  }
  if (dueMs <= memory.lastDueMs) return { kind: "wait" };
  const late = nowMs - dueMs > LATE_AFTER_MS;
  const missed = missedBetween(schedule, memory.lastDueMs, dueMs, timeZone);
  return { kind: "send", memory: next, dueMs, late, missed };
}

function missedBetween(
  schedule: ReportSchedule,
  afterMs: number,
  beforeMs: number,
  timeZone: string,
): number {
  let missed = 0;
  let at = nextReportDueMs(schedule, afterMs, timeZone);
  while (at !== null && at < beforeMs && missed < MISSED_MAX) {
    missed += 1;
    at = nextReportDueMs(schedule, at, timeZone);
  }
  return missed;
}
