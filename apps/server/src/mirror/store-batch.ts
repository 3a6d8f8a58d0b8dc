/**
 * Takes a batch into the mirror: entries, what follows from them and the head in one transaction. What
 * is answered stands on the disk of the database. Batches of one gateway take their turn on its
 * ledger's row; whoever finds that another was faster judges anew.
 */

import { MegaError } from "@mega/domain";
import { PROJECTION_VERSION, sameBytes } from "@mega/ledger";
import type { Batch, MirrorHead } from "@mega/uplink";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";
import { READINGS_VERSION, storeProjection } from "../readings/store-projection.ts";
import { insertEntries, readHashes } from "./entry-rows.ts";
import { keepEvidence } from "./fork-evidence.ts";
import {
  type BatchFault,
  type BatchJudgement,
  type ForkFound,
  judgeBatch,
  lastKnown,
} from "./judge-batch.ts";
import { headOf, readStanding, type Standing, type StoredLedger } from "./stored-ledger.ts";

/** A batch and who sent it, by the credential and not by what the batch says. */
export interface SentBatch {
  readonly gatewayId: number;
  /** Of the credential. */
  readonly generation: number;
  readonly batch: Batch;
  readonly nowMs: number;
}

/** What became of a batch; only on "committed" may a gateway let go. */
export type BatchOutcome =
  | {
      readonly kind: "committed";
      readonly head: MirrorHead;
      /** Entries that were not there before. */
      readonly added: number;
    }
  | { readonly kind: "gap"; readonly head: MirrorHead }
  | { readonly kind: "forked"; readonly head: MirrorHead; readonly fork: ForkFound["fork"] }
  | { readonly kind: "replaced"; readonly generation: number }
  | { readonly kind: "invalid"; readonly fault: BatchFault };

type New = Extract<BatchJudgement, { kind: "new" }>;

/** Whoever loses so often against batches of the same gateway is sent away. */
const TURNS_MAX = 5;

/**
 * Stores a batch.
 *
 * @throws MegaError NOT_FOUND for a gateway that there is not, DATABASE_UNAVAILABLE
 */
export async function storeBatch(database: ServerDatabase, sent: SentBatch): Promise<BatchOutcome> {
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const outcome = await database.as({ kind: "gateway", gatewayId: sent.gatewayId }, (tx) =>
      storeWithin(tx, sent),
    );
    if (outcome !== "overtaken") return outcome;
  }
  throw new MegaError("TOO_MANY_REQUESTS", "Other batches of this gateway are being stored", {
    hint: "Send one batch after another.",
    context: { gatewayId: sent.gatewayId },
  });
}

async function storeWithin(tx: Transaction, sent: SentBatch): Promise<BatchOutcome | "overtaken"> {
  const { gatewayId } = sent;
  const standing = await readStanding(tx, gatewayId);
  if (standing === undefined) throw new MegaError("NOT_FOUND", `There is no gateway ${gatewayId}`);
  const known = await readKnown(tx, standing, sent);
  const judgement = judgeBatch(standing, sent, known);
  switch (judgement.kind) {
    case "new":
      return storeNew(tx, { standing, sent, judgement });
    case "known":
      return { kind: "committed", head: judgement.head, added: 0 };
    case "forked": {
      const { head, found } = judgement;
      await keepEvidence(tx, sent, found);
      return { kind: "forked", head, fork: found.fork };
    }
    default:
      return judgement;
  }
}

async function readKnown(tx: Transaction, standing: Standing, { gatewayId, batch }: SentBatch) {
  const toSeq = lastKnown(standing, batch);
  const { ledger } = standing;
  if (ledger === null || toSeq < batch.fromSeq) return new Map<number, Uint8Array>();
  const place = { gatewayId, ledgerNo: ledger.ledgerNo };
  return readHashes(tx, place, { fromSeq: batch.fromSeq, toSeq });
}

async function storeNew(
  tx: Transaction,
  {
    standing,
    sent,
    judgement,
  }: {
    readonly standing: Standing;
    readonly sent: SentBatch;
    readonly judgement: New;
  },
): Promise<BatchOutcome | "overtaken"> {
  const { gatewayId, batch } = sent;
  const { entries, check } = judgement;
  const before = isGoing(standing.ledger, batch) ? standing.ledger : null;
  const ledgerNo = before?.ledgerNo ?? (standing.ledger?.ledgerNo ?? 0) + 1;
  const head: MovedHead = {
    gatewayId,
    ledgerNo,
    ledgerId: batch.ledgerId,
    generation: check.generation,
    senderGeneration: sent.generation,
    headSeq: check.seq,
    headHash: check.hash,
    receivedAtMs: sent.nowMs,
  };
  if (!(await moveHead(tx, before?.headSeq ?? 0, head))) return "overtaken";
  await insertEntries(tx, head, entries);
  if (before === null || before.stoppedSeq === null) {
    const envelopes = entries.map(({ envelope }) => envelope);
    const stopped = await storeProjection(tx, head, envelopes);
    if (stopped !== null) {
      await tx.query(
        "UPDATE ledger SET stopped_seq = $3, stopped_kind = $4 WHERE gateway_id = $1 AND ledger_no = $2",
        [gatewayId, ledgerNo, stopped.seq, stopped.kind],
      );
    }
  }
  const stored = { ...head, stoppedSeq: null, pastChanges: 0 };
  return { kind: "committed", head: headOf(stored), added: entries.length };
}

/** Whether a batch goes on with the ledger that is there. */
function isGoing(ledger: StoredLedger | null, { ledgerId }: Batch): ledger is StoredLedger {
  return ledger !== null && sameBytes(ledger.ledgerId, ledgerId);
}

type MovedHead = Omit<StoredLedger, "stoppedSeq" | "pastChanges"> & { readonly gatewayId: number };

/**
 * Moves the head of a ledger, or makes the ledger, and holds its row to the end. False when the head is
 * no longer where it was, or another box has taken the gateway over: its row is held as well, so that a
 * take-over waits for this transaction or is seen by it.
 */
async function moveHead(tx: Transaction, fromSeq: number, head: MovedHead): Promise<boolean> {
  const values = [
    head.gatewayId,
    head.ledgerNo,
    head.senderGeneration,
    head.headSeq,
    head.headHash,
    head.generation,
    head.receivedAtMs,
  ];
  // What adds something says that the gateway lives; an update of its own would be a second COMMIT.
  const sender = `WITH sender AS (
    UPDATE gateway SET seen_at = greatest(seen_at, to_timestamp($7::bigint / 1000.0))
    WHERE gateway_id = $1 AND generation = $3 RETURNING generation)`;
  const rows =
    fromSeq === 0
      ? await tx.query(
          `${sender}
           INSERT INTO ledger (gateway_id, ledger_no, sender_generation, head_seq, head_hash,
             generation, received_at_ms, begun_at_ms, ledger_id, readings_version, kinds_version)
           SELECT $1::int, $2::smallint, generation, $4::bigint, $5::bytea, $6::int, $7::bigint,
             $7::bigint, $8::bytea, $9::int, $10::int FROM sender
           ON CONFLICT DO NOTHING RETURNING ledger_no`,
          [...values, head.ledgerId, READINGS_VERSION, PROJECTION_VERSION],
        )
      : await tx.often(
          `${sender}
           UPDATE ledger SET sender_generation = $3, head_seq = $4, head_hash = $5, generation = $6,
             received_at_ms = $7
           FROM sender WHERE gateway_id = $1 AND ledger_no = $2 AND head_seq = $8
           RETURNING ledger_no`,
          [...values, fromSeq],
        );
  return rows.length === 1;
}
