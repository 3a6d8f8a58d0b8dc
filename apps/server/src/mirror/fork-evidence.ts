/** Entries that cannot stand beside those of the mirror: kept, so that it can be shown what was sent. */

import { appendAudit } from "../audit/append-audit.ts";
import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import type { ForkFound } from "./judge-batch.ts";

/** Entries kept of a gateway; the first ones say how it began. */
const FORKS_MAX = 32;
/** A longer entry is kept as its hash alone. */
const FORK_BYTES_MAX = 256 * 1024;

/**
 * Keeps the entry that shows a fork, and tells the audit table; one that is kept already, or one too
 * many, changes nothing.
 */
export async function keepEvidence(
  tx: Transaction,
  sender: { readonly gatewayId: number; readonly generation: number; readonly nowMs: number },
  { fork, ledgerId, evidence }: ForkFound,
): Promise<void> {
  const { gatewayId, generation, nowMs } = sender;
  const { seq, hash, bytes } = evidence;
  const kept = await tx.query(
    `INSERT INTO fork
       (gateway_id, ledger_id, seq, sent_hash, stored_hash, generation, bytes, found_at_ms)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8
     WHERE (SELECT count(*) FROM fork WHERE gateway_id = $1) < $9
     ON CONFLICT DO NOTHING RETURNING 1`,
    [
      gatewayId,
      ledgerId,
      seq,
      hash,
      fork.storedHash === null ? null : Buffer.from(fork.storedHash, "hex"),
      generation,
      bytes.length > FORK_BYTES_MAX ? null : bytes,
      nowMs,
      FORKS_MAX,
    ],
  );
  if (kept.length === 0) return;
  const [gateway] = await tx.query("SELECT building_id FROM gateway WHERE gateway_id = $1", [
    gatewayId,
  ]);
  await appendAudit(tx, {
    atMs: nowMs,
    actor: { kind: "gateway", gatewayId },
    action: "ledger-forked",
    gatewayId,
    ...(gateway === undefined ? {} : { buildingId: numberIn(gateway, "building_id") }),
    after: { ...fork },
  });
}
