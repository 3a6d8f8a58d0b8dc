/** Mails about a change of boxes, to everybody who manages the building. */

import { textIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { type MailSubject, queueMail } from "../mail/mail-queue.ts";

type RestoreSubject = Extract<
  MailSubject,
  { readonly kind: "restore-asked" | "restore-granted" | "restore-undone" }
>;

/** Managers of a building who are told; more than these would be no people. */
const MANAGERS_MAX = 50;

/** Queues the mail with the change that it tells of: both stand or neither. */
export async function tellManagers(
  tx: Transaction,
  subject: RestoreSubject,
  { buildingId, nowMs }: { readonly buildingId: number; readonly nowMs: number },
): Promise<void> {
  const rows = await tx.query(
    `SELECT email FROM account JOIN building_right USING (account_id)
       WHERE building_id = $1 AND role = 'manager' AND disabled_at IS NULL
       ORDER BY account_id LIMIT $2`,
    [buildingId, MANAGERS_MAX],
  );
  for (const row of rows) await queueMail(tx, { to: textIn(row, "email"), subject, nowMs });
}
