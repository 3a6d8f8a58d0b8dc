/** A building with its manager, made by whoever is at the server's machine. */

import { MegaError, toUtcString } from "@mega/domain";
import { appendAudit } from "../audit/append-audit.ts";
import { numberIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";

/** Which building, and whose. */
export interface ManagedBuilding {
  readonly name: string;
  readonly managerEmail: string;
  /** Of a manager that is not known yet: fr, nl, de, en. */
  readonly language: string;
  readonly atMs: number;
}

const NAME_LENGTH_MAX = 100;
const EMAIL_LENGTH_MAX = 254;

/**
 * The number of the building of this name that the person manages; it, his account and his right are
 * made where they are missing. An account has no password before the person has set one.
 *
 * @throws MegaError REQUEST_INVALID for a name or an address that cannot be one
 */
export async function managedBuilding(tx: Transaction, wanted: ManagedBuilding): Promise<number> {
  const name = wanted.name.trim();
  const email = wanted.managerEmail.trim().toLowerCase();
  if (name === "" || name.length > NAME_LENGTH_MAX) {
    throw refused("building", wanted.name, `1 to ${NAME_LENGTH_MAX} characters`);
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > EMAIL_LENGTH_MAX) {
    throw refused("manager", wanted.managerEmail, "an e-mail address");
  }
  const accountId = await accountOf(tx, { ...wanted, managerEmail: email });
  const [found] = await tx.query(
    `SELECT building_id FROM building JOIN building_right USING (building_id)
     WHERE name = $1 AND account_id = $2 AND role = 'manager' ORDER BY building_id LIMIT 1`,
    [name, accountId],
  );
  if (found !== undefined) return numberIn(found, "building_id");
  const [made] = await tx.query(
    "INSERT INTO building (name, made_at) VALUES ($1, $2) RETURNING building_id",
    [name, toUtcString(wanted.atMs)],
  );
  const buildingId = made === undefined ? 0 : numberIn(made, "building_id");
  await tx.query(
    "INSERT INTO building_right (building_id, account_id, role) VALUES ($1, $2, 'manager')",
    [buildingId, accountId],
  );
  const line = { atMs: wanted.atMs, actor: { kind: "keeper" }, buildingId } as const;
  await appendAudit(tx, { ...line, action: "building-made", after: { name } });
  await appendAudit(tx, { ...line, action: "right-given", accountId, after: { role: "manager" } });
  return buildingId;
}

async function accountOf(
  tx: Transaction,
  { managerEmail: email, language, atMs }: ManagedBuilding,
): Promise<number> {
  const [found] = await tx.query("SELECT account_id FROM account WHERE email = $1", [email]);
  if (found !== undefined) return numberIn(found, "account_id");
  const [made] = await tx.query(
    `INSERT INTO account (email, name, language, made_at) VALUES ($1, $2, $3, $4)
     RETURNING account_id`,
    [email, email.split("@")[0], language, toUtcString(atMs)],
  );
  const accountId = made === undefined ? 0 : numberIn(made, "account_id");
  const after = { email, language };
  const line = { atMs, actor: { kind: "keeper" }, accountId } as const;
  await appendAudit(tx, { ...line, action: "account-made", after });
  return accountId;
}

function refused(field: string, value: string, allowed: string): MegaError {
  return new MegaError("REQUEST_INVALID", `--${field} is "${value}"; allowed: ${allowed}`, {
    context: { field, value, allowed },
  });
}
