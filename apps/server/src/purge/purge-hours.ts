/**
 * Deletes what is kept of a tenant's hours because he chose to see them, once he has taken that back: the
 * keys of his months, and every count within his stays but those that days, months and the ends of periods
 * rest on. Months that are still in use follow when they are over. Done again it changes nothing more.
 */

import type { SourceNo } from "@mega/domain";
import { monthNumber } from "@mega/ledger";
import { appendAudit } from "../audit/append-audit.ts";
import { thawKeyMonths } from "../cold/thaw-months.ts";
import { instantIn, instantOrNullIn } from "../database/row-instants.ts";
import { numberIn } from "../database/row-values.ts";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";
import { forgetFolded } from "../mirror/erase-keys.ts";
import { holdGateway } from "../mirror/hold-gateway.ts";
import { readStanding } from "../mirror/stored-ledger.ts";
import { clippedStays } from "../portal/clipped-stays.ts";
import { mirrorReader } from "../readings/mirror-reader.ts";
import { cellOf, isAccepted, type ReadingRow, readingOf } from "../readings/reading-row.ts";
import { readReadingsOfMonths } from "../readings/reading-rows.ts";
import type { ProjectedLedger } from "../readings/store-projection.ts";
import { type CountedReading, sortReadings } from "./dropped-readings.ts";
import { keepCounts, type SourceMonth } from "./kept-counts.ts";
import { type PlannedMonth, type PlannedSource, purgePlan } from "./purge-plan.ts";
import { holdWithdrawal, settleWithdrawal, type Withdrawal } from "./withdrawals.ts";

/** What went. */
export interface Purged {
  readonly keys: number;
  readonly counts: number;
}

/** Months that are not over are looked at again so often. */
const LOOK_EVERY_MS = 6 * 3_600_000;
const STAYS_MAX = 5000;
/** Rounds of a month: one every two minutes, and no month has more. */
const ROUNDS_MAX = 25_000;

const job = { kind: "job" } as const;

/** Purges what can go by now of one account's hours at one gateway. */
export async function purgeHours(
  database: ServerDatabase,
  withdrawal: Withdrawal,
  nowMs: number,
): Promise<Purged> {
  const { gatewayId, accountId, withdrawnAtMs } = withdrawal;
  const view = await mirrorReader(database, gatewayId).state();
  const stays = await database.as(job, (tx) => staysOf(tx, gatewayId));
  const all = view === undefined ? [] : clippedStays(view, stays);
  const own = all.filter((stay) => stay.accountId === accountId);
  const plan =
    view === undefined
      ? { months: [], waits: false }
      : purgePlan(view, { own, all: [...stays, ...all], withdrawnAtMs });
  let purged: Purged = { keys: 0, counts: 0 };
  for (const month of plan.months) {
    purged = sum(purged, await database.as(job, (tx) => purgeMonth(tx, withdrawal, month, nowMs)));
  }
  const lookAtMs = plan.waits ? nowMs + LOOK_EVERY_MS : null;
  await database.as(job, (tx) => settleWithdrawal(tx, withdrawal, lookAtMs));
  return purged;
}

async function staysOf(tx: Transaction, gatewayId: number) {
  const rows = await tx.query(
    `SELECT account_id, channel_no, from_at, to_at FROM stay WHERE gateway_id = $1
       ORDER BY stay_id LIMIT $2`,
    [gatewayId, STAYS_MAX],
  );
  return rows.map((row) => ({
    accountId: numberIn(row, "account_id"),
    channelNo: numberIn(row, "channel_no"),
    fromMs: instantIn(row, "from_at"),
    toMs: instantOrNullIn(row, "to_at"),
  }));
}

