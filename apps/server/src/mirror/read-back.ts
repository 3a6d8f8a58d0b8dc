/**
 * What a gateway gets back: its entries as it sent them, and the keys that were not erased. A box that
 * takes another's place goes on from them.
 */

import type { MonthKey } from "@mega/domain";
import { monthNumber, monthOfNumber } from "@mega/ledger";
import {
  BATCH_BYTES_MAX,
  BATCH_ENTRIES_MAX,
  type Batch,
  KEYS_MAX,
  type SentKeys,
} from "@mega/uplink";
import { bytesIn, numberIn } from "../database/row-values.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { readEntries } from "./entry-rows.ts";
import { readStanding } from "./stored-ledger.ts";

/** Room for what a batch holds beside its entries, and for the length of each. */
const FRAME_BYTES = 64;
const ENTRY_HEAD_BYTES = 5;
/** Entries read at once, so that long ones do not fill the memory. */
const ENTRIES_AT_ONCE = 100;

/** Where a page of keys begins. */
export interface KeyPlace {
  readonly month: MonthKey;
  readonly sourceNo: number;
}

/** Entries from a number on, as many as fit a batch; undefined when there are none. */
export async function entriesBack(
  database: ServerDatabase,
  gatewayId: number,
  fromSeq: number,
): Promise<Batch | undefined> {
  return database.as({ kind: "gateway", gatewayId }, async (tx) => {
    const ledger = (await readStanding(tx, gatewayId))?.ledger ?? null;
    if (ledger === null || fromSeq > ledger.headSeq) return undefined;
    const { ledgerId, generation, ledgerNo } = ledger;
    const entries: Uint8Array[] = [];
    let room = BATCH_BYTES_MAX - FRAME_BYTES;
    while (entries.length < BATCH_ENTRIES_MAX) {
      const limit = Math.min(ENTRIES_AT_ONCE, BATCH_ENTRIES_MAX - entries.length);
      const from = fromSeq + entries.length;
      const page = await readEntries(tx, { gatewayId, ledgerNo }, { fromSeq: from, limit });
      for (const bytes of page) {
        room -= bytes.length + ENTRY_HEAD_BYTES;
        if (room < 0) return { ledgerId, generation, fromSeq, entries };
        entries.push(bytes);
      }
      if (page.length < limit) break;
    }
    return { ledgerId, generation, fromSeq, entries };
  });
}

/** Keys from a place on, by month and source, as many as are handed over at once; undefined for none. */
export async function keysBack(
  database: ServerDatabase,
  gatewayId: number,
  from: KeyPlace,
): Promise<SentKeys | undefined> {
  return database.as({ kind: "gateway", gatewayId }, async (tx) => {
    const ledger = (await readStanding(tx, gatewayId))?.ledger ?? null;
    if (ledger === null) return undefined;
    const { ledgerId } = ledger;
    const rows = await tx.query(
      `SELECT month_no, source_no, key FROM month_key
       WHERE gateway_id = $1 AND ledger_id = $2 AND key IS NOT NULL
         AND (month_no, source_no) >= ($3, $4)
       ORDER BY month_no, source_no LIMIT $5`,
      [gatewayId, ledgerId, monthNumber(from.month), from.sourceNo, KEYS_MAX],
    );
    const keys = rows.map((row) => ({
      sourceNo: numberIn(row, "source_no"),
      month: monthOfNumber(numberIn(row, "month_no")),
      key: bytesIn(row, "key"),
    }));
    return keys.length === 0 ? undefined : { ledgerId, keys };
  });
}
