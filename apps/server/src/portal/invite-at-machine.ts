/** An account made, or opened anew, by whoever is at the server's machine: the first operator above all. */

import type { Language } from "@mega/contract";
import { type Clock, MegaError, systemClock, toUtcString } from "@mega/domain";
import { makeWord } from "../access/account-words.ts";
import { emailKey, personOfEmail } from "../access/people.ts";
import { appendAudit } from "../audit/append-audit.ts";
import type { Transaction } from "../database/server-database.ts";
import { databaseAtMachine } from "../keeper.ts";

/** Who is invited. */
export interface InvitationAtMachine {
  readonly dataFolder: string;
  /** DATABASE_URL; null for the server's own PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly email: string;
  /** Of an account that is not there yet. */
  readonly language: Language;
  /** Makes him an operator; an operator is not made less by leaving it out. */
  readonly operator: boolean;
  readonly clock?: Clock;
}

/** The secret part of the link by which he sets his password. */
export interface InvitedAtMachine {
  readonly word: string;
  readonly expiresAtMs: number;
}

const EMAIL_LENGTH_MAX = 254;

/**
 * Makes the account where there is none, and a word by which its person sets a password; one that he has
 * stays good until then.
 *
 * @throws MegaError REQUEST_INVALID for what is no address or disabled; DATABASE_UNAVAILABLE, NOT_FOUND
 *   where no server runs
 */
export async function inviteAtMachine(wanted: InvitationAtMachine): Promise<InvitedAtMachine> {
  const { clock = systemClock() } = wanted;
  const email = emailKey(wanted.email);
  if (!/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(email) || email.length > EMAIL_LENGTH_MAX) {
    throw new MegaError("REQUEST_INVALID", `"${wanted.email}" is no e-mail address`);
  }
  const database = await databaseAtMachine(wanted);
  try {
    return await database.as({ kind: "job" }, (tx) => invite(tx, wanted, email, clock.nowMs()));
  } finally {
    await database.close();
  }
}

async function invite(
  tx: Transaction,
  { language, operator }: InvitationAtMachine,
  email: string,
  atMs: number,
): Promise<InvitedAtMachine> {
  const [name] = email.split("@");
  await tx.query(
    `INSERT INTO account (email, name, language, is_operator, made_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (email) DO UPDATE SET is_operator = account.is_operator OR excluded.is_operator`,
    [email, name, language, operator, toUtcString(atMs)],
  );
  const person = await personOfEmail(tx, email);
  if (person === undefined) {
    throw new MegaError("REQUEST_INVALID", `The account of ${email} is disabled`, {
      hint: "Another operator lets it in again.",
    });
  }
  const { accountId, passwordHash } = person;
  await appendAudit(tx, {
    ...{ atMs, actor: { kind: "keeper" }, action: "invited-at-machine", accountId },
    after: { email, operator: person.roles.includes("operator") },
  });
  const purpose = passwordHash === null ? "invitation" : "reset";
  return makeWord(tx, { accountId, purpose, nowMs: atMs });
}
