/** How far a restore is, as the box that asked is told. */

import { timingSafeEqual } from "node:crypto";
import { type Clock, MegaError, toUtcString } from "@mega/domain";
import type { RestoreState, RestoreTicket } from "@mega/uplink";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";
import { hashOfSecret } from "../registry/credentials.ts";
import { grant } from "./grant-restore.ts";
import { endRestore, type RestoreRow, restoreById } from "./restore-rows.ts";
import { automaticAtMs } from "./restore-rules.ts";

/**
 * How far a restore is. One whose old box was silent for long enough is granted.
 *
 * @throws MegaError UNAUTHENTICATED when the ticket is none
 */
export async function restoreState(
  { clock, database }: { readonly clock: Clock; readonly database: ServerDatabase },
  ticket: RestoreTicket | undefined,
): Promise<RestoreState> {
  const nowMs = clock.nowMs();
  return database.as({ kind: "job" }, async (tx) => {
    const row = await restoreById(tx, ticket?.restoreId ?? 0);
    const secret = hashOfSecret(ticket?.secret ?? "");
    if (row === undefined || !timingSafeEqual(row.secretSha256, secret)) {
      throw new MegaError("UNAUTHENTICATED", "The ticket of the restore is not taken");
    }
    return toldOf(await advanced(tx, row, nowMs));
  });
}

/** The restore after what time alone brings about. */
async function advanced(tx: Transaction, row: RestoreRow, nowMs: number): Promise<RestoreRow> {
  if (row.state !== "waiting") return row;
  if (nowMs >= row.expiresAtMs || row.isRevoked) {
    await endRestore(tx, row.restoreId, "expired");
    return { ...row, state: "expired" };
  }
  if (!row.needsNobody || nowMs < automaticAtMs(row.lastHeardMs)) return row;
  return grant(tx, row, { nowMs, actor: { kind: "job" } });
}

function toldOf(row: RestoreRow): RestoreState {
  switch (row.state) {
    case "waiting": {
      const automaticAt = row.needsNobody ? toUtcString(automaticAtMs(row.lastHeardMs)) : null;
      return { state: "waiting", expiresAt: toUtcString(row.expiresAtMs), automaticAt };
    }
    case "granted": {
      const { gatewayId, newGeneration: generation, building } = row;
      return { state: "granted", gatewayId, generation: generation ?? 0, building };
    }
    default:
      return { state: "ended", why: row.state };
  }
}
