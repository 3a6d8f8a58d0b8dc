/** Hands the ledger of a gateway over to a server's mirror: keys first, then entries, batch by batch. */

import type { LedgerHost } from "@mega/ledger";
import type { ServerDatabase } from "../../apps/server/src/database/server-database.ts";
import { storeBatch } from "../../apps/server/src/mirror/store-batch.ts";
import { storeKeys } from "../../apps/server/src/mirror/store-keys.ts";
import { enrolledGateway } from "../../apps/server/src/testing/sent-ledger.ts";

const limits = { entriesMax: 500, roundsMax: 24, bytesMax: 1_000_000 };

/** The number of the gateway, a new one, whose mirror stands at the head of the ledger. */
export async function handOver(database: ServerDatabase, ledger: LedgerHost): Promise<number> {
  const gatewayId = await enrolledGateway(database);
  const { head, ledgerId: name } = ledger.snapshot();
  const ledgerId = Uint8Array.from(Buffer.from(name, "hex"));
  const sender = { gatewayId, generation: 1 };
  let fromSeq = 1;
  while (fromSeq <= head.seq) {
    const copied = await ledger.entriesToCopy(fromSeq, { ...limits, toSeq: head.seq });
    const { keys } = copied;
    if (keys.length > 0) await storeKeys(database, { ...sender, keys: { ledgerId, keys } });
    const entries = copied.entries.map(({ bytes }) => bytes);
    const batch = { ledgerId, generation: 1, fromSeq, entries };
    const outcome = await storeBatch(database, { ...sender, batch, nowMs: 0 });
    if (outcome.kind !== "committed") throw new Error(`the batch is ${outcome.kind}`);
    fromSeq += entries.length;
  }
  return gatewayId;
}
