/** A small ledger on disk for tests that damage it, and the hand that does. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { movedClock } from "@mega/domain";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "../../contract/test-events.ts";
import { inlineLedgerHost } from "../inline-ledger-host.ts";

const HOUR_MS = 3_600_000;

/** A path in a folder of its own, where there is no file yet; the folder goes with its test file. */
export function freshPath(): string {
  return join(mkdtempSync(join(tmpdir(), "mega-ledger-")), "ledger.db");
}

/** Opens the ledger of a path on a clock that stands. */
export function openHost(path: string) {
  return inlineLedgerHost({ path, clock: movedClock({ startMs: firstDueAtMs }) });
}

/** A closed file with a zone, two sources and a number of hourly rounds. */
export async function smallLedger(rounds: number): Promise<string> {
  const path = freshPath();
  const ledger = await openHost(path);
  await ledger.append([
    { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
    { kind: "source-declared", source: testSource(1) },
    { kind: "source-declared", source: testSource(2) },
  ]);
  for (let hour = 0; hour < rounds; hour++) {
    const takenAtMs = firstDueAtMs + hour * HOUR_MS;
    const items = [1, 2].map((no) => acceptedItem(no, takenAtMs + no, 1000 * no + hour));
    const outcome = await ledger.append([testRound(hour, items)]);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  }
  await ledger.close();
  return path;
}

/** Changes a closed file behind the back of everything that guards it. */
export function tamper(path: string, work: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(path);
  for (const row of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()) {
    db.exec(`DROP TRIGGER ${String(row["name"])}`);
  }
  work(db);
  db.close();
}
