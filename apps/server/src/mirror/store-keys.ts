/**
 * Takes keys of sealed values, before the entries that they open. One that comes late fills what could
 * not be read without it; one that was erased does not come back.
 */

import { MegaError } from "@mega/domain";
import { monthNumber, sameBytes } from "@mega/ledger";
import type { MirrorHead, SentKeys } from "@mega/uplink";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";
import { refillReadings } from "../readings/refill-readings.ts";
import { holdGateway } from "./hold-gateway.ts";
import { type AwaitedKey, judgeKeys } from "./judge-keys.ts";
import { countUncommitted, readKeys, writeKeys } from "./key-rows.ts";
import { headOf, readStanding, type StoredLedger } from "./stored-ledger.ts";

/** Keys and who sent them, by the credential. */
export interface HandedKeys {
  readonly gatewayId: number;
  /** Of the credential. */
  readonly generation: number;
  readonly keys: SentKeys;
}

/** What became of keys. */
export type KeysOutcome =
  | { readonly kind: "stored"; readonly added: number }
  /** They are of another ledger than the one that is written to. */
  | { readonly kind: "foreign"; readonly head: MirrorHead }
  | { readonly kind: "replaced"; readonly generation: number }
  /** A key is not the one that an entry commits. */
  | { readonly kind: "wrong"; readonly at: number; readonly committedSeq: number }
  /** Too many wait for the entries that commit them. */
  | { readonly kind: "too-many"; readonly waiting: number; readonly allowed: number };

/** Keys that may wait for their entries: two months of 512 sources, four times over. */
const UNCOMMITTED_MAX = 4096;

/**
 * Stores keys.
 *
 * @throws MegaError NOT_FOUND for a gateway that there is not, DATABASE_UNAVAILABLE
 */
export async function storeKeys(
  database: ServerDatabase,
  handed: HandedKeys,
): Promise<KeysOutcome> {
  return database.as({ kind: "gateway", gatewayId: handed.gatewayId }, (tx) =>
    storeWithin(tx, handed),
  );
}

async function storeWithin(
  tx: Transaction,
  { gatewayId, generation, keys }: HandedKeys,
): Promise<KeysOutcome> {
  await holdGateway(tx, gatewayId);
  const standing = await readStanding(tx, gatewayId);
  if (standing === undefined) throw new MegaError("NOT_FOUND", `There is no gateway ${gatewayId}`);
  const { gatewayGeneration, ledger } = standing;
  if (gatewayGeneration !== generation) return { kind: "replaced", generation: gatewayGeneration };
  const { ledgerId } = keys;
  const own = ledger !== null && sameBytes(ledger.ledgerId, ledgerId) ? ledger : null;
  if (ledger !== null && own === null && ledger.senderGeneration >= generation) {
    return { kind: "foreign", head: headOf(ledger) };
  }
  const named = { gatewayId, ledgerId };
  const months = [...new Set(keys.keys.map(({ month }) => monthNumber(month)))];
  const judgement = judgeKeys(await readKeys(tx, named, months), keys.keys);
  if (judgement.kind === "wrong") return judgement;
  const { changes, uncommitted, awaited } = judgement;
  if (uncommitted > 0) {
    const waiting = (await countUncommitted(tx, gatewayId)) + uncommitted;
    if (waiting > UNCOMMITTED_MAX) return { kind: "too-many", waiting, allowed: UNCOMMITTED_MAX };
  }
  await writeKeys(tx, named, changes);
  if (own !== null && awaited.length > 0) await refill(tx, { gatewayId, own, awaited });
  return { kind: "stored", added: changes.length };
}

async function refill(
  tx: Transaction,
  {
    gatewayId,
    own,
    awaited,
  }: {
    readonly gatewayId: number;
    readonly own: StoredLedger;
    readonly awaited: readonly AwaitedKey[];
  },
): Promise<void> {
  const { ledgerNo, ledgerId } = own;
  const monthNos = [...new Set(awaited.map(({ monthNo }) => monthNo))];
  const fromSeq = Math.min(...awaited.map((one) => one.fromSeq));
  await refillReadings(tx, { gatewayId, ledgerNo, ledgerId }, { monthNos, fromSeq });
  await tx.query(
    "UPDATE ledger SET past_changes = past_changes + 1 WHERE gateway_id = $1 AND ledger_no = $2",
    [gatewayId, ledgerNo],
  );
}
