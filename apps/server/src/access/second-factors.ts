/** Second factors and recovery codes in the database. */

import { randomInt } from "node:crypto";
import { RECOVERY_CODES } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { bytesOrNullIn, numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import type { ServerKey } from "./server-key.ts";
import { newFactorSecret, stepOfCode } from "./totp.ts";

/** Without letters and digits that are taken for one another: 50 bits in ten characters. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const RECOVERY_LENGTH = 10;

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

/** Whether a typed code opens: one of the app, or a recovery code, which is used up by it. */
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
    const secret = key.open(row.secret, placeOf(accountId));
    const step = stepOfCode(secret, digits, { nowMs, lastStep: row.lastStep });
    if (step === undefined) return false;
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

async function factorRow(tx: Transaction, accountId: number) {
  const sql = "SELECT * FROM second_factor WHERE account_id = $1 FOR UPDATE";
  const [row] = await tx.query(sql, [accountId]);
  if (row === undefined) return undefined;
  return {
    secret: bytesOrNullIn(row, "secret_sealed"),
    pending: bytesOrNullIn(row, "pending_sealed"),
    lastStep: numberIn(row, "last_step"),
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
