/** Another invitation for whoever has no password yet: the one before lapses after seven days. */

import { fieldProblem } from "@mega/contract";
import { MegaError } from "@mega/domain";
import { appendAudit } from "../audit/append-audit.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { INVITATIONS_MAX, queueMail } from "../mail/mail-queue.ts";
import type { Doing } from "./portal-request.ts";
import { type KnownBuilding, notFound } from "./standing.ts";

/** Buildings whose audit tells of it, where the person is in more of them than anybody is. */
const BUILDINGS_MAX = 20;

/**
 * Sends it; to people of the buildings that one manages, the operator to all. Links of before stand until
 * their end or until one of them is used: mails may come out of order, and all went to the same address.
 *
 * @throws MegaError NOT_FOUND for everybody else's people, CONFLICT for whoever has a password,
 *   TOO_MANY_REQUESTS when as many went out within a day as may
 */
export async function inviteAgain(
  tx: Transaction,
  { identity, actor, nowMs, by }: Doing,
  accountId: number,
): Promise<void> {
  const [row] = await tx.query(
    `SELECT email, has_password FROM account WHERE account_id = $1 AND disabled_at IS NULL
       AND (mega_is_operator() OR account_id IN (SELECT mega_people_managed()))`,
    [accountId],
  );
  if (row === undefined) throw notFound("accountId", accountId);
  if (row["has_password"] === true) {
    throw new MegaError("CONFLICT", "The person has a password", {
      hint: "Whoever forgot it asks for a reset on the page of the login.",
    });
  }
  const among = await sharedBuildings(tx, accountId);
  const [only] = among;
  const building = among.length === 1 && only !== undefined ? only.name : null;
  await tx.become({ kind: "job" });
  // Many at once take their turn: each sees what the others wrote down.
  await tx.query("SELECT FROM account WHERE account_id = $1 FOR NO KEY UPDATE", [accountId]);
  const subject = { kind: "invitation", building, by } as const;
  if (!(await queueMail(tx, { to: textIn(row, "email"), subject, nowMs }))) {
    const allowed = `an account that was sent fewer than ${INVITATIONS_MAX} invitations within a day`;
    throw fieldProblem({
      ...{ pointer: "/path/accountId", value: accountId, allowed },
      ...{ code: "invited-enough", error: "TOO_MANY_REQUESTS" },
    });
  }
  await tx.become(identity);
  const line = { atMs: nowMs, actor, action: "invited-again", accountId };
  if (among.length === 0) await appendAudit(tx, line);
  for (const { buildingId } of among) await appendAudit(tx, { ...line, buildingId });
}

/** Buildings of whoever asks in which the person has a right or a stay; no stay is told to the operator. */
async function sharedBuildings(tx: Transaction, accountId: number): Promise<KnownBuilding[]> {
  const rows = await tx.query(
    `SELECT building_id, name FROM building
       WHERE (mega_is_operator() OR building_id IN (SELECT mega_buildings_as('manager')))
         AND building_id IN (SELECT building_id FROM building_right WHERE account_id = $1
           UNION SELECT g.building_id FROM stay s JOIN gateway g USING (gateway_id) WHERE s.account_id = $1)
       ORDER BY building_id LIMIT $2`,
    [accountId, BUILDINGS_MAX],
  );
  return rows.map((row) => ({
    buildingId: numberIn(row, "building_id"),
    name: textIn(row, "name"),
  }));
}
