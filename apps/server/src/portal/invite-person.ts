/** A person who is given something: his account is made when there is none, and he is invited. */

import type { Language } from "@mega/contract";
import { assert, toUtcString } from "@mega/domain";
import { emailKey } from "../access/people.ts";
import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { queueMail } from "../mail/mail-queue.ts";

/** Whom, and on whose behalf. */
export interface Invited {
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly nowMs: number;
  /** For the words of the mail. */
  readonly building: string | null;
  readonly by: string | null;
}

/**
 * Number of the person's account. Runs as mega_job: an account that is there already is not shown to
 * whoever names its address, and keeps its name and language.
 */
export async function invitePerson(tx: Transaction, invited: Invited): Promise<number> {
  const { name, language, nowMs, building, by } = invited;
  const email = emailKey(invited.email);
  await tx.query(
    `INSERT INTO account (email, name, language, made_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (email) DO NOTHING`,
    [email, name, language, toUtcString(nowMs)],
  );
  const [row] = await tx.query("SELECT account_id, has_password FROM account WHERE email = $1", [
    email,
  ]);
  assert(row !== undefined, "the account was just made");
  if (row["has_password"] !== true) {
    await queueMail(tx, { to: email, subject: { kind: "invitation", building, by }, nowMs });
  }
  return numberIn(row, "account_id");
}
