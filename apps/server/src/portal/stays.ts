/** Stays: a tenant, a channel of a gateway, from when to when its figures are his to see. */

import type { NewStay, StayList, StayPath } from "@mega/contract";
import { fieldProblem, STAYS_MAX } from "@mega/contract";
import { MegaError, parseInstant, toUtcString } from "@mega/domain";
import { appendAudit } from "../audit/append-audit.ts";
import { instantIn, instantOrNullIn } from "../database/row-instants.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import { accountState } from "./account-state.ts";
import { invitePerson } from "./invite-person.ts";
import type { Doing } from "./portal-request.ts";
import { buildingOfGateway, notFound } from "./standing.ts";
import { holdStays, refuseOverlap } from "./stay-overlap.ts";

const managersOnly = { operator: false };

/** Stays behind the channels of a gateway that one manages. */
export async function listStays(tx: Transaction, gatewayId: number): Promise<StayList> {
  await buildingOfGateway(tx, gatewayId, managersOnly);
  const rows = await tx.query(
    `SELECT s.*, a.email, a.name, a.has_password, a.disabled_at
       FROM stay s JOIN account a USING (account_id)
       WHERE s.gateway_id = $1 ORDER BY s.channel_no, s.from_at, s.stay_id LIMIT $2`,
    [gatewayId, STAYS_MAX],
  );
  return { stays: rows.map(stayOf) };
}

/** Gives a tenant a channel for a time, and invites him. */
export async function giveStay(
  tx: Transaction,
  { identity, actor, by, nowMs }: Doing,
  gatewayId: number,
  asked: NewStay,
): Promise<StayList> {
  const { channelNo } = asked;
  const fromMs = instantAt("/from", asked.from);
  const toMs = endOf(asked.to, fromMs);
  const { buildingId, name } = await buildingOfGateway(tx, gatewayId, managersOnly);
  await tx.become({ kind: "job" });
  await holdStays(tx, gatewayId);
  await refuseTooMany(tx, gatewayId);
  await refuseOverlap(tx, { gatewayId, channelNo, stayId: 0, fromMs, toMs });
  const accountId = await invitePerson(tx, { ...asked, nowMs, building: name, by });
  await tx.become(identity);
  await tx.query(
    `INSERT INTO stay (gateway_id, account_id, channel_no, from_at, to_at)
       VALUES ($1, $2, $3, $4, $5)`,
    [gatewayId, accountId, channelNo, toUtcString(fromMs), textOfEnd(toMs)],
  );
  await appendAudit(tx, {
    ...{ atMs: nowMs, actor, action: "stay-given", buildingId, gatewayId, accountId },
    after: { channelNo, from: toUtcString(fromMs), to: textOfEnd(toMs) },
  });
  return listStays(tx, gatewayId);
}

/** Says when a stay ends. Its begin and its channel stand: another begin is another stay. */
export async function changeStay(
  tx: Transaction,
  { identity, actor, nowMs }: Doing,
  {
    gatewayId,
    stayId,
    to,
  }: {
    readonly gatewayId: number;
    readonly stayId: number;
    readonly to: string | null;
  },
): Promise<StayList> {
  const { buildingId } = await buildingOfGateway(tx, gatewayId, managersOnly);
  await tx.become({ kind: "job" });
  await holdStays(tx, gatewayId);
  await tx.become(identity);
  const sql = "SELECT * FROM stay WHERE gateway_id = $1 AND stay_id = $2 FOR UPDATE";
  const [row] = await tx.query(sql, [gatewayId, stayId]);
  if (row === undefined) throw notFound("stayId", stayId);
  const fromMs = instantIn(row, "from_at");
  const toMs = endOf(to, fromMs);
  const accountId = numberIn(row, "account_id");
  const channelNo = numberIn(row, "channel_no");
  await refuseOverlap(tx, { gatewayId, channelNo, stayId, fromMs, toMs });
  await tx.query("UPDATE stay SET to_at = $3 WHERE gateway_id = $1 AND stay_id = $2", [
    gatewayId,
    stayId,
    textOfEnd(toMs),
  ]);
  await tx.become({ kind: "job" });
  await keepLived(tx, { gatewayId, stayId, toMs: instantOrNullIn(row, "to_at") }, nowMs);
  await tx.become(identity);
  await appendAudit(tx, {
    ...{ atMs: nowMs, actor, action: "stay-changed", buildingId, gatewayId, accountId },
    before: { channelNo, to: textOfEnd(instantOrNullIn(row, "to_at")) },
    after: { channelNo, to: textOfEnd(toMs) },
  });
  return listStays(tx, gatewayId);
}

/**
 * Keeps until when the stay has lasted: its hours stay private. Of somebody who never set a password nothing
 * is kept: such a stay may be a slip. Runs as mega_job.
 */
async function keepLived(
  tx: Transaction,
  {
    gatewayId,
    stayId,
    toMs,
  }: Pick<StayPath, "gatewayId" | "stayId"> & { readonly toMs: number | null },
  nowMs: number,
): Promise<void> {
  await tx.query(
    `UPDATE stay s SET lived_to = greatest(s.lived_to, $3::timestamptz) FROM account a
       WHERE s.gateway_id = $1 AND s.stay_id = $2 AND a.account_id = s.account_id AND a.has_password`,
    [gatewayId, stayId, toUtcString(Math.min(toMs ?? nowMs, nowMs))],
  );
}

function stayOf(row: Row): StayList["stays"][number] {
  return {
    stayId: numberIn(row, "stay_id"),
    channelNo: numberIn(row, "channel_no"),
    accountId: numberIn(row, "account_id"),
    email: textIn(row, "email"),
    name: textIn(row, "name"),
    from: toUtcString(instantIn(row, "from_at")),
    to: textOfEnd(instantOrNullIn(row, "to_at")),
    state: accountState(row),
  };
}

function textOfEnd(toMs: number | null): string | null {
  return toMs === null ? null : toUtcString(toMs);
}

function endOf(to: string | null, fromMs: number): number | null {
  if (to === null) return null;
  const toMs = instantAt("/to", to);
  if (toMs > fromMs) return toMs;
  throw fieldProblem({
    pointer: "/to",
    value: to,
    allowed: `an instant after the begin, ${toUtcString(fromMs)}`,
  });
}

function instantAt(pointer: string, text: string): number {
  const ms = parseInstant(text);
  if (ms !== undefined) return ms;
  const allowed = "an instant of the calendar, with Z or an offset";
  throw fieldProblem({ pointer, value: text, allowed, code: "format" });
}

async function refuseTooMany(tx: Transaction, gatewayId: number): Promise<void> {
  const sql = "SELECT count(*)::int AS count FROM stay WHERE gateway_id = $1";
  const [row] = await tx.query(sql, [gatewayId]);
  if (row === undefined || numberIn(row, "count") < STAYS_MAX) return;
  throw new MegaError("CONFLICT", `The gateway has ${STAYS_MAX} stays; no more are kept`);
}
