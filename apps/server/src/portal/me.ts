/** One's own account, rights and stays. */

import type { BuildingRole, Language, Me, MeChange } from "@mega/contract";
import { PORTAL_LIST_MAX } from "@mega/contract";
import { assert, toUtcString } from "@mega/domain";
import { appendAudit } from "../audit/append-audit.ts";
import { instantIn, instantOrNullIn } from "../database/row-instants.ts";
import { numberIn, textIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { forgetWithdrawals, noteWithdrawal } from "../purge/withdrawals.ts";
import { readContacts } from "./contacts.ts";
import type { Doing } from "./portal-request.ts";

/** Who asks, what he is in which building, and which stays are his; in his own name. */
export async function readMe(tx: Transaction, accountId: number): Promise<Me> {
  const [own] = await tx.query(
    "SELECT email, name, language, hourly, state_mails FROM account WHERE account_id = $1",
    [accountId],
  );
  assert(own !== undefined, "whoever is logged in has an account");
  const rights = await tx.query(
    `SELECT r.building_id, r.role, b.name FROM building_right r JOIN building b USING (building_id)
       WHERE r.account_id = $1 ORDER BY b.name, b.building_id LIMIT $2`,
    [accountId, PORTAL_LIST_MAX],
  );
  const stays = await tx.query(
    `SELECT s.stay_id, s.gateway_id, s.channel_no, s.from_at, s.to_at,
         (SELECT b.name FROM building b WHERE b.building_id = mega_building_of_stay(s.gateway_id)) AS building
       FROM stay s WHERE s.account_id = $1
       ORDER BY s.from_at DESC, s.gateway_id, s.stay_id LIMIT $2`,
    [accountId, PORTAL_LIST_MAX],
  );
  return {
    accountId,
    email: textIn(own, "email"),
    name: textIn(own, "name"),
    language: textIn(own, "language") as Language,
    hourly: own["hourly"] === true,
    stateMails: own["state_mails"] === true,
    rights: rights.map((row) => ({
      buildingId: numberIn(row, "building_id"),
      building: textIn(row, "name"),
      role: textIn(row, "role") as BuildingRole,
    })),
    stays: stays.map((row) => {
      const toMs = instantOrNullIn(row, "to_at");
      return {
        stayId: numberIn(row, "stay_id"),
        gatewayId: numberIn(row, "gateway_id"),
        building: textIn(row, "building"),
        channelNo: numberIn(row, "channel_no"),
        from: toUtcString(instantIn(row, "from_at")),
        to: toMs === null ? null : toUtcString(toMs),
      };
    }),
    contacts: await readContacts(tx, accountId),
  };
}

/** Changes what is one's own; runs as mega_job, of the account that is logged in. */
export async function changeMe(
  tx: Transaction,
  accountId: number,
  { name, language, stateMails }: MeChange,
): Promise<void> {
  await tx.query(
    `UPDATE account SET name = $2, language = $3, state_mails = coalesce($4::boolean, state_mails)
       WHERE account_id = $1`,
    [accountId, name, language, stateMails ?? null],
  );
}

/**
 * A tenant's own choice; runs as mega_job, of the account that is logged in. Taken back, what is kept
 * because of it is deleted by a job.
 */
export async function chooseHourly(
  tx: Transaction,
  { actor, identity, nowMs }: Doing,
  allowed: boolean,
): Promise<void> {
  const { accountId } = identity;
  const changed = await tx.query(
    "UPDATE account SET hourly = $2 WHERE account_id = $1 AND hourly <> $2 RETURNING account_id",
    [accountId, allowed],
  );
  if (changed.length === 0) return;
  if (allowed) await forgetWithdrawals(tx, accountId);
  else await noteWithdrawal(tx, accountId, nowMs);
  const action = allowed ? "hours-chosen" : "hours-withdrawn";
  const line = { atMs: nowMs, actor, action, accountId };
  await appendAudit(tx, { ...line, before: { hourly: !allowed }, after: { hourly: allowed } });
}
