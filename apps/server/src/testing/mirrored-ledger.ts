/** Ledgers handed over to a mirror, and what both of them answer. */

import type { LedgerHost } from "@mega/ledger";
import { firstDueAtMs } from "../../../../packages/ledger/src/contract/test-events.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { storeBatch } from "../mirror/store-batch.ts";
import { storeKeys } from "../mirror/store-keys.ts";
import type { MirroredLedger } from "../readings/mirror-reader.ts";
import { batchOf, enrolledGateway, type SentLedger } from "./sent-ledger.ts";

const DAY_MS = 24 * 3_600_000;
const EVER_MS = 253_402_300_799_999;

/** Sends the entries from a number on. */
export async function send(
  database: ServerDatabase,
  gatewayId: number,
  sent: SentLedger,
  fromSeq = 1,
): Promise<void> {
  for (let from = fromSeq; from <= sent.entries.length; from += 100) {
    const batch = batchOf(sent, from, 100);
    const outcome = await storeBatch(database, { gatewayId, generation: 1, batch, nowMs: 0 });
    if (outcome.kind !== "committed") throw new Error(JSON.stringify(outcome));
  }
}

/** A gateway whose whole ledger is in the mirror, keys first; its number. */
export async function mirrored(database: ServerDatabase, sent: SentLedger): Promise<number> {
  const gatewayId = await enrolledGateway(database);
  await storeKeys(database, { gatewayId, generation: 1, keys: sent });
  await send(database, gatewayId, sent);
  return gatewayId;
}

/** Instants around which a life of so many days is asked. */
export function instantsOf(days: number): readonly number[] {
  return [-3, 0, 0.5, 1.0001, 3, days / 2, days - 1, days + 10].map((day) =>
    Math.round(firstDueAtMs + day * DAY_MS),
  );
}

/** What a ledger, or the mirror of one, answers. */
export async function answersOf(ledger: MirroredLedger | LedgerHost, instants: readonly number[]) {
  const around = [];
  for (const sourceNo of [1, 2, 3]) {
    for (const atMs of instants) around.push(await ledger.readingsAround(sourceNo, atMs));
  }
  const [first = 0, last = 0] = [instants[0], instants.at(-1)];
  return {
    state: "state" in ledger ? await ledger.state() : ledger.snapshot(),
    around,
    between: [
      await ledger.readingsBetween(1, -EVER_MS, EVER_MS, 100_000),
      await ledger.readingsBetween(2, first, last, 100_000),
      await ledger.readingsBetween(2, first, last, 3),
      await ledger.readingsBetween(9, first, last, 3),
    ],
    months: [await ledger.closedMonths(1, "2026-01"), await ledger.closedMonths(1, "2026-06")],
  };
}
