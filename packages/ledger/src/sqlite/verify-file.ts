/**
 * Verifies a ledger file while the gateway is stopped, for `mega ledger verify`. The file is opened
 * for reading only; a running gateway holds the lock, and is then to be asked instead.
 */

import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { MegaError } from "@mega/domain";
import type { VerifyProgress, VerifyReport } from "../entry/verify.ts";
import { openEntryStore } from "./entry-store.ts";
import { openUnlocked } from "./open-database.ts";
import { isCorruption, sqliteCode, storageError } from "./storage-error.ts";
import { verifyStore } from "./verify-store.ts";

/**
 * The report on a ledger file. What is found wrong stands in the report; throws NOT_FOUND when there
 * is no file, LEDGER_LOCKED when the gateway runs, LEDGER_CHAIN_BROKEN when it is no ledger at all.
 */
export async function verifyLedgerFile(
  path: string,
  onProgress?: (progress: VerifyProgress) => void,
): Promise<VerifyReport> {
  if (!existsSync(path)) {
    throw new MegaError("NOT_FOUND", `There is no ledger at ${path}`, {
      hint: "Give the data folder of a gateway.",
      context: { path },
    });
  }
  let db: DatabaseSync | undefined;
  try {
    db = openForReading(path);
    const store = openEntryStore(db, () => {
      throw new MegaError("LEDGER_CHAIN_BROKEN", `${path} is not a ledger`, { context: { path } });
    });
    const report = await verifyStore({ store, db }, 1, {
      pause: () => Promise.resolve(),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return withSavedHead(report, savedHeadSeq(db));
  } catch (cause) {
    throw storageError(cause, path);
  } finally {
    db?.close();
  }
}

function openForReading(path: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: 0 });
    db.prepare("SELECT count(*) FROM sqlite_schema").get();
    return db;
  } catch (cause) {
    // A damaged file is read as far as it goes: SQLite then does not insist on its length.
    if (db !== undefined && isCorruption(cause)) return unguarded(db);
    db?.close();
    // 8 READONLY, 14 CANTOPEN: a disk that cannot be written has no place for a lock.
    const primary = (sqliteCode(cause) ?? 0) & 0xff;
    if (primary === 8 || primary === 14) return openUnlocked(path);
    throw cause;
  }
}

function unguarded(db: DatabaseSync): DatabaseSync {
  db.enableDefensive(false);
  db.exec("PRAGMA writable_schema = ON");
  return db;
}

/** The head when the state was last saved; entries below it cannot be missing. */
function savedHeadSeq(db: DatabaseSync): number {
  try {
    return Number(db.prepare("SELECT seq FROM p_state WHERE id = 1").get()?.["seq"] ?? 0);
  } catch {
    // Without the projection nothing is known of an earlier head.
    return 0;
  }
}

function withSavedHead(report: VerifyReport, savedSeq: number): VerifyReport {
  if (!report.ok || savedSeq <= report.headSeq) return report;
  const detail = `the ledger once had ${savedSeq} entries`;
  const firstBad = { seq: report.headSeq + 1, fault: "tail-missing" as const, detail };
  return { ...report, ok: false, firstBad };
}
