/** What follows from new entries, stored in the transaction of the entries. */

import type { Envelope } from "@mega/ledger";
import type { Transaction } from "../database/server-database.ts";
import { storeGlance } from "../glance/glance-rows.ts";
import { readEntriesAt } from "../mirror/entry-rows.ts";
import { KeyRing } from "../mirror/key-ring.ts";
import { readKeys, writeKeys } from "../mirror/key-rows.ts";
import { readReading } from "./one-reading.ts";
import { monthsOf, projectEntries, type Stopped } from "./project-entries.ts";
import { type Decision, settles, withDecision } from "./reading-row.ts";
import { insertReadings, updateReading } from "./reading-rows.ts";

/** A ledger with both its names. */
export interface ProjectedLedger {
  readonly gatewayId: number;
  readonly ledgerNo: number;
  readonly ledgerId: Uint8Array;
}

/** Raised when rows take another form: those of another number are derived again. */
export const READINGS_VERSION = 2;

/**
 * Derives from entries that follow those derived before, and stores it. The first entry that is not
 * understood; null when all are.
 */
export async function storeProjection(
  tx: Transaction,
  ledger: ProjectedLedger,
  envelopes: readonly Envelope[],
): Promise<Stopped | null> {
  const keys = new KeyRing(await readKeys(tx, ledger, monthsOf(envelopes)));
  const { rows, decisions, steps, stopped } = projectEntries(envelopes, keys);
  await insertReadings(tx, ledger, rows);
  const settled = await storeDecisions(tx, ledger, decisions);
  await storeGlance(
    tx,
    ledger,
    steps.filter((step) => step.kind !== "decided-earlier" || settled.has(step.decision)),
  );
  await writeKeys(tx, ledger, keys.changes());
  return stopped;
}

/**
 * Decisions on rounds of before; one on an entry that is no round changes nothing. Those on readings
 * that waited until now.
 */
async function storeDecisions(
  tx: Transaction,
  ledger: ProjectedLedger,
  decisions: readonly Decision[],
): Promise<ReadonlySet<Decision>> {
  const settled = new Set<Decision>();
  const rounds = await readEntriesAt(tx, ledger, [...new Set(decisions.map(({ seq }) => seq))]);
  for (const decision of decisions) {
    const { seq } = decision;
    const dueAtMs = rounds.get(seq)?.body["dueAtMs"];
    if (typeof dueAtMs !== "number") continue;
    const row = await readReading(tx, ledger, { dueAtMs, seq });
    if (row === undefined) continue;
    if (settles(row, decision)) settled.add(decision);
    const decided = withDecision(row, decision);
    if (decided !== row) await updateReading(tx, ledger, decided);
  }
  return settled;
}
