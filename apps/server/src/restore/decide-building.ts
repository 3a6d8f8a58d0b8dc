/** Who decides about a change of boxes. */

import { MegaError } from "@mega/domain";
import type { Actor } from "../audit/append-audit.ts";
import type { Transaction } from "../database/server-database.ts";

/** Whose word counts: a person at the server's own machine, or a manager of the building. */
export type Deciding = Extract<Actor, { readonly kind: "keeper" | "account" }>;

/** Who decides, and when. */
export interface Decided {
  readonly actor: Deciding;
  readonly nowMs: number;
}

/** Whether somebody decides about a building. */
export async function mayDecide(
  tx: Transaction,
  actor: Deciding,
  buildingId: number,
): Promise<boolean> {
  if (actor.kind === "keeper") return true;
  const rows = await tx.query(
    `SELECT 1 FROM building_right JOIN account USING (account_id)
       WHERE building_id = $1 AND account_id = $2 AND role = 'manager' AND disabled_at IS NULL`,
    [buildingId, actor.accountId],
  );
  return rows.length > 0;
}

/** The same answer for a gateway of somebody else's as for none. */
export function notTheirs(gatewayId: number): MegaError {
  return new MegaError("NOT_FOUND", `No box of gateway ${gatewayId} was replaced`, {
    context: { gatewayId },
  });
}