/** One month in one transaction; a batch of the gateway waits for it. */
async function purgeMonth(
  tx: Transaction,
  withdrawal: Withdrawal,
  { month, sources }: PlannedMonth,
  nowMs: number,
): Promise<Purged> {
  const { gatewayId, accountId } = withdrawal;
  let purged: Purged = { keys: 0, counts: 0 };
  if (!(await holdWithdrawal(tx, withdrawal))) return purged;
  await holdGateway(tx, gatewayId);
  const standing = await readStanding(tx, gatewayId);
  if (standing === undefined || standing.ledger === null) return purged;
  const ledger = { gatewayId, ...standing.ledger };
  const monthNo = monthNumber(month);
  await thawKeyMonths(tx, ledger, [monthNo]);
  const wanted = { monthNos: [monthNo], fromSeq: 0, limit: ROUNDS_MAX };
  const rows = await readReadingsOfMonths(tx, ledger, wanted);
  for (const source of sources) {
    purged = sum(purged, await purgeSource(tx, ledger, { rows, monthNo, source, nowMs }));
  }
  if (purged.keys === 0 && purged.counts === 0) return purged;
  await forgetFolded(tx, gatewayId, ledger);
  const [gateway] = await tx.query("SELECT building_id FROM gateway WHERE gateway_id = $1", [
    gatewayId,
  ]);
  await appendAudit(tx, {
    ...{ atMs: nowMs, actor: job, action: "hours-purged", gatewayId, accountId },
    ...(gateway === undefined ? {} : { buildingId: numberIn(gateway, "building_id") }),
    after: { month, sources: sources.map(({ sourceNo }) => sourceNo), ...purged },
  });
  return purged;
}

interface SourceWork {
  readonly rows: readonly ReadingRow[];
  readonly monthNo: number;
  readonly source: PlannedSource;
  readonly nowMs: number;
}

async function purgeSource(
  tx: Transaction,
  ledger: ProjectedLedger,
  { rows, monthNo, source, nowMs }: SourceWork,
): Promise<Purged> {
  const { sourceNo, spans, instants } = source;
  const readings = rows.flatMap((row) => countedOf(row, sourceNo) ?? []);
  const { dropped, kept } = sortReadings(readings, spans, instants);
  const place = { sourceNo, monthNo };
  const keys = await deleteKey(tx, ledger, place, nowMs);
  if (keys > 0 || dropped.length > 0) await keepCounts(tx, ledger, place, kept);
  if (dropped.length > 0) {
    await tx.query(
      `UPDATE reading SET counts[$4::int] = NULL
         WHERE gateway_id = $1 AND ledger_no = $2 AND month_no = $3 AND seq = ANY ($5::bigint[])`,
      [ledger.gatewayId, ledger.ledgerNo, monthNo, sourceNo, dropped.map(({ seq }) => seq)],
    );
  }
  return { keys, counts: dropped.length };
}

function countedOf(row: ReadingRow, sourceNo: SourceNo): CountedReading | undefined {
  const cell = cellOf(row, sourceNo);
  if (cell === undefined || cell.count === null) return undefined;
  const { seq, takenAtMs, count } = cell;
  const waits = readingOf(cell)?.status === "quarantined";
  return { seq, takenAtMs, count, isAccepted: isAccepted(cell), waits };
}

/** Also a key that never came is marked: it is not to be taken when it comes. */
async function deleteKey(
  tx: Transaction,
  { gatewayId, ledgerId }: ProjectedLedger,
  { sourceNo, monthNo }: SourceMonth,
  nowMs: number,
): Promise<number> {
  const rows = await tx.query(
    `UPDATE month_key SET key = NULL, awaited_seq = NULL, erased_at_ms = $5
       WHERE gateway_id = $1 AND ledger_id = $2 AND month_no = $3 AND source_no = $4
         AND erased_at_ms IS NULL RETURNING source_no`,
    [gatewayId, ledgerId, monthNo, sourceNo, nowMs],
  );
  return rows.length;
}

function sum(a: Purged, b: Purged): Purged {
  return { keys: a.keys + b.keys, counts: a.counts + b.counts };
}
