/** What a person should look at, channel by channel: for reports and for the daily error mail. Pure. */

import type { ChannelRow, CountersTable } from "@mega/contract";
import {
  assert,
  isReadByPerson,
  type MonthKey,
  monthOf,
  monthSpan,
  parseInstant,
} from "@mega/domain";

/** One thing that is not in order. */
export type Finding =
  | { readonly kind: "never" }
  | { readonly kind: "no-reading"; readonly since: string }
  | { readonly kind: "quarantine"; readonly since: string }
  /** Nobody has typed the index of a meter without a bus for the end of this month. */
  | { readonly kind: "index-awaited"; readonly month: MonthKey }
  | { readonly kind: "month-open"; readonly months: readonly MonthKey[] };

/** A channel with what is not in order about it. */
export interface ChannelFindings {
  readonly channelNo: number;
  readonly name: string;
  /** Empty where all is well. */
  readonly findings: readonly Finding[];
}

/** A channel without a reading for so long stands in the error mail. */
const SILENT_AFTER_MS = 24 * 3_600_000;
/** Readings around the end of a month may come so late without keeping it open. */
const MONTH_GRACE_MS = 6 * 3_600_000;

/**
 * Findings of every channel in use.
 *
 * @param look `now`: everything that a report of the hour should say. `day`: what a person must hear
 *   of, so that an hour without a reading writes no mail.
 * @param months Ended months that should be closed.
 */
export function findingsOf(
  table: CountersTable,
  look: "now" | "day",
  months: readonly MonthKey[],
): ChannelFindings[] {
  const nowMs = instantOf(table.generatedAt);
  return table.rows
    .filter(({ used }) => used)
    .map((row) => ({
      channelNo: row.channelNo,
      name: row.name,
      findings: [
        ...readingFindings(row, table, look, nowMs),
        ...monthFindings(row, table, months, nowMs),
      ],
    }));
}

/** The months of the table that have ended, newest first. */
export function endedMonths(table: CountersTable): MonthKey[] {
  return table.months.filter(({ provisional }) => !provisional).map(({ month }) => month);
}

function readingFindings(
  row: ChannelRow,
  { timeZone }: CountersTable,
  look: "now" | "day",
  nowMs: number,
): Finding[] {
  const { state, problem, logTime } = row;
  const found: Finding[] = [];
  if (row.meter !== null && isReadByPerson(row.meter))
    return typedFindings(row, look, nowMs, timeZone);
  if (state === "quarantined" && problem !== null) {
    found.push({ kind: "quarantine", since: problem.since });
  }
  // A meter that was configured an hour ago and not asked yet is nothing to write about.
  if (state === "never" && (look === "now" || problem !== null)) found.push({ kind: "never" });
  const since = state === "silent" || state === "late" ? (problem?.since ?? logTime) : logTime;
  if (since === null || state === "never") return found;
  const tooOld = nowMs - instantOf(since) > SILENT_AFTER_MS;
  const missed = look === "now" && (state === "silent" || state === "late");
  if (tooOld || missed) found.push({ kind: "no-reading", since });
  return found;
}

/** Between two ends of months nothing is awaited of a meter that nobody can ask. */
function typedFindings(
  { state, problem }: ChannelRow,
  look: "now" | "day",
  nowMs: number,
  timeZone: string,
): Finding[] {
  if (state === "never") return [{ kind: "never" }];
  if (problem === null) return [];
  if (state === "quarantined") return [{ kind: "quarantine", since: problem.since }];
  const dueMs = instantOf(problem.since);
  const told = look === "now" || nowMs - dueMs > SILENT_AFTER_MS;
  return told ? [{ kind: "index-awaited", month: monthOf(dueMs - 1, timeZone) }] : [];
}

function monthFindings(
  row: ChannelRow,
  table: CountersTable,
  months: readonly MonthKey[],
  nowMs: number,
): Finding[] {
  const { firstInit } = row;
  if (firstInit === null) return [];
  const startedAtMs = instantOf(firstInit);
  const open = months.filter((month) => {
    const { toMs } = monthSpan(month, table.timeZone);
    if (startedAtMs >= toMs || nowMs - toMs < MONTH_GRACE_MS) return false;
    const cells = row.counters.flatMap((counter) =>
      counter.cells.filter((cell) => cell.month === month),
    );
    return cells.some(({ closed }) => !closed);
  });
  return open.length === 0 ? [] : [{ kind: "month-open", months: open }];
}

function instantOf(text: string): number {
  const atMs = parseInstant(text);
  assert(atMs !== undefined, `the table's instants are RFC 3339, not ${text}`);
  return atMs;
}
