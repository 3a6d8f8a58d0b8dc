/** Accounts as the operator keeps them. */

import type { Language, NewPortalAccount, PortalAccount, PortalRole } from "@mega/contract";
import { fieldProblem, PORTAL_LIST_MAX, portalRoles } from "@mega/contract";
import { MegaError, toUtcString } from "@mega/domain";
import { emailKey } from "../access/people.ts";
import { endLoginsOf } from "../access/portal-sessions.ts";
import { removeFactor as takeFactor } from "../access/second-factors.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { instantIn } from "../database/row-instants.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import { queueMail } from "../mail/mail-queue.ts";
import { accountState } from "./account-state.ts";
import type { Doing } from "./portal-request.ts";
import { notFound } from "./standing.ts";

// What an account is follows from rows that the operator sees: rights, and whether it has stays.
const select = `
  SELECT a.account_id, a.email, a.name, a.language, a.is_operator, a.made_at, a.disabled_at,
    a.has_password, f.set_at IS NOT NULL AS has_factor, mega_has_stays(a.account_id) AS stays,
    EXISTS (SELECT FROM building_right r WHERE r.account_id = a.account_id AND r.role = 'manager') AS manages,
    EXISTS (SELECT FROM building_right r WHERE r.account_id = a.account_id AND r.role = 'installer') AS installs
  FROM account a LEFT JOIN second_factor f USING (account_id)
  WHERE mega_is_operator() AND `;

/** Accounts by address, behind one. */
export async function listAccounts(tx: Transaction, after: string): Promise<PortalAccount[]> {
  const rows = await tx.query(`${select} a.email > $1 ORDER BY a.email LIMIT $2`, [
    emailKey(after),
    PORTAL_LIST_MAX,
  ]);
  return rows.map(accountOf);
}

/** Makes an account and invites its person. */
export async function addAccount(
  tx: Transaction,
  { actor, nowMs, by }: Doing,
  asked: NewPortalAccount,
): Promise<PortalAccount> {
  const { name, language, operator } = asked;
  const email = emailKey(asked.email);
  const [made] = await tx.query(
    `INSERT INTO account (email, name, language, is_operator, made_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (email) DO NOTHING RETURNING account_id`,
    [email, name, language, operator, toUtcString(nowMs)],
  );
  if (made === undefined) {
    const allowed = "an address that has no account";
    const code = "taken";
    throw fieldProblem({ pointer: "/email", value: email, allowed, code, error: "CONFLICT" });
  }
  const accountId = numberIn(made, "account_id");
  const after = { email, operator };
  await appendAudit(tx, { atMs: nowMs, actor, action: "account-made", accountId, after });
  const account = await readAccount(tx, accountId);
  await tx.become({ kind: "job" });
  await queueMail(tx, { to: email, subject: { kind: "invitation", building: null, by }, nowMs });
  return account;
}

/** Disables an account, which ends its logins, or lets it in again. */
export async function changeAccount(
  tx: Transaction,
  { identity, actor, nowMs }: Doing,
  { accountId, disabled }: { readonly accountId: number; readonly disabled: boolean },
): Promise<PortalAccount> {
  if (actor.kind === "account" && actor.accountId === accountId && disabled) {
    throw new MegaError("CONFLICT", "Nobody disables his own account", {
      hint: "Another operator does.",
    });
  }
  const changed = await tx.query(
    `UPDATE account SET disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, $3) END
       WHERE account_id = $1 RETURNING account_id`,
    [accountId, disabled, toUtcString(nowMs)],
  );
  if (changed.length === 0) throw notFound("accountId", accountId);
  const action = disabled ? "account-disabled" : "account-enabled";
  await appendAudit(tx, { atMs: nowMs, actor, action, accountId });
  if (disabled) {
    await tx.become({ kind: "job" });
    await endLoginsOf(tx, accountId);
    await tx.become(identity);
  }
  return readAccount(tx, accountId);
}

/** Takes a lost second factor away: the person sets up another one at the next login. */
export async function removeFactor(
  tx: Transaction,
  { identity, actor, nowMs }: Doing,
  accountId: number,
): Promise<PortalAccount> {
  const account = await readAccount(tx, accountId);
  await appendAudit(tx, { atMs: nowMs, actor, action: "second-factor-removed", accountId });
  await tx.become({ kind: "job" });
  await takeFactor(tx, accountId);
  await endLoginsOf(tx, accountId);
  await tx.become(identity);
  return { ...account, secondFactor: false };
}

async function readAccount(tx: Transaction, accountId: number): Promise<PortalAccount> {
  const [row] = await tx.query(`${select} a.account_id = $1`, [accountId]);
  if (row === undefined) throw notFound("accountId", accountId);
  return accountOf(row);
}

function accountOf(row: Row): PortalAccount {
  const is: Readonly<Record<PortalRole, string>> = {
    operator: "is_operator",
    manager: "manages",
    installer: "installs",
    tenant: "stays",
  };
  return {
    accountId: numberIn(row, "account_id"),
    email: textIn(row, "email"),
    name: textIn(row, "name"),
    language: textIn(row, "language") as Language,
    roles: portalRoles.filter((role) => row[is[role]] === true),
    state: accountState(row),
    secondFactor: row["has_factor"] === true,
    createdAt: toUtcString(instantIn(row, "made_at")),
  };
}
