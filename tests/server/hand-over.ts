/** Hands what a gateway holds over to a server: its ledger to the mirror, its configuration. */

import type { LedgerHost } from "@mega/ledger";
import { type BackupContent, backupText, configurationHash } from "@mega/uplink";
import type { ApiRig } from "../../apps/gateway/src/api/testing/api-rig.ts";
import { putConfiguration } from "../../apps/server/src/backup/configuration-versions.ts";
import type { ServerDatabase } from "../../apps/server/src/database/server-database.ts";
import { storeBatch } from "../../apps/server/src/mirror/store-batch.ts";
import { storeKeys } from "../../apps/server/src/mirror/store-keys.ts";
import { enrolledGateway } from "../../apps/server/src/testing/sent-ledger.ts";

const limits = { entriesMax: 500, roundsMax: 24, bytesMax: 1_000_000 };

/**
 * Hands a ledger over: keys first, then entries, batch by batch.
 *
 * @returns the number of the gateway, a new one, whose mirror stands at the head of the ledger
 */
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

/** Keeps a configuration without secrets as the gateway's newest. */
export async function keepConfiguration(
  database: ServerDatabase,
  gatewayId: number,
  content: BackupContent,
): Promise<void> {
  const document = backupText(content);
  const sha256 = configurationHash(document, null);
  const put = { document, secrets: null, proofSha256: null, sha256, parent: null };
  await database.as({ kind: "gateway", gatewayId }, (tx) =>
    putConfiguration(tx, { gatewayId, generation: 1 }, put, 0),
  );
}

/** Hands over the ledger and the configuration of a building; the number of its gateway. */
export async function handOverBuilding(
  database: ServerDatabase,
  { ledger, context }: Pick<ApiRig, "ledger" | "context">,
): Promise<number> {
  const gatewayId = await handOver(database, ledger);
  const { configuration } = context.desk.current();
  await keepConfiguration(database, gatewayId, { configuration, profiles: [] });
  return gatewayId;
}
