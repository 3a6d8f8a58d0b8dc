/** The ledger of a gateway as the mirror holds it, and what its gateway may send. */

import { toHex } from "@mega/ledger";
import type { MirrorHead } from "@mega/uplink";
import { bytesIn, numberIn, numberOrNullIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";

/** A ledger with at least one entry. */
export interface StoredLedger {
  /** 1, 2 …, within its gateway. */
  readonly ledgerNo: number;
  /** 16 bytes. */
  readonly ledgerId: Uint8Array;
  /** Of its newest entry. */
  readonly generation: number;
  /** Of the box that sent it. */
  readonly senderGeneration: number;
  readonly headSeq: number;
  readonly headHash: Uint8Array;
  /** The first entry that is not understood; null when all are. */
  readonly stoppedSeq: number | null;
  /** Rises when entries of before can be read otherwise. */
  readonly pastChanges: number;
  readonly receivedAtMs: number;
}

/** Where a gateway stands. */
export interface Standing {
  /** The generation whose box may write. */
  readonly gatewayGeneration: number;
  /** The ledger that is written to; null before its first entry. */
  readonly ledger: StoredLedger | null;
}

const columns = `l.ledger_no, l.ledger_id, l.generation, l.sender_generation, l.head_seq, l.head_hash,
  l.stopped_seq, l.past_changes, l.received_at_ms`;

/** Where a gateway stands; undefined when there is none of this number. */
export async function readStanding(
  tx: Transaction,
  gatewayId: number,
): Promise<Standing | undefined> {
  const [row] = await tx.often(
    `SELECT g.generation AS gateway_generation, ${columns}
     FROM gateway g LEFT JOIN LATERAL (
       SELECT * FROM ledger WHERE gateway_id = g.gateway_id ORDER BY ledger_no DESC LIMIT 1
     ) l ON true WHERE g.gateway_id = $1`,
    [gatewayId],
  );
  if (row === undefined) return undefined;
  const ledger = row["ledger_no"] === null ? null : ledgerFromRow(row);
  return { gatewayGeneration: numberIn(row, "gateway_generation"), ledger };
}

/** Every ledger of a gateway, oldest first. */
export async function readLedgers(
  tx: Transaction,
  gatewayId: number,
): Promise<readonly StoredLedger[]> {
  const rows = await tx.query(
    `SELECT ${columns} FROM ledger l WHERE l.gateway_id = $1 ORDER BY l.ledger_no`,
    [gatewayId],
  );
  return rows.map(ledgerFromRow);
}

/** What is told of a ledger. */
export function headOf(ledger: StoredLedger): MirrorHead {
  const { ledgerId, generation, headSeq, headHash } = ledger;
  return { ledgerId: toHex(ledgerId), generation, headSeq, headHash: toHex(headHash) };
}

/** What is told of a ledger that has no entry yet. */
export function emptyHead(ledgerId: Uint8Array, generation: number): MirrorHead {
  return { ledgerId: toHex(ledgerId), generation, headSeq: 0, headHash: null };
}

function ledgerFromRow(row: Row): StoredLedger {
  return {
    ledgerNo: numberIn(row, "ledger_no"),
    ledgerId: bytesIn(row, "ledger_id"),
    generation: numberIn(row, "generation"),
    senderGeneration: numberIn(row, "sender_generation"),
    headSeq: numberIn(row, "head_seq"),
    headHash: bytesIn(row, "head_hash"),
    stoppedSeq: numberOrNullIn(row, "stopped_seq"),
    pastChanges: numberIn(row, "past_changes"),
    receivedAtMs: numberIn(row, "received_at_ms"),
  };
}
