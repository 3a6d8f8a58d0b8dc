/** Who may bind gateways to a building, and part them from it. */

import { MegaError } from "@mega/domain";
import type { Actor } from "../audit/append-audit.ts";
import type { Transaction } from "../database/server-database.ts";

/** Whether an account manages a building; a disabled one manages nothing. */
export async function isManager(
  tx: Transaction,
  accountId: number,
  buildingId: number,
): Promise<boolean> {
  const found = await tx.query(
    `SELECT FROM building_right JOIN account USING (account_id)
     WHERE account_id = $1 AND building_id = $2 AND role = 'manager' AND disabled_at IS NULL`,
    [accountId, buildingId],
  );
  return found.length > 0;
}

/** Whether somebody may bind a gateway to a building, or part it from it; no to one there is not. */
export async function mayBind(tx: Transaction, actor: Actor, buildingId: number): Promise<boolean> {
  switch (actor.kind) {
    case "keeper":
      return exists(tx, buildingId);
    case "account": {
      const { accountId } = actor;
      if (await isManager(tx, accountId, buildingId)) return true;
      return (await isOperator(tx, accountId)) && (await exists(tx, buildingId));
    }
    case "gateway":
    case "job":
    case "stranger":
      return false;
  }
}

/** The refusal of a building that is another's, and of one that there is not. */
export function noBuilding(buildingId: number): MegaError {
  return new MegaError("NOT_FOUND", `There is no building ${buildingId} of yours`, {
    context: { buildingId },
  });
}

async function isOperator(tx: Transaction, accountId: number): Promise<boolean> {
  const found = await tx.query(
    "SELECT FROM account WHERE account_id = $1 AND is_operator AND disabled_at IS NULL",
    [accountId],
  );
  return found.length > 0;
}

async function exists(tx: Transaction, buildingId: number): Promise<boolean> {
  return (await tx.query("SELECT FROM building WHERE building_id = $1", [buildingId])).length > 0;
}
