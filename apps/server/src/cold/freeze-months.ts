/**
 * Makes cold what has been over for long: the rows of a gateway's month become one value, in one
 * transaction under the gateway's row. The value is read back before a row goes. Rounds that came late
 * are put to those that are cold already.
 */

import { addMonths, assert, type MonthKey, monthOf, monthSpan, type Span } from "@mega/domain";
import { monthNumber } from "@mega/ledger";
import { arrayText, numberIn, numberOrNullIn } from "../database/row-values.ts";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";
import type { LedgerPlace } from "../mirror/entry-rows.ts";
import { holdGateway } from "../mirror/hold-gateway.ts";
import type { ReadingRow } from "../readings/reading-row.ts";
import { readReadingsDue } from "../readings/reading-rows.ts";
import { packRounds, unpackRounds } from "./cold-form.ts";
import { coldRounds, sha256Of } from "./cold-months.ts";

/** Months before the running one that stay as rows. */
const WARM_MONTHS = 2;
/** Before this month a clock was not set: such rounds stay where they are. */
const FIRST_MONTH: MonthKey = "2020-01";
/** A month with more rounds stays as rows. */
const ROUNDS_MAX = 25_000;
const ZONE = "UTC";
const job = { kind: "job" } as const;

/** One month of one ledger that is to be made cold. */
export interface WarmMonth extends LedgerPlace {
  readonly month: MonthKey;
}

/** What was made cold. */
export interface Frozen {
  readonly rounds: number;
  readonly readings: number;
  readonly bytes: number;
}

/** Months that have rows and are over for long, the oldest first. */
export function warmMonths(
  database: ServerDatabase,
  nowMs: number,
  limit: number,
): Promise<readonly WarmMonth[]> {
  const beforeMs = monthSpan(addMonths(monthOf(nowMs, ZONE), -WARM_MONTHS), ZONE).fromMs;
  const firstMs = monthSpan(FIRST_MONTH, ZONE).fromMs;
  return database.as(job, async (tx) => {
    const found: WarmMonth[] = [];
    let fromMs = firstMs;
    while (found.length < limit) {
      const month = await oldestMonth(tx, fromMs, beforeMs);
      if (month === undefined) break;
      const span = monthSpan(month, ZONE);
      found.push(...(await warmIn(tx, month, limit - found.length)));
      fromMs = span.toMs;
    }
    return found;
  });
}

/**
 * Gateways with rows in a month, each with one of its ledgers: found one after another by the index, since
 * the table of a month holds those of all.
 */
async function warmIn(
  tx: Transaction,
  month: MonthKey,
  limit: number,
): Promise<readonly WarmMonth[]> {
  const { fromMs, toMs } = monthSpan(month, ZONE);
  const next = (behind: string) => `SELECT gateway_id, ledger_no FROM reading
    WHERE due_at_ms >= $1 AND due_at_ms < $2 AND gateway_id > ${behind} ORDER BY gateway_id LIMIT 1`;
  const rows = await tx.query(
    `WITH RECURSIVE walk AS ((${next("0")})
       UNION ALL SELECT found.* FROM walk, LATERAL (${next("walk.gateway_id")}) AS found)
     SELECT gateway_id, ledger_no FROM walk LIMIT $3`,
    [fromMs, toMs, limit],
  );
  return rows.map((row) => ({
    gatewayId: numberIn(row, "gateway_id"),
    ledgerNo: numberIn(row, "ledger_no"),
    month,
  }));
}

async function oldestMonth(
  tx: Transaction,
  fromMs: number,
  beforeMs: number,
): Promise<MonthKey | undefined> {
  const [row] = await tx.query(
    "SELECT min(due_at_ms) AS due_ms FROM reading WHERE due_at_ms >= $1 AND due_at_ms < $2",
    [fromMs, beforeMs],
  );
  const dueMs = row === undefined ? null : numberOrNullIn(row, "due_ms");
  return dueMs === null ? undefined : monthOf(dueMs, ZONE);
}

/** Makes one month cold; null where nothing is to be done. */
export function freezeMonth(
  database: ServerDatabase,
  { gatewayId, ledgerNo, month }: WarmMonth,
): Promise<Frozen | null> {
  const place = { gatewayId, ledgerNo };
  const utcMonth = monthNumber(month);
  return database.as(job, async (tx) => {
    await holdGateway(tx, gatewayId);
    const span = monthSpan(month, ZONE);
    const warm = await readReadingsDue(tx, place, { ...span, limit: ROUNDS_MAX });
    if (warm.length === 0) return null;
    const rows = [...(await coldRounds(tx, place, utcMonth)), ...warm].sort(inOrder);
    if (warm.length === ROUNDS_MAX || rows.length > ROUNDS_MAX) return null;
    const packed = packRounds(rows);
    assertSame(unpackRounds(packed), rows);
    const readings = countOf(rows);
    await writeCold(tx, place, { utcMonth, rows, packed, readings });
    await forgetRows(tx, place, span);
    return { rounds: rows.length, readings, bytes: packed.length };
  });
}

interface Written {
  readonly utcMonth: number;
  readonly rows: readonly ReadingRow[];
  readonly packed: Uint8Array;
  readonly readings: number;
}

async function writeCold(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  { utcMonth, rows, packed, readings }: Written,
): Promise<void> {
  await tx.query(
    "DELETE FROM reading_cold WHERE gateway_id = $1 AND ledger_no = $2 AND utc_month = $3",
    [gatewayId, ledgerNo, utcMonth],
  );
  await tx.query(
    `INSERT INTO reading_cold (gateway_id, ledger_no, utc_month, from_ms, to_ms, month_nos, rounds,
       readings, has_far, packed_sha256, packed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      gatewayId,
      ledgerNo,
      utcMonth,
      rows[0]?.dueAtMs,
      rows.at(-1)?.dueAtMs,
      arrayText([...new Set(rows.map(({ monthNo }) => monthNo))]),
      rows.length,
      readings,
      rows.some(({ farTimes }) => farTimes !== null),
      sha256Of(packed),
      packed,
    ],
  );
}

/** The gateway is held: no row has come since they were read. */
async function forgetRows(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  { fromMs, toMs }: Span,
): Promise<void> {
  await tx.query(
    `DELETE FROM reading
       WHERE gateway_id = $1 AND ledger_no = $2 AND due_at_ms >= $3 AND due_at_ms < $4`,
    [gatewayId, ledgerNo, fromMs, toMs],
  );
}

function assertSame(back: readonly ReadingRow[], rows: readonly ReadingRow[]): void {
  const isSame =
    back.length === rows.length && back.every((row, no) => textOf(row) === textOf(rows[no]));
  assert(isSame, "a cold month reads back as it was");
}

function textOf(row: ReadingRow | undefined): string {
  if (row === undefined) return "";
  const { seq, dueAtMs, monthNo, clockState, states, offsetsMs, counts } = row;
  const { farTimes, decisions } = row;
  const arrays = [[...states], offsetsMs, counts, farTimes, decisions];
  return JSON.stringify([seq, dueAtMs, monthNo, clockState, ...arrays]);
}

function countOf(rows: readonly ReadingRow[]): number {
  return rows.reduce((sum, { counts }) => sum + counts.filter((count) => count !== null).length, 0);
}

function inOrder(a: ReadingRow, b: ReadingRow): number {
  return a.dueAtMs - b.dueAtMs || a.seq - b.seq;
}
