/**
 * A gateway comes to other people: the stays behind its channels are those of the people before. They end
 * with the move, so that nobody of the building before sees what is counted in the next one; who still lives
 * there, the new manager says.
 */

import { toUtcString } from "@mega/domain";
import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";

/** Ends them, and takes back those to come; how many there were. Runs as mega_job. */
export async function endStays(tx: Transaction, gatewayId: number, atMs: number): Promise<number> {
  const values = [gatewayId, toUtcString(atMs)];
  const [counted] = await tx.query(
    `WITH ended AS (UPDATE stay SET to_at = $2
         WHERE gateway_id = $1 AND from_at < $2 AND (to_at IS NULL OR to_at > $2) RETURNING 1),
       taken AS (DELETE FROM stay WHERE gateway_id = $1 AND from_at >= $2 RETURNING 1)
     SELECT (SELECT count(*) FROM ended)::int + (SELECT count(*) FROM taken)::int AS stays`,
    values,
  );
  return counted === undefined ? 0 : numberIn(counted, "stays");
}
