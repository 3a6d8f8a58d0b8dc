/** Logging in to the portal: password, second factor, and what an invitation or a reset opens. */

import { hashPassword, isPassword, passwordFault, passwordFaults } from "@mega/access";
import { fieldProblem } from "@mega/contract";
import { MegaError } from "@mega/domain";
import type { Transaction } from "../database/server-database.ts";
import { findWord, type StandingWord, useWord } from "./account-words.ts";
import {
  emailKey,
  needsFactor,
  type Person,
  type PersonWithPassword,
  personOfEmail,
  personOfId,
} from "./people.ts";
import type { Login } from "./portal-principal.ts";
import {
  beginLogin,
  confirmLogin,
  countFactorTry,
  endLogin,
  endLoginsOf,
  isConfirmed,
} from "./portal-sessions.ts";
import {
  makeRecoveryCodes,
  beginFactor as newFactor,
  setFactor as putFactor,
  useFactor,
} from "./second-factors.ts";
import type { ServerAccess } from "./server-access.ts";

const job = { kind: "job" } as const;

/** Logs in; throws LOGIN_REFUSED, which does not tell what was wrong, or TOO_MANY_ATTEMPTS. */
export async function logIn(
  access: ServerAccess,
  typed: { readonly email: string; readonly password: string },
  ip: string,
): Promise<Login> {
  const { database, attempts } = access;
  const attempt = attempts.begin(`account:${emailKey(typed.email)}`, ip);
  const person = await database.as(job, (tx) => personOfEmail(tx, typed.email));
  // An unknown address takes as long as a wrong password.
  const right = await isPassword(typed.password, person?.passwordHash ?? null);
  if (person === undefined || !right) {
    throw new MegaError("LOGIN_REFUSED", "Address and password do not belong together");
  }
  attempt.succeeded();
  return database.as(job, (tx) => begin(access, tx, person, false));
}

/** Gives the code of the second factor: the login becomes whole, with a new word. */
export async function giveFactor(
  access: ServerAccess,
  { person, login }: Login,
  code: string,
  ip: string,
): Promise<Login> {
  const { database, attempts, clock, key } = access;
  const attempt = attempts.begin(`factor:${person.accountId}`, ip);
  const given = await database.as(job, async (tx) => {
    const { accountId } = person;
    const nowMs = clock.nowMs();
    if (await useFactor(tx, { accountId, key }, { code, nowMs })) {
      await endLogin(tx, login.sessionHash);
      return begin(access, tx, person, true);
    }
    await countFactorTry(tx, login);
    return undefined;
  });
  if (given === undefined) throw wrongCode();
  attempt.succeeded();
  return given;
}

/** Makes a secret for an app; throws PASSWORD_NEEDED where neither a login just begun nor the password is behind it. */
export async function beginFactor(access: ServerAccess, { person, login, whole }: Login) {
  const { database, clock, key } = access;
  const { accountId } = person;
  // A page left open gives nobody another one; and who has one shows it before he changes it.
  const may = whole ? isConfirmed(login, clock.nowMs()) : !person.hasFactor;
  if (!may) {
    throw new MegaError(
      "PASSWORD_NEEDED",
      "A second factor is changed by who has just shown himself",
      {
        hint: "Log in with its code, and POST /session/confirmation.",
      },
    );
  }
  return database.as(job, (tx) => newFactor(tx, { accountId, key }));
}

/** Puts the secret in force by its first code, and ends the person's other logins. */
export async function setFactor(
  access: ServerAccess,
  login: Login,
  code: string,
  ip: string,
): Promise<{ readonly login: Login; readonly recoveryCodes: string[] }> {
  const { database, attempts, clock, key } = access;
  const { accountId } = login.person;
  const attempt = attempts.begin(`factor:${accountId}`, ip);
  const set = await database.as(job, async (tx) => {
    const owner = { accountId, key };
    if (!(await putFactor(tx, owner, { code, nowMs: clock.nowMs() }))) return undefined;
    const recoveryCodes = await makeRecoveryCodes(tx, owner);
    await endLoginsOf(tx, accountId);
    const person = await personOfId(tx, accountId);
    if (person === undefined) throw gone();
    return { login: await begin(access, tx, person, true), recoveryCodes };
  });
  if (set === undefined) throw wrongCode();
  attempt.succeeded();
  return set;
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
    await setPassword(tx, person.accountId, hash);
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
  const attempt = attempts.begin("invitation", ip);
  const found = await database.as(job, (tx) => findWord(tx, word, clock.nowMs()));
  if (found === undefined) throw deadWord();
  attempt.succeeded();
  return found;
}

/** Sets the password that a mail's word opens, uses it up, and logs in as far as a password does. */
export async function acceptWord(
  access: ServerAccess,
  word: string,
  password: string,
  ip: string,
): Promise<Login> {
  const { person } = await wordOf(access, word, ip);
  const hash = await newPasswordHash(password, person.email, "/password");
  return access.database.as(job, async (tx) => {
    // Another request may have used it while the password was hashed.
    if (!(await useWord(tx, word, person.accountId))) throw deadWord();
    await setPassword(tx, person.accountId, hash);
    return begin(access, tx, person, false);
  });
}

async function begin(
  access: ServerAccess,
  tx: Transaction,
  found: Person,
  factor: boolean,
): Promise<Login> {
  const { accountId, email, name, language, roles, hasFactor } = found;
  // What proves the password goes no farther.
  const person: Person = { accountId, email, name, language, roles, hasFactor };
  const begun = await beginLogin(tx, { accountId, nowMs: access.clock.nowMs(), factor });
  return { ...begun, person, whole: factor || !needsFactor(person) };
}

async function setPassword(tx: Transaction, accountId: number, hash: string): Promise<void> {
  await tx.query("UPDATE account SET password_hash = $2 WHERE account_id = $1", [accountId, hash]);
  await endLoginsOf(tx, accountId);
}

/** The account of a login whose password was typed rightly. */
async function refuseUnlessOwn(
  { database, attempts }: ServerAccess,
  { person }: Login,
  password: string,
  ip: string,
): Promise<PersonWithPassword> {
  const attempt = attempts.begin(`account:${person.email}`, ip);
  const kept = await database.as(job, (tx) => personOfId(tx, person.accountId));
  if (kept === undefined) throw gone();
  if (!(await isPassword(password, kept.passwordHash))) {
    throw new MegaError("PASSWORD_WRONG", "The password is not that of the account");
  }
  attempt.succeeded();
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

function wrongCode(): MegaError {
  return new MegaError("PROOF_REFUSED", "The code is not right, or it was used already", {
    hint: "Wait for the next code of the app, and look at the clock of the telephone.",
  });
}

function deadWord(): MegaError {
  return new MegaError("PROOF_REFUSED", "The invitation is not known, used or expired", {
    hint: "Ask for a new one.",
  });
}

function gone(): MegaError {
  return new MegaError("UNAUTHENTICATED", "The account is gone");
}
