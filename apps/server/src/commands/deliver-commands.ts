/**
 * Hands over to a gateway what waits for it, in its own name. What it never answered is handed over once
 * more: the gateway knows what it has done.
 */

import { toUtcString } from "@mega/domain";
import { COMMANDS_AT_ONCE_MAX, type SentCommand } from "@mega/uplink";
import { appendAudit } from "../audit/append-audit.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Row, ServerDatabase, Transaction } from "../database/server-database.ts";
import type { GatewayIdentity } from "../registry/gateway-guard.ts";
import { sentCommandOf } from "./command-rows.ts";
import { managersOnly } from "./commanded-gateway.ts";

/** What was handed over, and how many of it for the first time. */
export interface Delivered {
  readonly commands: readonly SentCommand[];
  readonly first: number;
}

/** Of command `c` and gateway `g`: what is handed to gateway $1 at $2 that proved to be box $3. */
const waiting = `c.gateway_id = $1 AND c.state IN ('queued', 'delivered') AND c.expires_at > $2
  AND c.generation = $3 AND g.generation = $3 AND g.building_id = c.building_id AND g.revoked_at IS NULL`;

/** Whether the gateway has something to fetch; nothing is changed. */
export async function commandsWait(
  database: ServerDatabase,
  { gatewayId, generation }: GatewayIdentity,
  nowMs: number,
): Promise<boolean> {
  const rows = await database.as({ kind: "gateway", gatewayId }, (tx) =>
    tx.query(`SELECT 1 FROM command c JOIN gateway g USING (gateway_id) WHERE ${waiting} LIMIT 1`, [
      gatewayId,
      toUtcString(nowMs),
      generation,
    ]),
  );
  return rows.length > 0;
}

/** Commands that wait for the gateway, oldest first; none where it stands in another building by now. */
export function deliverCommands(
  database: ServerDatabase,
  { gatewayId, generation }: GatewayIdentity,
  nowMs: number,
): Promise<Delivered> {
  return database.as({ kind: "gateway", gatewayId }, async (tx) => {
    const rows = await tx.query(
      `SELECT c.* FROM command c JOIN gateway g USING (gateway_id) WHERE ${waiting}
         ORDER BY c.given_at, c.command_id LIMIT $4 FOR UPDATE OF c`,
      [gatewayId, toUtcString(nowMs), generation, COMMANDS_AT_ONCE_MAX],
    );
    if (rows.length === 0) return { commands: [], first: 0 };
    const lost = await givenWithoutRight(tx, gatewayId, rows);
    await tx.become({ kind: "gateway", gatewayId });
    const handed = rows.filter((row) => !lost.has(textIn(row, "command_id")));
    const queued = handed.filter((row) => row["state"] === "queued");
    for (const row of queued) await noteDelivery(tx, row, nowMs);
    for (const row of rows) {
      if (lost.has(textIn(row, "command_id"))) await takeBack(tx, row);
    }
    return { commands: handed.map(sentCommandOf), first: queued.length };
  });
}

/** Whose giver has no right in the building any more, or none to this: what he asked for is not done. */
async function givenWithoutRight(
  tx: Transaction,
  gatewayId: number,
  rows: readonly Row[],
): Promise<ReadonlySet<string>> {
  await tx.become({ kind: "job" });
  const good = await tx.query(
    `SELECT c.command_id FROM command c
       JOIN building_right r ON r.building_id = c.building_id AND r.account_id = c.given_by
       JOIN account a ON a.account_id = c.given_by AND a.disabled_at IS NULL
       WHERE c.gateway_id = $1 AND c.command_id = ANY ($2)
         AND (r.role = 'manager' OR c.kind <> ALL ($3))`,
    [gatewayId, rows.map((row) => textIn(row, "command_id")), [...managersOnly]],
  );
  const kept = new Set(good.map((row) => textIn(row, "command_id")));
  return new Set(rows.map((row) => textIn(row, "command_id")).filter((id) => !kept.has(id)));
}

async function noteDelivery(tx: Transaction, row: Row, nowMs: number): Promise<void> {
  const gatewayId = numberIn(row, "gateway_id");
  const commandId = textIn(row, "command_id");
  await tx.query(
    `UPDATE command SET state = 'delivered', delivered_at = $3
       WHERE gateway_id = $1 AND command_id = $2`,
    [gatewayId, commandId, toUtcString(nowMs)],
  );
  await appendAudit(tx, {
    atMs: nowMs,
    actor: { kind: "gateway", gatewayId },
    action: "command-delivered",
    buildingId: numberIn(row, "building_id"),
    gatewayId,
    after: { commandId, kind: row["kind"] },
  });
}

/** One that was delivered before stays so: nobody knows whether it was carried out. */
async function takeBack(tx: Transaction, row: Row): Promise<void> {
  await tx.query(
    `UPDATE command SET state = 'withdrawn', secret = NULL
       WHERE gateway_id = $1 AND command_id = $2 AND state = 'queued'`,
    [numberIn(row, "gateway_id"), textIn(row, "command_id")],
  );
}
