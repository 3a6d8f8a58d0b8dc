/** Writes a line of the audit table, in the transaction of what it tells of: both stand or neither. */

import { toUtcString } from "@mega/domain";
import type { Transaction } from "../database/server-database.ts";

/** Who acts. */
export type Actor =
  /** A person at the server's own machine. */
  | { readonly kind: "keeper" }
  | { readonly kind: "account"; readonly accountId: number; readonly address: string }
  | { readonly kind: "gateway"; readonly gatewayId: number }
  /** The server of its own accord. */
  | { readonly kind: "job" }
  /** Somebody who has not said who he is. */
  | { readonly kind: "stranger"; readonly address: string };

/** What an audit line tells of. Nothing secret stands in it. */
export interface AuditLine {
  readonly atMs: number;
  readonly actor: Actor;
  /** What was done, as a word: "gateway-enrolled". */
  readonly action: string;
  readonly buildingId?: number;
  readonly gatewayId?: number;
  /** The account that it was done to. */
  readonly accountId?: number;
  /** What stood before and stands after, as far as it changed. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** Adds the line. */
export async function appendAudit(tx: Transaction, line: AuditLine): Promise<void> {
  const { actor, buildingId = null, gatewayId = null, accountId = null } = line;
  await tx.query(
    `INSERT INTO audit
       (at, actor_kind, actor_id, address, action, building_id, gateway_id, account_id, before, after)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      toUtcString(line.atMs),
      actor.kind,
      actorId(actor),
      "address" in actor ? actor.address : null,
      line.action,
      buildingId,
      gatewayId,
      accountId,
      jsonOf(line.before),
      jsonOf(line.after),
    ],
  );
}

function actorId(actor: Actor): number | null {
  if (actor.kind === "account") return actor.accountId;
  return actor.kind === "gateway" ? actor.gatewayId : null;
}

function jsonOf(value: Readonly<Record<string, unknown>> | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
