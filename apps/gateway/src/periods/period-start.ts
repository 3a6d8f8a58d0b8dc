/** When a new period may begin: after First init, within the months shown, not in the future. Pure. */

import { fieldProblem } from "@mega/contract";
import { latestMonths, MONTHS_SHOWN, monthSpan, parseInstant, toUtcString } from "@mega/domain";
import type { TenancyRecord } from "@mega/ledger";

/** The first instant at which a new period may begin, milliseconds since 1970 UTC. */
export function earliestStartMs(tenancy: TenancyRecord, nowMs: number, timeZone: string): number {
  const oldest = latestMonths(nowMs, timeZone, MONTHS_SHOWN).at(-1);
  const shownFromMs = oldest === undefined ? 0 : monthSpan(oldest, timeZone).fromMs;
  return Math.max(tenancy.startedAtMs + 1, shownFromMs);
}

/** What a start is held against. */
export interface StartInput {
  /** Of the field that holds it. */
  readonly pointer: string;
  readonly text: string;
  readonly tenancy: TenancyRecord;
  readonly nowMs: number;
  readonly timeZone: string;
}

/** The instant asked for; refused where no period may begin. */
export function startAsked(input: StartInput): number {
  const { pointer, text, tenancy, nowMs, timeZone } = input;
  const refuse = (allowed: string, code: "format" | "in-future" | "too-early") =>
    fieldProblem({ pointer, value: text, allowed, code });
  const atMs = parseInstant(text);
  if (atMs === undefined) throw refuse("an instant that exists", "format");
  if (atMs > nowMs) throw refuse(`up to ${toUtcString(nowMs)}`, "in-future");
  const earliestMs = earliestStartMs(tenancy, nowMs, timeZone);
  if (atMs < earliestMs) throw refuse(`from ${toUtcString(earliestMs)} on`, "too-early");
  return atMs;
}
