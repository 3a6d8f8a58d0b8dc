/** Credentials of gateways: of each its hash is kept, of one gateway no more than one that lives. */

import { createHash } from "node:crypto";
import { toUtcString } from "@mega/domain";
import type { Transaction } from "../database/server-database.ts";

/** What is kept of a secret of 32 random bytes: as random as a hash, it needs no slow one. */
export function hashOfSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

/** A credential to be kept. */
export interface NewCredential {
  readonly gatewayId: number;
  /** 43 characters, base64url. */
  readonly secret: string;
  readonly generation: number;
  readonly atMs: number;
}

/** Keeps it; one that is kept already stays as it is. */
export async function keepCredential(tx: Transaction, credential: NewCredential): Promise<void> {
  const { gatewayId, secret, generation, atMs } = credential;
  await tx.query(
    `INSERT INTO credential (gateway_id, secret_sha256, generation, made_at)
     VALUES ($1, $2, $3, $4) ON CONFLICT (gateway_id, secret_sha256) DO NOTHING`,
    [gatewayId, hashOfSecret(secret), generation, toUtcString(atMs)],
  );
}

/**
 * From here on nothing opens for the gateway: neither its credentials nor one that waits to be fetched.
 * How many credentials died.
 */
export async function killCredentials(
  tx: Transaction,
  gatewayId: number,
  atMs: number,
): Promise<number> {
  const killed = await tx.query(
    `UPDATE credential SET revoked_at = $2 WHERE gateway_id = $1 AND revoked_at IS NULL
     RETURNING gateway_id`,
    [gatewayId, toUtcString(atMs)],
  );
  await closeEnrolments(tx, gatewayId, atMs);
  return killed.length;
}

/** The credential was used, or must never be: what it follows from is forgotten. */
export async function closeEnrolments(
  tx: Transaction,
  gatewayId: number,
  atMs: number,
): Promise<void> {
  await tx.query(
    "UPDATE enrolment SET closed_at = $2, salt = NULL WHERE gateway_id = $1 AND closed_at IS NULL",
    [gatewayId, toUtcString(atMs)],
  );
}
