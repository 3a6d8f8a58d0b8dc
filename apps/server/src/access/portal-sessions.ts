/**
 * Logins of the portal, in the database: any process of the server knows them, and an end holds for all
 * at once. The word stands in the cookie alone; the table has its SHA-256.
 */

import { secretWord } from "@mega/access";
import { toUtcString } from "@mega/domain";
import { instantIn, instantOrNullIn } from "../database/row-instants.ts";
import { bytesIn, numberIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import { hashBytes } from "./hash-bytes.ts";

/** Without a request for so long a login ends; a tenant's figures are his own. */
const IDLE_MS = 15 * 60_000;
const TENANT_IDLE_MS = 30 * 60_000;
/** No login lasts longer. */
const LIFE_MS = 12 * 60 * 60_000;
/** A login whose second factor has not come is over after this. */
const HALF_LIFE_MS = 10 * 60_000;
/** How long a typed password stands for changes. */
const CONFIRMED_MS = 5 * 60_000;
/** Logins of one account; the one unused for longest ends. */
const PER_ACCOUNT_MAX = 10;
/** A request is written down at most so often. */
const WRITTEN_EVERY_MS = 30_000;
/** Wrong codes of one login. */
const FACTOR_TRIES_MAX = 5;

/** A login as it is kept. */
export interface PortalLogin {
  readonly sessionHash: Uint8Array;
  readonly accountId: number;
  readonly madeAtMs: number;
  readonly seenAtMs: number;
  /** When the second factor was given; null where none was. */
  readonly factorAtMs: number | null;
  readonly factorTries: number;
  readonly confirmedUntilMs: number | null;
}

/** What decides how long a login lasts. */
export interface LoginKind {
  /** The password is enough, or the second factor was given. */
  readonly whole: boolean;
  /** The account is nothing but a tenant's. */
  readonly tenantOnly: boolean;
}

/** When a login ends unless somebody asks again. */
export function endOfLogin(
  login: Pick<PortalLogin, "madeAtMs" | "seenAtMs">,
  { whole, tenantOnly }: LoginKind,
): number {
  const { madeAtMs, seenAtMs } = login;
  if (!whole) return madeAtMs + HALF_LIFE_MS;
  return Math.min(seenAtMs + (tenantOnly ? TENANT_IDLE_MS : IDLE_MS), madeAtMs + LIFE_MS);
}

/** Begins a login; the word goes into the cookie and is kept nowhere. */
export async function beginLogin(
  tx: Transaction,
  {
    accountId,
    nowMs,
    factor,
  }: {
    readonly accountId: number;
    readonly nowMs: number;
    /** Whether the second factor was given already. */
    readonly factor: boolean;
  },
): Promise<{ readonly word: string; readonly login: PortalLogin }> {
  const word = secretWord();
  const now = toUtcString(nowMs);
  await tx.query(
    `DELETE FROM portal_session WHERE session_sha256 IN (SELECT session_sha256 FROM portal_session
       WHERE account_id = $1 ORDER BY seen_at DESC OFFSET $2)`,
    [accountId, PER_ACCOUNT_MAX - 1],
  );
  const [row] = await tx.query(
    `INSERT INTO portal_session (session_sha256, account_id, made_at, seen_at, factor_at)
       VALUES ($1, $2, $3, $3, $4) RETURNING *`,
    [hashBytes(word), accountId, now, factor ? now : null],
  );
  return { word, login: loginOf(row ?? {}) };
}

/** The login of a cookie's word; whether it is still alive says `endOfLogin`. */
export async function findLogin(tx: Transaction, word: string): Promise<PortalLogin | undefined> {
  const sql = "SELECT * FROM portal_session WHERE session_sha256 = $1";
  const [row] = await tx.query(sql, [hashBytes(word)]);
  return row === undefined ? undefined : loginOf(row);
}

/** Somebody is there; true when it was written. */
export async function touchLogin(
  tx: Transaction,
  { sessionHash, seenAtMs }: PortalLogin,
  nowMs: number,
): Promise<boolean> {
  if (nowMs - seenAtMs < WRITTEN_EVERY_MS) return false;
  const sql = "UPDATE portal_session SET seen_at = $2 WHERE session_sha256 = $1";
  await tx.query(sql, [sessionHash, toUtcString(nowMs)]);
  return true;
}

/** The password was typed: until when it stands. */
export async function confirmLogin(
  tx: Transaction,
  { sessionHash }: PortalLogin,
  nowMs: number,
): Promise<number> {
  const untilMs = nowMs + CONFIRMED_MS;
  const sql = "UPDATE portal_session SET confirmed_until = $2 WHERE session_sha256 = $1";
  await tx.query(sql, [sessionHash, toUtcString(untilMs)]);
  return untilMs;
}

/** Whether the password was typed lately. */
export function isConfirmed({ confirmedUntilMs }: PortalLogin, nowMs: number): boolean {
  const leftMs = (confirmedUntilMs ?? 0) - nowMs;
  return leftMs > 0 && leftMs <= CONFIRMED_MS;
}

/** A wrong code more; false when the login has had all its tries, and is ended. */
export async function countFactorTry(tx: Transaction, login: PortalLogin): Promise<boolean> {
  const [row] = await tx.query(
    `UPDATE portal_session SET factor_tries = factor_tries + 1 WHERE session_sha256 = $1
       RETURNING factor_tries`,
    [login.sessionHash],
  );
  if (row !== undefined && numberIn(row, "factor_tries") < FACTOR_TRIES_MAX) return true;
  await endLogin(tx, login.sessionHash);
  return false;
}

/** Ends a login; false when it was over already. */
export async function endLogin(tx: Transaction, sessionHash: Uint8Array): Promise<boolean> {
  const sql = "DELETE FROM portal_session WHERE session_sha256 = $1 RETURNING account_id";
  return (await tx.query(sql, [sessionHash])).length === 1;
}

/** Ends the logins of an account, but for one. */
export async function endLoginsOf(
  tx: Transaction,
  accountId: number,
  except: Uint8Array | null = null,
): Promise<void> {
  await tx.query(
    `DELETE FROM portal_session WHERE account_id = $1
       AND ($2::bytea IS NULL OR session_sha256 <> $2)`,
    [accountId, except],
  );
}

/** Takes away what is over for certain; a job calls it now and then. */
export async function sweepLogins(tx: Transaction, nowMs: number): Promise<void> {
  const before = [toUtcString(nowMs - LIFE_MS), toUtcString(nowMs - TENANT_IDLE_MS)];
  await tx.query("DELETE FROM portal_session WHERE made_at < $1 OR seen_at < $2", before);
  await tx.query("DELETE FROM account_word WHERE expires_at < $1", [toUtcString(nowMs)]);
}

function loginOf(row: Row): PortalLogin {
  return {
    sessionHash: bytesIn(row, "session_sha256"),
    accountId: numberIn(row, "account_id"),
    madeAtMs: instantIn(row, "made_at"),
    seenAtMs: instantIn(row, "seen_at"),
    factorAtMs: instantOrNullIn(row, "factor_at"),
    factorTries: numberIn(row, "factor_tries"),
    confirmedUntilMs: instantOrNullIn(row, "confirmed_until"),
  };
}
