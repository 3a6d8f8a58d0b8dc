/**
 * Restores of the gateways of a building, as its managers are told them: boxes that wait, and the change
 * that can still be taken back. Whether somebody manages the building, the database says in his own name;
 * the rows are read in the server's.
 */

import type { PortalGatewayList } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { instantIn } from "../database/row-instants.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import { needsNobody } from "../restore/restore-rows.ts";
import { automaticAtMs, UNDO_MS_MAX } from "../restore/restore-rules.ts";
import type { Doing } from "./portal-request.ts";

/** What is told of one gateway. */
export type BoxChanges = Pick<PortalGatewayList["gateways"][number], "restores" | "undoable">;

const nothing: BoxChanges = { restores: [], undoable: null };

/** Of each gateway of the building; nothing to whoever does not manage it. */
export async function readBoxChanges(
  tx: Transaction,
  {
    buildingId,
    identity,
    nowMs,
  }: Pick<Doing, "identity" | "nowMs"> & { readonly buildingId: number },
): Promise<(gatewayId: number) => BoxChanges> {
  const managed = await tx.query(
    "SELECT FROM building WHERE building_id = $1 AND building_id IN (SELECT mega_buildings_as('manager'))",
    [buildingId],
  );
  if (managed.length === 0) return () => nothing;
  await tx.become({ kind: "job" });
  const waiting = await waitingIn(tx, buildingId, nowMs);
  const granted = await grantedIn(tx, buildingId, nowMs);
  await tx.become(identity);
  const of = (gatewayId: number) => (row: Row) => numberIn(row, "gateway_id") === gatewayId;
  return (gatewayId) => ({
    restores: waiting.filter(of(gatewayId)).map(waitingOf),
    undoable: granted.filter(of(gatewayId)).map(doneOf)[0] ?? null,
  });
}

/** Boxes that wait in buildings that one manages, by building. Runs as mega_job. */
export async function countWaiting(
  tx: Transaction,
  buildingIds: readonly number[],
  nowMs: number,
): Promise<ReadonlyMap<number, number>> {
  const rows = await tx.query(
    `SELECT g.building_id, count(*)::int AS count FROM restore r JOIN gateway g USING (gateway_id)
       WHERE r.state = 'waiting' AND r.expires_at > $2 AND g.building_id = ANY ($1)
         AND g.revoked_at IS NULL
       GROUP BY g.building_id`,
    [buildingIds, toUtcString(nowMs)],
  );
  return new Map(rows.map((row) => [numberIn(row, "building_id"), numberIn(row, "count")]));
}

function waitingIn(tx: Transaction, buildingId: number, nowMs: number): Promise<readonly Row[]> {
  return tx.query(
    `SELECT r.gateway_id, r.new_mac, r.new_model, r.asked_at, r.expires_at,
         coalesce(g.seen_at, g.enrolled_at) AS heard_at, ${needsNobody} AS needs_nobody
       FROM restore r JOIN gateway g USING (gateway_id)
       WHERE g.building_id = $1 AND r.state = 'waiting' AND r.expires_at > $2
         AND g.revoked_at IS NULL
       ORDER BY r.restore_id DESC`,
    [buildingId, toUtcString(nowMs)],
  );
}

/** The newest change of each gateway, where it is young and the new box has written nothing. */
function grantedIn(tx: Transaction, buildingId: number, nowMs: number): Promise<readonly Row[]> {
  return tx.query(
    `SELECT r.gateway_id, r.old_mac, r.new_mac, r.granted_at, r.granted_by
       FROM restore r JOIN gateway g USING (gateway_id)
       WHERE g.building_id = $1 AND r.state = 'granted' AND r.granted_at > $2
         AND r.new_generation = g.generation
         AND NOT EXISTS (SELECT FROM ledger l WHERE l.gateway_id = r.gateway_id
           AND (l.generation >= r.new_generation OR l.sender_generation >= r.new_generation))
         AND NOT EXISTS (SELECT FROM configuration_version v
           WHERE v.gateway_id = r.gateway_id AND v.generation >= r.new_generation)
       ORDER BY r.restore_id DESC`,
    [buildingId, toUtcString(nowMs - UNDO_MS_MAX)],
  );
}

function waitingOf(row: Row): BoxChanges["restores"][number] {
  const automaticMs = automaticAtMs(instantIn(row, "heard_at"));
  return {
    newMac: textIn(row, "new_mac"),
    newModel: textIn(row, "new_model"),
    askedAt: toUtcString(instantIn(row, "asked_at")),
    expiresAt: toUtcString(instantIn(row, "expires_at")),
    automaticAt: row["needs_nobody"] === true ? toUtcString(automaticMs) : null,
  };
}

function doneOf(row: Row): NonNullable<BoxChanges["undoable"]> {
  const grantedAtMs = instantIn(row, "granted_at");
  return {
    oldMac: textIn(row, "old_mac"),
    newMac: textIn(row, "new_mac"),
    grantedAt: toUtcString(grantedAtMs),
    by: textIn(row, "granted_by") === "code" ? "code" : "silence",
    undoUntil: toUtcString(grantedAtMs + UNDO_MS_MAX),
  };
}
