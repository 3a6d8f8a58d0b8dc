/**
 * What a box sends after it was replaced: nothing is drawn from it, but its meters were read by it, so
 * that it may be asked for when a bill is disputed. Bounded: the first ones say what it was about.
 */

import { createHash } from "node:crypto";
import { toUtcString } from "@mega/domain";
import { decodeBatch } from "@mega/uplink";
import type { ServerDatabase } from "../database/server-database.ts";

/** Batches kept of a gateway, and bytes of one. */
const BATCHES_MAX = 64;
const BYTES_MAX = 1024 * 1024;

/** A batch of a box that was replaced, as it was sent. */
interface LateBatch {
  readonly gatewayId: number;
  readonly bytes: Uint8Array;
  readonly nowMs: number;
}

/**
 * Keeps it; one that is there already, too long or one too many changes nothing.
 *
 * @throws MegaError REQUEST_INVALID when it is no batch
 */
export async function keepLateBatch(database: ServerDatabase, late: LateBatch): Promise<void> {
  const { gatewayId, bytes, nowMs } = late;
  if (bytes.length > BYTES_MAX) return;
  const { generation } = decodeBatch(bytes);
  const sha256 = createHash("sha256").update(bytes).digest();
  await database.as({ kind: "job" }, (tx) =>
    tx.query(
      `INSERT INTO late_batch (gateway_id, sha256, generation, received_at, bytes)
         SELECT $1, $2, $3, $4, $5
         WHERE (SELECT count(*) FROM late_batch WHERE gateway_id = $1) < $6
         ON CONFLICT DO NOTHING`,
      [gatewayId, sha256, generation, toUtcString(nowMs), bytes, BATCHES_MAX],
    ),
  );
}
