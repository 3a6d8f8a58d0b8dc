/** Second factors and recovery codes in the database. */

import { randomInt } from "node:crypto";
import { tooManyAttempts } from "@mega/access";
import { RECOVERY_CODES } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { instantOrNullIn } from "../database/row-instants.ts";
import { bytesOrNullIn, numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import type { ServerKey } from "./server-key.ts";
import { newFactorSecret, stepOfCode } from "./totp.ts";

/** Without letters and digits that are taken for one another: 50 bits in ten characters. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const RECOVERY_LENGTH = 10;
/** Wrong codes of an account within a day of the first one; three of a million would be right at a time. */
const WRONG_CODES_MAX = 50;
const DAY_MS = 24 * 60 * 60_000;

/** Whose second factor, under which key. */
export interface FactorOwner {
  readonly accountId: number;
  readonly key: ServerKey;
}

/** Makes a secret that is not in force yet; another one that waited is forgotten. */
export async function beginFactor(
  tx: Transaction,
  { accountId, key }: FactorOwner,
): Promise<Buffer> {
  const secret = newFactorSecret();
  await tx.query(
    `INSERT INTO second_factor (account_id, pending_sealed) VALUES ($1, $2)
       ON CONFLICT (account_id) DO UPDATE SET pending_sealed = excluded.pending_sealed`,
    [accountId, key.seal(secret, placeOf(accountId))],
  );
  return secret;
}

/** Puts the waiting secret in force when its code is right; the one before it opens nothing more. */
export async function setFactor(
  tx: Transaction,
  owner: FactorOwner,
  { code, nowMs }: { readonly code: string; readonly nowMs: number },
): Promise<boolean> {
  const { accountId, key } = owner;
  const row = await factorRow(tx, accountId);
  if (row === undefined || row.pending === null) return false;
  const secret = key.open(row.pending, placeOf(accountId));
  const step = stepOfCode(secret, digitsOf(code), { nowMs, lastStep: 0 });
  if (step === undefined) return false;
  await tx.query(
    `UPDATE second_factor SET secret_sealed = pending_sealed, pending_sealed = NULL,
       set_at = $2, last_step = $3 WHERE account_id = $1`,
    [accountId, toUtcString(nowMs), step],
  );
  return true;
}

/**
 * Whether a typed code opens: one of the app, or a recovery code, which is used up by it. A wrong code of
 * the app is counted.
 *
 * @throws MegaError TOO_MANY_ATTEMPTS for a code of the app after too many wrong ones of this account
 */
export async function useFactor(
  tx: Transaction,
  owner: FactorOwner,
  { code, nowMs }: { readonly code: string; readonly nowMs: number },
): Promise<boolean> {
  const { accountId, key } = owner;
  const digits = digitsOf(code);
  if (/^\d{6}$/.test(digits)) {
    const row = await factorRow(tx, accountId);
    if (row === undefined || row.secret === null) return false;
    const wrong = wrongOf(row, nowMs);
    if (wrong.codes >= WRONG_CODES_MAX) throw tooManyAttempts(wrong.sinceMs + DAY_MS - nowMs);
    const secret = key.open(row.secret, placeOf(accountId));
    const step = stepOfCode(secret, digits, { nowMs, lastStep: row.lastStep });
    if (step === undefined) {
      await writeWrong(tx, accountId, { codes: wrong.codes + 1, sinceMs: wrong.sinceMs });
      return false;
    }
    // Of two that bring the same code at once, one is late.
    const used = await tx.query(
      `UPDATE second_factor SET last_step = $2 WHERE account_id = $1 AND last_step < $2
         RETURNING account_id`,
      [accountId, step],
    );
    return used.length === 1;
  }
  const used = await tx.query(
    "DELETE FROM recovery_code WHERE account_id = $1 AND code_mac = $2 RETURNING account_id",
    [accountId, key.mac(recoveryKey(code), placeOf(accountId))],
  );
  return used.length === 1;
}

/** Another password: whoever guessed with the one before cannot go on. */
export async function forgetWrongCodes(tx: Transaction, accountId: number): Promise<void> {
  await tx.query("UPDATE second_factor SET wrong_codes = 0 WHERE account_id = $1", [accountId]);
}

/** Wrong codes of an account, and when the first of them came. */
interface WrongCodes {
  readonly codes: number;
  readonly sinceMs: number;
}

/** Those that still count. */
function wrongOf({ wrong: { codes, sinceMs } }: FactorRow, nowMs: number): WrongCodes {
  const counts = codes > 0 && sinceMs !== null && nowMs - sinceMs < DAY_MS;
  return counts ? { codes, sinceMs } : { codes: 0, sinceMs: nowMs };
}

async function writeWrong(
  tx: Transaction,
  accountId: number,
  { codes, sinceMs }: WrongCodes,
): Promise<void> {
  await tx.query(
    "UPDATE second_factor SET wrong_codes = $2, wrong_since = $3 WHERE account_id = $1",
    [accountId, codes, toUtcString(sinceMs)],
  );
}

/** New recovery codes in place of all older ones. */
export async function makeRecoveryCodes(
  tx: Transaction,
  { accountId, key }: FactorOwner,
): Promise<string[]> {
  await tx.query("DELETE FROM recovery_code WHERE account_id = $1", [accountId]);
  const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
  const macs = codes.map((code) => key.mac(recoveryKey(code), placeOf(accountId)));
  const places = macs.map((_, index) => `($1, $${index + 2})`).join(", ");
  await tx.query(`INSERT INTO recovery_code (account_id, code_mac) VALUES ${places}`, [
    accountId,
    ...macs,
  ]);
  return codes;
}

export async function recoveryCodesLeft(tx: Transaction, accountId: number): Promise<number> {
  const sql = "SELECT count(*)::int AS count FROM recovery_code WHERE account_id = $1";
  const [row] = await tx.query(sql, [accountId]);
  return row === undefined ? 0 : numberIn(row, "count");
}

/** Takes everything away: who lost his telephone and his codes begins anew. */
export async function removeFactor(tx: Transaction, accountId: number): Promise<void> {
  await tx.query("DELETE FROM second_factor WHERE account_id = $1", [accountId]);
  await tx.query("DELETE FROM recovery_code WHERE account_id = $1", [accountId]);
}

interface FactorRow {
  readonly secret: Uint8Array | null;
  readonly pending: Uint8Array | null;
  readonly lastStep: number;
  readonly wrong: { readonly codes: number; readonly sinceMs: number | null };
}

async function factorRow(tx: Transaction, accountId: number): Promise<FactorRow | undefined> {
  const sql = "SELECT * FROM second_factor WHERE account_id = $1 FOR UPDATE";
  const [row] = await tx.query(sql, [accountId]);
  if (row === undefined) return undefined;
  return {
    secret: bytesOrNullIn(row, "secret_sealed"),
    pending: bytesOrNullIn(row, "pending_sealed"),
    lastStep: numberIn(row, "last_step"),
    wrong: { codes: numberIn(row, "wrong_codes"), sinceMs: instantOrNullIn(row, "wrong_since") },
  };
}

function placeOf(accountId: number): string {
  return `second-factor:${accountId}`;
}

function digitsOf(code: string): string {
  return code.replace(/[\s-]/g, "");
}

/** As typed: capitals, spaces and hyphens make no difference, nor do o, i and l for 0 and 1. */
function recoveryKey(code: string): string {
  return digitsOf(code).toLowerCase().replaceAll("o", "0").replace(/[il]/g, "1");
}

/** "4f0qz-9hk2m". */
function recoveryCode(): string {
  const letters = Array.from({ length: RECOVERY_LENGTH }, () => alphabet[randomInt(32)]).join("");
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}
