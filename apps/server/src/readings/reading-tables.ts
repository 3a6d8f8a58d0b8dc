/**
 * The tables of months that readings lie in: made ahead, and for past months of which something waits
 * in reading_other, such as after the first upload of a gateway with a past.
 */

import { addMonths, type MonthKey, monthOf, monthSpan } from "@mega/domain";
import { numberIn } from "../database/row-values.ts";
import type { ServerDatabase } from "../database/server-database.ts";

/** Months ahead whose tables are there before they begin. */
const MONTHS_AHEAD = 2;
/** Before this month a clock was not set: such rounds stay where they wait. */
const FIRST_MONTH: MonthKey = "2020-01";
/** Tables made at once: ten years. */
const TABLES_MAX = 130;
const DAY_MS = 86_400_000;
/** A month of this table is one in UTC; that a building's begins some hours off does not matter. */
const ZONE = "UTC";

/** Months that are to have a table, oldest first. Pure. */
export function monthsWanted(nowMs: number, waitingMs: readonly number[]): readonly MonthKey[] {
  const now = monthOf(nowMs, ZONE);
  const last = addMonths(now, MONTHS_AHEAD);
  const ahead = Array.from({ length: MONTHS_AHEAD + 1 }, (_none, no) => addMonths(now, no));
  const waiting = waitingMs
    .map((atMs) => monthOf(atMs, ZONE))
    .filter((month) => month >= FIRST_MONTH && month <= last);
  return [...new Set([...waiting, ...ahead])].sort().slice(-TABLES_MAX);
}

/** Makes the tables that are missing; how many months have one that was looked after. */
export async function makeReadingTables(database: ServerDatabase, nowMs: number): Promise<number> {
  const waiting = await daysWaiting(database, nowMs);
  const months = monthsWanted(nowMs, waiting);
  for (const month of months) {
    const { fromMs, toMs } = monthSpan(month, ZONE);
    const name = `reading_${month.replace("-", "_")}`;
    // One transaction each: others wait for no more than one month.
    await database.as({ kind: "job" }, (tx) =>
      tx.query("SELECT mega_make_reading_table($1, $2, $3)", [name, fromMs, toMs]),
    );
  }
  return months.length;
}

/** Days of which rounds wait in no table of a month. */
async function daysWaiting(database: ServerDatabase, nowMs: number): Promise<readonly number[]> {
  const fromMs = monthSpan(FIRST_MONTH, ZONE).fromMs;
  const toMs = monthSpan(addMonths(monthOf(nowMs, ZONE), MONTHS_AHEAD), ZONE).toMs;
  const rows = await database.as({ kind: "job" }, (tx) =>
    tx.query(
      `SELECT DISTINCT due_at_ms / $3::bigint AS day FROM reading_other
       WHERE due_at_ms >= $1 AND due_at_ms < $2`,
      [fromMs, toMs, DAY_MS],
    ),
  );
  return rows.map((row) => numberIn(row, "day") * DAY_MS);
}
