/** What SQLite throws, as operating failures with a code and a hint. */

import { type ErrorCode, MegaError } from "@mega/domain";

const hints: Partial<Record<ErrorCode, string>> = {
  LEDGER_LOCKED: "Another process has the ledger open. Stop it, or ask it through the gateway.",
  LEDGER_CHAIN_BROKEN: "The file is damaged. Keep it as evidence and restore the latest backup.",
  LEDGER_STORAGE_FAILED: "Check free space and the health of the disk or card.",
};

/** The operating failure behind an error of node:sqlite; a MegaError is passed on. */
export function storageError(cause: unknown, path: string): MegaError {
  if (cause instanceof MegaError) return cause;
  const code = codeOf(cause);
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new MegaError(code, `The ledger at ${path} failed: ${detail}`, {
    ...(hints[code] === undefined ? {} : { hint: hints[code] }),
    context: { path, sqliteCode: sqliteCode(cause) ?? null },
    cause,
  });
}

/** The result code of SQLite (sqlite.org/rescode.html); undefined when the error is another. */
export function sqliteCode(cause: unknown): number | undefined {
  if (!(cause instanceof Error) || !("errcode" in cause)) return undefined;
  return typeof cause.errcode === "number" ? cause.errcode : undefined;
}

/** Whether SQLite found the file damaged: 11 CORRUPT, 26 NOTADB, 10 IOERR with a short read. */
export function isCorruption(cause: unknown): boolean {
  const code = sqliteCode(cause) ?? 0;
  return (code & 0xff) === 11 || (code & 0xff) === 26 || code === 522;
}

/** Whether there was no room for what was written: 13 FULL. */
export function isFullDisk(cause: unknown): boolean {
  return ((sqliteCode(cause) ?? 0) & 0xff) === 13;
}

function codeOf(cause: unknown): ErrorCode {
  // The low byte is the primary code: 5 BUSY, 6 LOCKED, 11 CORRUPT, 26 NOTADB.
  const primary = (sqliteCode(cause) ?? 0) & 0xff;
  if (primary === 5 || primary === 6) return "LEDGER_LOCKED";
  if (primary === 11 || primary === 26) return "LEDGER_CHAIN_BROKEN";
  return "LEDGER_STORAGE_FAILED";
}
