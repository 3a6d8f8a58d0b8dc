/** Rows of readings, in and out of the table. */

import type { ClockState } from "@mega/domain";
import {
  arrayText,
  bytesIn,
  numberIn,
  numbersIn,
  pairsIn,
  textIn,
  valuesOf,
} from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import type { LedgerPlace } from "../mirror/entry-rows.ts";
import { packOffsets, packStates, unpackOffsets, unpackStates } from "./packed-columns.ts";
import type { ReadingRow } from "./reading-row.ts";

/** Columns that `rowFromRow` reads. */
const columns = `due_at_ms, seq, month_no, clock_state, states, offsets, counts,
  far_times, decisions`;

/** Adds rounds of a ledger. */
export async function insertReadings(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  rows: readonly ReadingRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const { text, values } = valuesOf(
    rows.map((row) => [
      row.dueAtMs,
      row.seq,
      gatewayId,
      row.monthNo,
      ledgerNo,
      row.clockState,
      packStates(row.states),
      packOffsets(row.offsetsMs),
      arrayText(row.counts),
      row.farTimes && arrayText(row.farTimes),
      row.decisions && arrayText(row.decisions),
    ]),
  );
  const sql = `INSERT INTO reading (due_at_ms, seq, gateway_id, month_no, ledger_no, clock_state, states,
       offsets, counts, far_times, decisions) VALUES ${text}`;
  // An hour of a gateway is one round.
  await (rows.length === 1 ? tx.often(sql, values) : tx.query(sql, values));
}

/** The row of a round; undefined when there is none, or its month is cold. */
export async function readWarmReading(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  { dueAtMs, seq }: Pick<ReadingRow, "dueAtMs" | "seq">,
): Promise<ReadingRow | undefined> {
  const rows = await tx.query(
    `SELECT ${columns} FROM reading
     WHERE gateway_id = $1 AND due_at_ms = $2 AND ledger_no = $3 AND seq = $4`,
    [gatewayId, dueAtMs, ledgerNo, seq],
  );
  return rows.map(rowFromRow)[0];
}

/** Rows of rounds that were due from one instant until before another, in no order. */
export async function readReadingsDue(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  {
    fromMs,
    toMs,
    limit,
  }: { readonly fromMs: number; readonly toMs: number; readonly limit: number },
): Promise<readonly ReadingRow[]> {
  const rows = await tx.query(
    `SELECT ${columns} FROM reading
     WHERE gateway_id = $1 AND ledger_no = $2 AND due_at_ms >= $3 AND due_at_ms < $4 LIMIT $5`,
    [gatewayId, ledgerNo, fromMs, toMs, limit],
  );
  return rows.map(rowFromRow);
}

/** Rows of some months from an entry on, in the order of their entries. */
export async function readReadingsOfMonths(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  wanted: {
    readonly monthNos: readonly number[];
    readonly fromSeq: number;
    readonly limit: number;
  },
): Promise<readonly ReadingRow[]> {
  const rows = await tx.query(
    `SELECT ${columns} FROM reading
     WHERE gateway_id = $1 AND ledger_no = $2 AND month_no = ANY ($3) AND seq >= $4
     ORDER BY seq LIMIT $5`,
    [gatewayId, ledgerNo, wanted.monthNos, wanted.fromSeq, wanted.limit],
  );
  return rows.map(rowFromRow);
}

/** Stores what was decided on a row, or what can be read of it now. */
export async function updateReading(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  row: ReadingRow,
): Promise<void> {
  await tx.query(
    `UPDATE reading SET states = $5, counts = $6, decisions = $7
     WHERE gateway_id = $1 AND due_at_ms = $2 AND ledger_no = $3 AND seq = $4`,
    [
      gatewayId,
      row.dueAtMs,
      ledgerNo,
      row.seq,
      packStates(row.states),
      arrayText(row.counts),
      row.decisions && arrayText(row.decisions),
    ],
  );
}

function rowFromRow(row: Row): ReadingRow {
  const counts = numbersIn(row, "counts");
  return {
    seq: numberIn(row, "seq"),
    dueAtMs: numberIn(row, "due_at_ms"),
    monthNo: numberIn(row, "month_no"),
    clockState: textIn(row, "clock_state") as ClockState,
    states: unpackStates(bytesIn(row, "states"), counts.length),
    offsetsMs: unpackOffsets(bytesIn(row, "offsets")),
    counts,
    farTimes: pairsIn(row, "far_times"),
    decisions: pairsIn(row, "decisions"),
  };
}
