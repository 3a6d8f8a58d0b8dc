/** What changes the past of a gateway's mirror takes its turn with the batches of that gateway. */

import type { Transaction } from "../database/server-database.ts";

/** Holds the gateway to the end of the transaction: batches wait, and so does a take-over. */
export async function holdGateway(tx: Transaction, gatewayId: number): Promise<void> {
  await tx.query("SELECT 1 FROM gateway WHERE gateway_id = $1 FOR NO KEY UPDATE", [gatewayId]);
}
