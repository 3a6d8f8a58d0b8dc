/** Logging in to the portal by a password, and what an invitation or a reset opens. */

import { hashPassword, isPassword, passwordFault, passwordFaults } from "@mega/access";
import { fieldProblem } from "@mega/contract";
import { MegaError } from "@mega/domain";
import { findWord, type StandingWord, useWord } from "./account-words.ts";
import { begin, gone, note, noteRefused } from "./begin-login.ts";
import {
  emailKey,
  holdAccount,
  type PersonWithPassword,
  personOfEmail,
  personOfId,
} from "./people.ts";
import type { Login } from "./portal-principal.ts";
import { confirmLogin, endLoginsOf } from "./portal-sessions.ts";
import { forgetWrongCodes } from "./second-factors.ts";
import type { ServerAccess } from "./server-access.ts";

const job = { kind: "job" } as const;

/** Logs in; throws LOGIN_REFUSED, which does not tell what was wrong, or TOO_MANY_ATTEMPTS. */
export async function logIn(
  access: ServerAccess,
  typed: { readonly email: string; readonly password: string },
  ip: string,
): Promise<Login> {
  const { database, attempts } = access;
  const attempt = await attempts.begin(`account:${emailKey(typed.email)}`, ip);
  const person = await database.as(job, (tx) => personOfEmail(tx, typed.email));
  // An unknown address takes as long as a wrong password.
  const right = await isPassword(typed.password, person?.passwordHash ?? null);
  if (person === undefined || !right) {
    await noteRefused(access, person, "login-refused", ip);
    throw loginRefused();
  }
  await attempt.succeeded();
  return database.as(job, async (tx) => {
    if (!(await holdAccount(tx, person))) throw loginRefused();
    await note(access, tx, person, "logged-in", ip);
    return begin(access, tx, person, false);
  });
}

/** Checks the own password beside changes; throws PASSWORD_WRONG. */
export async function confirmPassword(
  access: ServerAccess,
  login: Login,
  password: string,
  ip: string,
): Promise<Login> {
  await refuseUnlessOwn(access, login, password, ip);
  const { database, clock } = access;
  const confirmedUntilMs = await database.as(job, (tx) =>
    confirmLogin(tx, login.login, clock.nowMs()),
  );
  return { ...login, login: { ...login.login, confirmedUntilMs } };
}

/** Sets a new password: every login of the person ends, and a new one begins. */
export async function changePassword(
  access: ServerAccess,
  login: Login,
  passwords: { readonly oldPassword: string; readonly newPassword: string },
  ip: string,
): Promise<Login> {
  const person = await refuseUnlessOwn(access, login, passwords.oldPassword, ip);
  const hash = await newPasswordHash(passwords.newPassword, person.email, "/newPassword");
  return access.database.as(job, async (tx) => {
    const { accountId, passwordHash } = person;
    const changed = await tx.query(
      `UPDATE account SET password_hash = $2
         WHERE account_id = $1 AND password_hash = $3 RETURNING account_id`,
      [accountId, hash, passwordHash],
    );
    // Another one was set while this one was hashed: it stands.
    if (changed.length === 0) throw passwordWrong();
    await endLoginsOf(tx, accountId);
    await forgetWrongCodes(tx, accountId);
    await note(access, tx, person, "password-changed", ip);
    return begin(access, tx, person, login.login.factorAtMs !== null);
  });
}

/** What a mail's word stands for; throws PROOF_REFUSED. */
export async function wordOf(
  access: ServerAccess,
  word: string,
  ip: string,
): Promise<StandingWord> {
  const { database, attempts, clock } = access;
  const attempt = await attempts.begin("invitation", ip);
  const found = await database.as(job, (tx) => findWord(tx, word, clock.nowMs()));
  if (found === undefined) throw deadWord();
  await attempt.succeeded();
  return found;
}

/** Sets the password that a mail's word opens, uses it up, and logs in as far as a password does. */
export async function acceptWord(
  access: ServerAccess,
  word: string,
  password: string,
  ip: string,
): Promise<Login> {
  const { person, purpose } = await wordOf(access, word, ip);
  const hash = await newPasswordHash(password, person.email, "/password");
  return access.database.as(job, async (tx) => {
    // Another request may have used it while the password was hashed.
    if (!(await useWord(tx, word, person.accountId))) throw deadWord();
    await tx.query("UPDATE account SET password_hash = $2 WHERE account_id = $1", [
      person.accountId,
      hash,
    ]);
    await endLoginsOf(tx, person.accountId);
    await forgetWrongCodes(tx, person.accountId);
    const action = purpose === "invitation" ? "invitation-accepted" : "password-reset";
    await note(access, tx, person, action, ip);
    return begin(access, tx, person, false);
  });
}

/** The account of a login whose password was typed rightly. */
async function refuseUnlessOwn(
  access: ServerAccess,
  { person }: Login,
  password: string,
  ip: string,
): Promise<PersonWithPassword> {
  const attempt = await access.attempts.begin(`account:${person.email}`, ip);
  const kept = await access.database.as(job, (tx) => personOfId(tx, person.accountId));
  if (kept === undefined) throw gone();
  if (!(await isPassword(password, kept.passwordHash))) {
    await noteRefused(access, kept, "password-refused", ip);
    throw passwordWrong();
  }
  await attempt.succeeded();
  return kept;
}

/** The PHC string of a new password; throws REQUEST_INVALID at the field, which it does not repeat. */
async function newPasswordHash(password: string, email: string, pointer: string): Promise<string> {
  const [local = ""] = email.split("@");
  const fault = passwordFault(password, email) ?? passwordFault(password, local);
  if (fault !== undefined) {
    throw fieldProblem({ pointer, value: "***", allowed: passwordFaults[fault], code: fault });
  }
  return hashPassword(password);
}

function loginRefused(): MegaError {
  return new MegaError("LOGIN_REFUSED", "Address and password do not belong together");
}

function passwordWrong(): MegaError {
  return new MegaError("PASSWORD_WRONG", "The password is not that of the account");
}

function deadWord(): MegaError {
  return new MegaError("PROOF_REFUSED", "The invitation is not known, used or expired", {
    hint: "Ask for a new one.",
  });
}
