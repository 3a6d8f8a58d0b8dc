/** Who may what in a building. */

import type { BuildingRole, Language, RightList } from "@mega/contract";
import { PORTAL_LIST_MAX } from "@mega/contract";
import { MegaError } from "@mega/domain";
import { appendAudit } from "../audit/append-audit.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { accountState } from "./account-state.ts";
import { invitePerson } from "./invite-person.ts";
import type { Doing } from "./portal-request.ts";
import { type KnownBuilding, managedBuilding, notFound } from "./standing.ts";

/** Rights in a building that one manages. */
export async function listRights(tx: Transaction, buildingId: number): Promise<RightList> {
  await managedBuilding(tx, buildingId);
  const rows = await tx.query(
    `SELECT r.account_id, r.role, a.email, a.name, a.has_password, a.disabled_at
       FROM building_right r JOIN account a USING (account_id)
       WHERE r.building_id = $1 ORDER BY a.email LIMIT $2`,
    [buildingId, PORTAL_LIST_MAX],
  );
  return {
    rights: rows.map((row) => ({
      accountId: numberIn(row, "account_id"),
      email: textIn(row, "email"),
      name: textIn(row, "name"),
      role: textIn(row, "role") as BuildingRole,
      state: accountState(row),
    })),
  };
}

/** Gives a right, or changes what it is. */
export async function giveRight(
  tx: Transaction,
  { identity, actor, by, nowMs }: Doing,
  given: {
    readonly buildingId: number;
    readonly email: string;
    readonly name: string;
    readonly language: Language;
    readonly role: BuildingRole;
  },
): Promise<RightList> {
  const { buildingId, role } = given;
  const building = await heldBuilding(tx, identity, buildingId);
  await tx.become({ kind: "job" });
  await refuseTooMany(tx, buildingId);
  const accountId = await invitePerson(tx, { ...given, nowMs, building: building.name, by });
  await tx.become(identity);
  await tx.query(
    `INSERT INTO building_right (building_id, account_id, role) VALUES ($1, $2, $3)
       ON CONFLICT (building_id, account_id) DO UPDATE SET role = excluded.role`,
    [buildingId, accountId, role],
  );
  await refuseWithoutManager(tx, buildingId);
  const after = { role };
  const action = "right-given";
  await appendAudit(tx, { atMs: nowMs, actor, action, buildingId, accountId, after });
  return listRights(tx, buildingId);
}

/** Takes a right away; the last manager of a building stays until there is another one. */
export async function endRight(
  tx: Transaction,
  { identity, actor, nowMs }: Doing,
  { buildingId, accountId }: { readonly buildingId: number; readonly accountId: number },
): Promise<RightList> {
  await heldBuilding(tx, identity, buildingId);
  const [ended] = await tx.query(
    "DELETE FROM building_right WHERE building_id = $1 AND account_id = $2 RETURNING role",
    [buildingId, accountId],
  );
  if (ended === undefined) throw notFound("accountId", accountId);
  await refuseWithoutManager(tx, buildingId);
  const before = { role: textIn(ended, "role") };
  const action = "right-ended";
  await appendAudit(tx, { atMs: nowMs, actor, action, buildingId, accountId, before });
  return listRights(tx, buildingId);
}

/**
 * A building that one manages, and whose rights nobody else changes before the end of the transaction: two
 * managers who end each other's right take their turn, and the later one is none any more.
 */
async function heldBuilding(
  tx: Transaction,
  identity: Doing["identity"],
  buildingId: number,
): Promise<KnownBuilding> {
  await managedBuilding(tx, buildingId);
  await tx.become({ kind: "job" });
  await tx.query("SELECT FROM building WHERE building_id = $1 FOR NO KEY UPDATE", [buildingId]);
  await tx.become(identity);
  return managedBuilding(tx, buildingId);
}

async function refuseWithoutManager(tx: Transaction, buildingId: number): Promise<void> {
  const [left] = await tx.query(
    "SELECT FROM building_right WHERE building_id = $1 AND role = 'manager' LIMIT 1",
    [buildingId],
  );
  if (left !== undefined) return;
  throw new MegaError("CONFLICT", "The building would be without a manager", {
    hint: "Make somebody else its manager first.",
  });
}

async function refuseTooMany(tx: Transaction, buildingId: number): Promise<void> {
  const sql = "SELECT count(*)::int AS count FROM building_right WHERE building_id = $1";
  const [row] = await tx.query(sql, [buildingId]);
  if (row === undefined || numberIn(row, "count") < PORTAL_LIST_MAX) return;
  throw new MegaError("CONFLICT", `The building has ${PORTAL_LIST_MAX} rights; no more are kept`);
}
