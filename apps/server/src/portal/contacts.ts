/** Whom a tenant asks about his figures: the managers of the buildings that he has or had stays in. */

import { CONTACTS_MAX, type Me } from "@mega/contract";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";

/**
 * The managers. Which buildings are meant is asked in the tenant's own name; who manages them he may not
 * read himself, so that is asked as the job.
 */
export async function readContacts(tx: Transaction, accountId: number): Promise<Me["contacts"]> {
  const stayed = await tx.query(
    `SELECT DISTINCT mega_building_of_stay(gateway_id) AS building_id FROM stay
       WHERE account_id = $1`,
    [accountId],
  );
  if (stayed.length === 0) return [];
  await tx.become({ kind: "job" });
  const managers = await tx.query(
    `SELECT b.name AS building, a.name, a.email
       FROM building_right r JOIN account a USING (account_id) JOIN building b USING (building_id)
       WHERE r.building_id = ANY ($1::int[]) AND r.role = 'manager' AND a.disabled_at IS NULL
       ORDER BY b.name, a.name, a.email LIMIT $2`,
    [stayed.map((row) => numberIn(row, "building_id")), CONTACTS_MAX],
  );
  await tx.become({ kind: "account", accountId });
  return managers.map((row) => ({
    building: textIn(row, "building"),
    name: textIn(row, "name"),
    email: textIn(row, "email"),
  }));
}
