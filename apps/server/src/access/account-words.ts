/**
 * Words in the links of mails, by which a person sets a password. They are made when the mail goes out,
 * so that no copy of the database holds one; each opens once, and all of an account end together.
 */

import { secretWord } from "@mega/access";
import { toUtcString } from "@mega/domain";
import { instantIn } from "../database/row-instants.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { hashBytes } from "./hash-bytes.ts";
import { type PersonWithPassword, personOfId } from "./people.ts";

/** What a word was sent for. */
export type WordPurpose = "invitation" | "reset";

/** How long a word stands. */
const STANDS_MS: Readonly<Record<WordPurpose, number>> = {
  invitation: 7 * 24 * 3_600_000,
  reset: 3_600_000,
};
/** Words of one account that stand at once; the oldest goes first. */
const PER_ACCOUNT_MAX = 5;

/** A word that stands. */
export interface StandingWord {
  readonly person: PersonWithPassword;
  readonly purpose: WordPurpose;
  readonly expiresAtMs: number;
}

/** Makes a word. */
export async function makeWord(
  tx: Transaction,
  {
    accountId,
    purpose,
    nowMs,
  }: {
    readonly accountId: number;
    readonly purpose: WordPurpose;
    readonly nowMs: number;
  },
): Promise<{ readonly word: string; readonly expiresAtMs: number }> {
  const word = secretWord();
  const expiresAtMs = nowMs + STANDS_MS[purpose];
  await tx.query(
    `DELETE FROM account_word WHERE word_sha256 IN (SELECT word_sha256 FROM account_word
       WHERE account_id = $1 ORDER BY expires_at DESC OFFSET $2)`,
    [accountId, PER_ACCOUNT_MAX - 1],
  );
  await tx.query(
    `INSERT INTO account_word (word_sha256, account_id, purpose, expires_at)
       VALUES ($1, $2, $3, $4)`,
    [hashBytes(word), accountId, purpose, toUtcString(expiresAtMs)],
  );
  return { word, expiresAtMs };
}

/** What a word stands for; undefined when it is unknown, used, over, or its account disabled. */
export async function findWord(
  tx: Transaction,
  word: string,
  nowMs: number,
): Promise<StandingWord | undefined> {
  const [row] = await tx.query("SELECT * FROM account_word WHERE word_sha256 = $1", [
    hashBytes(word),
  ]);
  if (row === undefined) return undefined;
  const expiresAtMs = instantIn(row, "expires_at");
  const person = await personOfId(tx, numberIn(row, "account_id"));
  if (person === undefined || expiresAtMs <= nowMs) return undefined;
  return { person, purpose: textIn(row, "purpose") as WordPurpose, expiresAtMs };
}

/** Uses the words of an account up; false when another request was faster with this one. */
export async function useWord(tx: Transaction, word: string, accountId: number): Promise<boolean> {
  const used = await tx.query(
    "DELETE FROM account_word WHERE word_sha256 = $1 RETURNING account_id",
    [hashBytes(word)],
  );
  await tx.query("DELETE FROM account_word WHERE account_id = $1", [accountId]);
  return used.length === 1;
}
