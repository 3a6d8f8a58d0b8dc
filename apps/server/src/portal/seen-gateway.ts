/**
 * The figures of a gateway as whoever asks may see them: everything to its manager and installer, to a
 * tenant his stays. Which of them he is, the database says in his own name; only then the server draws,
 * in its own.
 */

import { MegaError } from "@mega/domain";
import type { SeenFigures, Stay, StayBehind } from "@mega/figures";
import { instantIn, instantOrNullIn } from "../database/row-instants.ts";
import { numberIn } from "../database/row-values.ts";
import type { Row, ServerDatabase, Transaction } from "../database/server-database.ts";
import type { DrawKept } from "../figures/kept-figures.ts";
import type { MirrorFigures, Viewer } from "../figures/mirror-figures.ts";
import { clippedStays } from "./clipped-stays.ts";
import type { Doing } from "./portal-request.ts";
import { notFound } from "./standing.ts";

/** Figures, and what of them may be seen. */
export interface SeenGateway {
  readonly figures: MirrorFigures;
  readonly seen: SeenFigures;
}

/** What somebody is to a gateway. */
type Standing =
  | { readonly kind: "staff" }
  | { readonly kind: "tenant"; readonly stays: readonly Stay[]; readonly hourly: boolean };

/** Stays of one gateway that are looked at for whose the hours are. */
const STAYS_MAX = 5000;

/**
 * Draws what may be seen.
 *
 * @throws MegaError NOT_FOUND for a gateway one is nothing to; CONFLICT before its configuration came
 */
export async function seenGateway(
  database: ServerDatabase,
  draw: DrawKept,
  { identity }: Doing,
  gatewayId: number,
): Promise<SeenGateway> {
  const standing = await database.as(identity, (tx) => standingAt(tx, gatewayId));
  if (standing === undefined) throw notFound("gatewayId", gatewayId);
  const figures = await draw(gatewayId);
  if (figures === undefined) {
    throw new MegaError("CONFLICT", "The gateway has not handed over its configuration yet", {
      hint: "It does with the next SAVE, and at its first upload.",
    });
  }
  const view = figures.ground.ledger.snapshot();
  const behind = await database.as({ kind: "job" }, (tx) => staysBehind(tx, gatewayId));
  const viewer: Viewer = {
    accountId: String(identity.accountId),
    why: standing.kind === "tenant" && !standing.hourly ? "not-chosen" : "stay",
    staysBehind: (channelNo) => clippedStays(view, behind.get(channelNo) ?? []),
  };
  if (standing.kind === "staff") return { figures, seen: figures.whole(viewer) };
  return { figures, seen: figures.ofStays(clippedStays(view, standing.stays), viewer) };
}

async function standingAt(tx: Transaction, gatewayId: number): Promise<Standing | undefined> {
  const [gateway] = await tx.query(
    `SELECT FROM gateway WHERE gateway_id = $1
       AND gateway_id IN (SELECT mega_gateways_as('manager', 'installer'))`,
    [gatewayId],
  );
  if (gateway !== undefined) return { kind: "staff" };
  const rows = await tx.query(
    `SELECT s.channel_no, s.from_at, s.to_at, a.hourly FROM stay s JOIN account a USING (account_id)
       WHERE s.gateway_id = $1 AND s.account_id = mega_account_id() ORDER BY s.stay_id LIMIT $2`,
    [gatewayId, STAYS_MAX],
  );
  if (rows.length === 0) return undefined;
  return { kind: "tenant", stays: rows.map(stayOf), hourly: rows[0]?.["hourly"] === true };
}

/** Every stay of the gateway by channel, as long as it ever lasted: whose the hours are. */
async function staysBehind(
  tx: Transaction,
  gatewayId: number,
): Promise<ReadonlyMap<number, readonly (StayBehind & Stay)[]>> {
  const rows = await tx.query(
    `SELECT s.channel_no, s.from_at, s.account_id, a.hourly,
         CASE WHEN s.to_at IS NOT NULL THEN greatest(s.to_at, s.lived_to) END AS to_at
       FROM stay s JOIN account a USING (account_id) WHERE s.gateway_id = $1
       ORDER BY s.stay_id LIMIT $2`,
    [gatewayId, STAYS_MAX],
  );
  const stays = rows.map((row) => ({
    ...stayOf(row),
    accountId: String(numberIn(row, "account_id")),
    hourly: row["hourly"] === true,
  }));
  return Map.groupBy(stays, ({ channelNo }) => channelNo);
}

function stayOf(row: Row): Stay {
  return {
    channelNo: numberIn(row, "channel_no"),
    fromMs: instantIn(row, "from_at"),
    toMs: instantOrNullIn(row, "to_at"),
  };
}
