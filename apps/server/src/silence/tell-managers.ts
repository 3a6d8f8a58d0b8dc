/** Mails about silent gateways, to managers who want them: one for all of his gateways together. */

import { numberIn, textIn } from "../database/row-values.ts";
import type { Transaction } from "../database/server-database.ts";
import { queueMail } from "../mail/mail-queue.ts";
import { type BackLine, GATEWAYS_NAMED_MAX, type SilentLine } from "../mail/words/silence-words.ts";
import type { Meanwhile } from "./caught-up.ts";
import type { HeardGateway, NamedGateway, SilentGateway } from "./silent-gateways.ts";

/** Managers of the gateways of one turn. */
const MANAGERS_MAX = 2000;

/** That these gateways have fallen silent. */
export async function tellSilent(
  tx: Transaction,
  gateways: readonly SilentGateway[],
  nowMs: number,
): Promise<void> {
  for (const [to, own] of await byManager(tx, gateways)) {
    const lines = own
      .slice(0, GATEWAYS_NAMED_MAX)
      .map((gateway): SilentLine => ({ ...nameOf(gateway), lastMs: gateway.lastMs }));
    const more = own.length - lines.length;
    await queueMail(tx, { to, subject: { kind: "gateways-silent", lines, more }, nowMs });
  }
}

/** That these gateways are back. */
export async function tellBack(
  tx: Transaction,
  gateways: readonly (HeardGateway & { readonly meanwhile: Meanwhile })[],
  nowMs: number,
): Promise<void> {
  for (const [to, own] of await byManager(tx, gateways)) {
    const lines = own.slice(0, GATEWAYS_NAMED_MAX).map(
      (gateway): BackLine => ({
        ...nameOf(gateway),
        lastMs: gateway.lastMs,
        backMs: gateway.backMs ?? gateway.heardMs,
        meanwhile: gateway.meanwhile,
      }),
    );
    const more = own.length - lines.length;
    await queueMail(tx, { to, subject: { kind: "gateways-back", lines, more }, nowMs });
  }
}

function nameOf({ buildingId, building, mac, model, timeZone }: NamedGateway) {
  return { buildingId, building, mac, model, timeZone };
}

/** Each manager's address with those gateways that are his. */
async function byManager<G extends NamedGateway>(
  tx: Transaction,
  gateways: readonly G[],
): Promise<ReadonlyMap<string, readonly G[]>> {
  const rows = await tx.query(
    `SELECT r.building_id, a.email FROM building_right r JOIN account a USING (account_id)
       WHERE r.building_id = ANY ($1) AND r.role = 'manager' AND a.disabled_at IS NULL AND a.state_mails
       ORDER BY a.account_id, r.building_id LIMIT $2`,
    [[...new Set(gateways.map(({ buildingId }) => buildingId))], MANAGERS_MAX],
  );
  const buildings = Map.groupBy(rows, (row) => textIn(row, "email"));
  return new Map(
    [...buildings].map(([email, own]) => {
      const ids = new Set(own.map((row) => numberIn(row, "building_id")));
      return [email, gateways.filter(({ buildingId }) => ids.has(buildingId))];
    }),
  );
}
