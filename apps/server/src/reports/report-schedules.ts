/** The rhythm by which reports of a gateway go out: one for a gateway, set by a manager of its building. */

import type { PortalReportSchedule, ReportTrouble } from "@mega/contract";
import { weekdays } from "@mega/contract";
import { assert, nextReportDueMs, type ReportSchedule, toUtcString } from "@mega/domain";
import { instantIn, instantOrNullIn } from "../database/row-instants.ts";
import { numberIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";

/** A gateway where it stands: what was set or sent before it came there is others'. */
export interface GatewayPlace {
  readonly gatewayId: number;
  readonly buildingId: number;
}

/** A rhythm as it is kept. */
export interface KeptSchedule extends GatewayPlace {
  readonly schedule: PortalReportSchedule;
  /** The manager who set it. */
  readonly setBy: number;
  readonly setAtMs: number;
  /** The newest due time that is dealt with. */
  readonly lastDueMs: number;
  /** Why the last report was not made, and when; null where it was. */
  readonly trouble: { readonly why: ReportTrouble; readonly atMs: number } | null;
}

/** The same as the rule of due times has it. */
export function ruleOf(schedule: PortalReportSchedule): ReportSchedule {
  const at = { hour: Number(schedule.at.slice(0, 2)), minute: Number(schedule.at.slice(3)) };
  switch (schedule.rhythm) {
    case "day":
      return { kind: "day", at };
    case "week":
      return { kind: "week", weekday: weekdays.indexOf(schedule.weekday) + 1, at };
    case "month":
      return { kind: "month", dayOfMonth: schedule.dayOfMonth, at };
  }
}

/** When the next one is due after an instant. */
export function nextDueMs(
  schedule: PortalReportSchedule,
  afterMs: number,
  timeZone: string,
): number {
  const dueMs = nextReportDueMs(ruleOf(schedule), afterMs, timeZone);
  assert(dueMs !== null, "a rhythm has a next time");
  return dueMs;
}

/** The rhythm of a gateway in its building; undefined where it has none. */
export async function scheduleOf(
  tx: Transaction,
  { gatewayId, buildingId }: GatewayPlace,
): Promise<KeptSchedule | undefined> {
  const sql = "SELECT * FROM report_schedule WHERE gateway_id = $1 AND building_id = $2";
  const [row] = await tx.query(sql, [gatewayId, buildingId]);
  return row === undefined ? undefined : keptOf(row);
}

/** A rhythm to be set: nothing that fell due before is sent. */
export interface NewSchedule extends GatewayPlace {
  readonly schedule: PortalReportSchedule;
  readonly setBy: number;
  readonly nowMs: number;
  readonly timeZone: string;
}

/** Sets it in the place of the one before. */
export async function setSchedule(tx: Transaction, asked: NewSchedule): Promise<void> {
  const { schedule, nowMs, timeZone } = asked;
  await tx.query(
    `INSERT INTO report_schedule
         (gateway_id, building_id, schedule, set_by, set_at, last_due_at, next_look_at)
       VALUES ($1, $2, $3, $4, $5::timestamptz, $5::timestamptz, $6)
       ON CONFLICT (gateway_id) DO UPDATE SET building_id = excluded.building_id,
         schedule = excluded.schedule, set_by = excluded.set_by, set_at = excluded.set_at,
         last_due_at = excluded.last_due_at, next_look_at = excluded.next_look_at,
         trouble = NULL, trouble_at = NULL`,
    [
      ...[asked.gatewayId, asked.buildingId, JSON.stringify(schedule), asked.setBy],
      ...[toUtcString(nowMs), toUtcString(nextDueMs(schedule, nowMs, timeZone))],
    ],
  );
}

/** Ends it. */
export async function endSchedule(tx: Transaction, gatewayId: number): Promise<void> {
  await tx.query("DELETE FROM report_schedule WHERE gateway_id = $1", [gatewayId]);
}

/** Whoever takes a rhythm works on it so long; then another may. */
const TAKEN_MS = 10 * 60_000;

/** Takes the rhythm that is to be looked at for longest, so that no other process does. */
export async function takeSchedule(
  tx: Transaction,
  nowMs: number,
): Promise<KeptSchedule | undefined> {
  const [row] = await tx.query(
    `UPDATE report_schedule SET next_look_at = $2 WHERE gateway_id = (
       SELECT gateway_id FROM report_schedule WHERE next_look_at <= $1
         ORDER BY next_look_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *`,
    [toUtcString(nowMs), toUtcString(nowMs + TAKEN_MS)],
  );
  return row === undefined ? undefined : keptOf(row);
}

/** How a look ended. */
export interface Looked {
  readonly lastDueMs: number;
  readonly nextLookMs: number;
  readonly trouble: ReportTrouble | null;
  readonly nowMs: number;
}

/** Notes it; false where the rhythm was changed or ended meanwhile: then nothing of the look counts. */
export async function noteLook(
  tx: Transaction,
  { gatewayId, setAtMs, lastDueMs }: KeptSchedule,
  looked: Looked,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE report_schedule SET last_due_at = $4, next_look_at = $5, trouble = $6,
         trouble_at = CASE WHEN $6::text IS NULL THEN NULL ELSE $7::timestamptz END
       WHERE gateway_id = $1 AND set_at = $2 AND last_due_at = $3 RETURNING gateway_id`,
    [
      ...[gatewayId, toUtcString(setAtMs), toUtcString(lastDueMs)],
      ...[toUtcString(looked.lastDueMs), toUtcString(looked.nextLookMs)],
      ...[looked.trouble, toUtcString(looked.nowMs)],
    ],
  );
  return rows.length === 1;
}

/** Whether the rhythm still has somebody who manages the building, where the gateway still is. */
export async function isStillWanted(tx: Transaction, kept: KeptSchedule): Promise<boolean> {
  const [row] = await tx.query(
    `SELECT FROM gateway g JOIN building_right r USING (building_id) JOIN account a USING (account_id)
       WHERE g.gateway_id = $1 AND g.building_id = $2 AND g.revoked_at IS NULL
         AND r.account_id = $3 AND r.role = 'manager' AND a.disabled_at IS NULL`,
    [kept.gatewayId, kept.buildingId, kept.setBy],
  );
  return row !== undefined;
}

function keptOf(row: Row): KeptSchedule {
  const atMs = instantOrNullIn(row, "trouble_at");
  return {
    gatewayId: numberIn(row, "gateway_id"),
    buildingId: numberIn(row, "building_id"),
    schedule: row["schedule"] as PortalReportSchedule,
    setBy: numberIn(row, "set_by"),
    setAtMs: instantIn(row, "set_at"),
    lastDueMs: instantIn(row, "last_due_at"),
    trouble: atMs === null ? null : { why: row["trouble"] as ReportTrouble, atMs },
  };
}
