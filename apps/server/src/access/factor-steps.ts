/** The second factor of a login: its code, setting one up, putting it in force. */

import { MegaError } from "@mega/domain";
import { begin, gone, note } from "./begin-login.ts";
import { holdAccount, personOfId } from "./people.ts";
import type { Login } from "./portal-principal.ts";
import { countFactorTry, endLogin, endLoginsOf, isConfirmed } from "./portal-sessions.ts";
import {
  makeRecoveryCodes,
  beginFactor as newFactor,
  setFactor as putFactor,
  useFactor,
} from "./second-factors.ts";
import type { ServerAccess } from "./server-access.ts";

const job = { kind: "job" } as const;

/** Gives the code of the second factor: the login becomes whole, with a new word. */
export async function giveFactor(
  access: ServerAccess,
  { person, login }: Login,
  code: string,
  ip: string,
): Promise<Login> {
  const { database, attempts, clock, key } = access;
  const attempt = await attempts.begin(`factor:${person.accountId}`, ip);
  const given = await database.as(job, async (tx) => {
    const { accountId } = person;
    const nowMs = clock.nowMs();
    if (!(await holdAccount(tx, person))) throw gone();
    if (await useFactor(tx, { accountId, key }, { code, nowMs })) {
      // Another password may have ended it while the code was looked at.
      if (!(await endLogin(tx, login.sessionHash))) throw gone();
      await note(access, tx, person, "second-factor-given", ip);
      return begin(access, tx, person, true);
    }
    await countFactorTry(tx, login);
    await note(access, tx, person, "second-factor-refused", ip);
    return undefined;
  });
  if (given === undefined) throw wrongCode();
  await attempt.succeeded();
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
  const attempt = await attempts.begin(`factor:${accountId}`, ip);
  const set = await database.as(job, async (tx) => {
    const owner = { accountId, key };
    if (!(await holdAccount(tx, { accountId }))) throw gone();
    if (!(await putFactor(tx, owner, { code, nowMs: clock.nowMs() }))) return undefined;
    const recoveryCodes = await makeRecoveryCodes(tx, owner);
    if (!(await endLogin(tx, login.login.sessionHash))) throw gone();
    await endLoginsOf(tx, accountId);
    const person = await personOfId(tx, accountId);
    if (person === undefined) throw gone();
    await note(access, tx, person, "second-factor-set", ip);
    return { login: await begin(access, tx, person, true), recoveryCodes };
  });
  if (set === undefined) throw wrongCode();
  await attempt.succeeded();
  return set;
}

function wrongCode(): MegaError {
  return new MegaError("PROOF_REFUSED", "The code is not right, or it was used already", {
    hint: "Wait for the next code of the app, and look at the clock of the telephone.",
  });
}
