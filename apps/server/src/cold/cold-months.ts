/** Cold months in the table: which there are, and what they hold. */

import { createHash } from "node:crypto";
import { assert } from "@mega/domain";
import { sameBytes, toHex } from "@mega/ledger";
import { bytesIn, numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import type { LedgerPlace } from "../mirror/entry-rows.ts";
import type { ReadingRow } from "../readings/reading-row.ts";
import { unpackRounds } from "./cold-form.ts";

/** A cold month, without what it holds. */
export interface ColdMonth {
  readonly utcMonth: number;
  /** When its first and its last round were due. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly hasFar: boolean;
  /** What its value is known by, hexadecimal. */
  readonly sha256: string;
}

/** Months of one ledger that are looked through: a century. */
const MONTHS_MAX = 1200;

/** The cold months of a ledger, oldest first. */
export async function coldMonths(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
): Promise<readonly ColdMonth[]> {
  const rows = await tx.query(
    `SELECT utc_month, from_ms, to_ms, has_far, packed_sha256 FROM reading_cold
       WHERE gateway_id = $1 AND ledger_no = $2 ORDER BY utc_month LIMIT $3`,
    [gatewayId, ledgerNo, MONTHS_MAX],
  );
  return rows.map((row) => ({
    utcMonth: numberIn(row, "utc_month"),
    fromMs: numberIn(row, "from_ms"),
    toMs: numberIn(row, "to_ms"),
    hasFar: row["has_far"] === true,
    sha256: toHex(bytesIn(row, "packed_sha256")),
  }));
}

/** The rounds of a month; none where it is no longer cold. */
export async function coldRounds(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  utcMonth: number,
): Promise<readonly ReadingRow[]> {
  const [row] = await tx.query(
    `SELECT packed, packed_sha256 FROM reading_cold
       WHERE gateway_id = $1 AND ledger_no = $2 AND utc_month = $3`,
    [gatewayId, ledgerNo, utcMonth],
  );
  if (row === undefined) return [];
  const packed = bytesIn(row, "packed");
  // A value that decayed is nothing that figures are drawn from: it is derived again from the entries.
  assert(sameBytes(sha256Of(packed), bytesIn(row, "packed_sha256")), "a cold month is as written");
  return unpackRounds(packed);
}

/** What a value is known by. */
export function sha256Of(packed: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(packed).digest());
}
