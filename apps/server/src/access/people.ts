/** Accounts as logins need them: read in the server's own name, before anybody is known. */

import type { Language, PortalRole } from "@mega/contract";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";

/** A person who has an account that is not disabled. */
export interface Person {
  readonly accountId: number;
  /** In small letters. */
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  /** What he is anywhere; in which building says the database. */
  readonly roles: readonly PortalRole[];
  /** Whether a second factor is in force. */
  readonly hasFactor: boolean;
}

/** A person with what proves his password. */
export interface PersonWithPassword extends Person {
  /** PHC string; null until he has set one. */
  readonly passwordHash: string | null;
}

const select = `
  SELECT a.account_id, a.email, a.name, a.language, a.password_hash, a.is_operator,
    EXISTS (SELECT FROM building_right r WHERE r.account_id = a.account_id AND r.role = 'manager') AS manages,
    EXISTS (SELECT FROM building_right r WHERE r.account_id = a.account_id AND r.role = 'installer') AS installs,
    EXISTS (SELECT FROM stay s WHERE s.account_id = a.account_id) AS stays,
    EXISTS (SELECT FROM second_factor f WHERE f.account_id = a.account_id AND f.secret_sealed IS NOT NULL)
      AS has_factor
  FROM account a WHERE a.disabled_at IS NULL AND `;

/** The account of an address as typed; undefined when there is none, or it is disabled. */
export function personOfEmail(
  tx: Transaction,
  email: string,
): Promise<PersonWithPassword | undefined> {
  return personWhere(tx, "a.email = $1", emailKey(email));
}

/** The account of a number; undefined when there is none, or it is disabled. */
export function personOfId(
  tx: Transaction,
  accountId: number,
): Promise<PersonWithPassword | undefined> {
  return personWhere(tx, "a.account_id = $1", accountId);
}

/** What two addresses are compared by. */
export function emailKey(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}

/** Whether a password alone is not enough for what the person may do. */
export function needsFactor({ roles, hasFactor }: Person): boolean {
  return hasFactor || roles.some((role) => role !== "tenant");
}

/**
 * Holds an account while a login of it begins: whoever changes a password ends all logins, and none may
 * begin behind that by what was proved before. The first that such a transaction asks for.
 *
 * @param passwordHash that was found right; left out where something else was
 * @returns false where the account is no more, or has another password by now
 */
export async function holdAccount(
  tx: Transaction,
  {
    accountId,
    passwordHash,
  }: Pick<Person, "accountId"> & { readonly passwordHash?: string | null },
): Promise<boolean> {
  const held = await tx.query(
    `SELECT FROM account WHERE account_id = $1 AND disabled_at IS NULL
       AND ($2::text IS NULL OR password_hash = $2) FOR SHARE`,
    [accountId, passwordHash ?? null],
  );
  return held.length === 1;
}

async function personWhere(
  tx: Transaction,
  condition: string,
  value: string | number,
): Promise<PersonWithPassword | undefined> {
  const [row] = await tx.query(`${select}${condition}`, [value]);
  if (row === undefined) return undefined;
  const is = {
    operator: "is_operator",
    manager: "manages",
    installer: "installs",
    tenant: "stays",
  };
  const roles = (Object.keys(is) as PortalRole[]).filter((role) => row[is[role]] === true);
  return {
    accountId: numberIn(row, "account_id"),
    email: textIn(row, "email"),
    name: textIn(row, "name"),
    language: textIn(row, "language") as Language,
    roles,
    hasFactor: row["has_factor"] === true,
    passwordHash: row["password_hash"] === null ? null : textIn(row, "password_hash"),
  };
}
