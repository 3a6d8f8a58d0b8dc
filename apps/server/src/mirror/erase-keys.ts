/**
 * Makes hourly values of past months unreadable for good: their keys, the counts in the rows of
 * readings, and what was folded from them go. Entries stay as they are and verify as before. The audit
 * table says what was erased, when and by whom.
 */

import { MegaError, type MonthKey, monthOf } from "@mega/domain";
import { monthNumber } from "@mega/ledger";
import { type Actor, appendAudit } from "../audit/append-audit.ts";
import { thawKeyMonthsBefore } from "../cold/thaw-months.ts";
import { numberIn } from "../database/row-values.ts";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";
import { forgetCounts } from "../purge/kept-counts.ts";
import { mirrorReader } from "../readings/mirror-reader.ts";
import { holdGateway } from "./hold-gateway.ts";
import { readLedgers, type StoredLedger } from "./stored-ledger.ts";

/** What is to be erased. */
export interface Erasure {
  readonly gatewayId: number;
  /** Months before this one. */
  readonly beforeMonth: MonthKey;
  /** One source; all when left out. */
  readonly sourceNo?: number;
  readonly actor: Actor;
  readonly nowMs: number;
}

/** What was erased. */
export interface Erased {
  readonly keys: number;
  /** Rounds of which counts were emptied. */
  readonly rounds: number;
}

const monthForm = /^\d{4}-(0[1-9]|1[0-2])$/;

/**
 * Erases keys and what they opened, in one transaction.
 *
 * @throws MegaError REQUEST_INVALID for a month after that of the newest round, whose keys are in use
 */
export async function eraseKeys(database: ServerDatabase, erasure: Erasure): Promise<Erased> {
  await assertErasable(database, erasure);
  const { gatewayId, beforeMonth, sourceNo, actor, nowMs } = erasure;
  return database.as({ kind: "job" }, async (tx) => {
    await holdGateway(tx, gatewayId);
    let keys = 0;
    let rounds = 0;
    for (const ledger of await readLedgers(tx, gatewayId)) {
      keys += await emptyKeys(tx, ledger, erasure);
      const place = { gatewayId, ledgerNo: ledger.ledgerNo };
      await thawKeyMonthsBefore(tx, place, monthNumber(beforeMonth));
      rounds += await emptyCounts(tx, ledger, erasure);
      await forgetCounts(tx, place, {
        beforeMonthNo: monthNumber(beforeMonth),
        ...(sourceNo === undefined ? {} : { sourceNo }),
      });
      await forgetFolded(tx, gatewayId, ledger);
    }
    const erased = { keys, rounds };
    const [gateway] = await tx.query("SELECT building_id FROM gateway WHERE gateway_id = $1", [
      gatewayId,
    ]);
    await appendAudit(tx, {
      atMs: nowMs,
      actor,
      action: "keys-erased",
      gatewayId,
      ...(gateway === undefined ? {} : { buildingId: numberIn(gateway, "building_id") }),
      after: { beforeMonth, sourceNo: sourceNo ?? "all", ...erased },
    });
    return erased;
  });
}

async function assertErasable(
  database: ServerDatabase,
  { gatewayId, beforeMonth }: Erasure,
): Promise<void> {
  const state = await mirrorReader(database, gatewayId).state();
  const { zone = null, lastRound = null } = state ?? {};
  const newest = zone && lastRound ? monthOf(lastRound.dueAtMs, zone.timeZone) : null;
  if (monthForm.test(beforeMonth) && newest !== null && beforeMonth <= newest) return;
  const allowed = newest === null ? "a gateway with a round" : `${newest} or a month before it`;
  throw new MegaError("REQUEST_INVALID", `beforeMonth is "${beforeMonth}"; allowed: ${allowed}`, {
    context: { field: "beforeMonth", value: beforeMonth, allowed },
  });
}

/** Also a key that never came is marked: it is not to be taken when it comes. */
async function emptyKeys(
  tx: Transaction,
  { ledgerId }: StoredLedger,
  { gatewayId, beforeMonth, sourceNo, nowMs }: Erasure,
): Promise<number> {
  const rows = await tx.query(
    `WITH held AS (
       SELECT month_no, source_no, key IS NOT NULL AS there FROM month_key
       WHERE gateway_id = $1 AND ledger_id = $2 AND month_no < $3 AND erased_at_ms IS NULL
         AND ($4::bigint IS NULL OR source_no = $4)
     )
     UPDATE month_key k SET key = NULL, awaited_seq = NULL, erased_at_ms = $5
     FROM held h WHERE k.gateway_id = $1 AND k.ledger_id = $2
       AND k.month_no = h.month_no AND k.source_no = h.source_no
     RETURNING h.there`,
    [gatewayId, ledgerId, monthNumber(beforeMonth), sourceNo ?? null, nowMs],
  );
  return rows.filter((row) => row["there"] === true).length;
}

async function emptyCounts(
  tx: Transaction,
  { ledgerNo }: StoredLedger,
  { gatewayId, beforeMonth, sourceNo }: Erasure,
): Promise<number> {
  const which = "gateway_id = $1 AND ledger_no = $2 AND month_no < $3";
  const values = [gatewayId, ledgerNo, monthNumber(beforeMonth)];
  const rows =
    sourceNo === undefined
      ? await tx.query(
          `UPDATE reading SET counts = array_fill(NULL::bigint, ARRAY[cardinality(counts)])
           WHERE ${which} AND cardinality(array_remove(counts, NULL)) > 0 RETURNING 1`,
          values,
        )
      : await tx.query(
          `UPDATE reading SET counts[$4::int] = NULL
           WHERE ${which} AND counts[$4::int] IS NOT NULL RETURNING 1`,
          [...values, sourceNo],
        );
  return rows.length;
}

/** What was folded from readings that are gone is folded anew. */
export async function forgetFolded(
  tx: Transaction,
  gatewayId: number,
  { ledgerNo }: Pick<StoredLedger, "ledgerNo">,
): Promise<void> {
  const place = [gatewayId, ledgerNo];
  await tx.query("DELETE FROM ledger_state WHERE gateway_id = $1 AND ledger_no = $2", place);
  await tx.query(
    "UPDATE ledger SET past_changes = past_changes + 1 WHERE gateway_id = $1 AND ledger_no = $2",
    place,
  );
}
