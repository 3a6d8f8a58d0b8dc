/** What every step of a login ends with: the login itself, and a line of the audit table. */

import { MegaError } from "@mega/domain";
import { appendAudit } from "../audit/append-audit.ts";
import type { Transaction } from "../database/server-database.ts";
import { needsFactor, type Person } from "./people.ts";
import type { Login } from "./portal-principal.ts";
import { beginLogin } from "./portal-sessions.ts";
import type { ServerAccess } from "./server-access.ts";

/** Begins a login, as far as what was given leads. */
export async function begin(
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

/** A line of the audit table about somebody's own login. */
export function note(
  { clock }: ServerAccess,
  tx: Transaction,
  { accountId }: Person,
  action: string,
  ip: string,
): Promise<void> {
  const actor = { kind: "account", accountId, address: ip } as const;
  return appendAudit(tx, { atMs: clock.nowMs(), actor, action, accountId });
}

/** A line about a refusal, also where nobody has the account: it takes as long. */
export function noteRefused(
  { clock, database }: ServerAccess,
  person: Person | undefined,
  action: string,
  ip: string,
): Promise<void> {
  const actor = { kind: "stranger", address: ip } as const;
  const whose = person === undefined ? {} : { accountId: person.accountId };
  const line = { atMs: clock.nowMs(), actor, action, ...whose };
  return database.as({ kind: "job" }, (tx) => appendAudit(tx, line));
}

/** Somebody is logged in whose account, or whose login, is no more. */
export function gone(): MegaError {
  return new MegaError("UNAUTHENTICATED", "The account or the login is gone");
}
