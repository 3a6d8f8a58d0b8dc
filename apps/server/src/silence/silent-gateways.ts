/** Which gateways have fallen silent, and which of them are heard again: as the database has it. */

import { toUtcString } from "@mega/domain";
import { numberIn, numberOrNullIn, textIn, textOrNullIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";

/** A gateway as a mail names it. */
export interface NamedGateway {
  readonly gatewayId: number;
  readonly buildingId: number;
  readonly building: string;
  readonly mac: string;
  readonly model: string;
  /** The building's, by its newest configuration; null before one has come. */
  readonly timeZone: string | null;
}

/** One that fell silent. */
export interface SilentGateway extends NamedGateway {
  /** Its newest upload. */
  readonly lastMs: number;
}

/** One that was silent and uploads again. */
export interface HeardGateway extends SilentGateway {
  /** When that was found; null when it is found now. */
  readonly backMs: number | null;
  /** Its newest upload by now. */
  readonly heardMs: number;
  readonly ledgerNo: number;
}

/** Gateways looked after in one turn; the next turn goes on. */
const GATEWAYS_AT_ONCE = 500;

const named = "g.gateway_id, g.mac, g.model, b.building_id, b.name, p.time_zone";
/** Where they stand, and what is set up there. */
const placed = "JOIN building b USING (building_id) LEFT JOIN gateway_setup p USING (gateway_id)";
/** The ledger that is written to. */
const newest = `JOIN LATERAL (SELECT ledger_no, received_at_ms FROM ledger
    WHERE gateway_id = g.gateway_id ORDER BY ledger_no DESC LIMIT 1) l ON true`;

/**
 * Gateways whose newest upload and whose credential are older than an instant, and that nobody was told
 * of. One without a credential, since it was revoked, given away or has left, is expected to say nothing;
 * so is one that has never uploaded.
 */
export async function newlySilent(
  tx: Transaction,
  beforeMs: number,
): Promise<readonly SilentGateway[]> {
  const rows = await tx.query(
    `SELECT ${named}, l.received_at_ms AS last_ms
       FROM gateway g ${placed} ${newest}
       WHERE g.revoked_at IS NULL AND g.left_at IS NULL AND l.received_at_ms < $1
         AND NOT EXISTS (SELECT FROM silence s WHERE s.gateway_id = g.gateway_id)
         AND EXISTS (SELECT FROM credential c WHERE c.gateway_id = g.gateway_id
           AND c.generation = g.generation AND c.revoked_at IS NULL)
         AND NOT EXISTS (SELECT FROM credential c WHERE c.gateway_id = g.gateway_id
           AND c.generation = g.generation AND c.revoked_at IS NULL AND c.made_at >= $2)
       ORDER BY l.received_at_ms, g.gateway_id LIMIT $3`,
    [beforeMs, toUtcString(beforeMs), GATEWAYS_AT_ONCE],
  );
  return rows.map((row) => ({ ...namedFrom(row), lastMs: numberIn(row, "last_ms") }));
}

/** Notes that somebody is told of it. */
export async function noteSilent(
  tx: Transaction,
  gateways: readonly SilentGateway[],
  nowMs: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO silence (gateway_id, last_ms, told_at)
       SELECT gateway_id, last_ms, $3 FROM unnest($1::int[], $2::bigint[]) AS t (gateway_id, last_ms)`,
    [
      gateways.map(({ gatewayId }) => gatewayId),
      gateways.map(({ lastMs }) => lastMs),
      toUtcString(nowMs),
    ],
  );
}

/** Gateways that were silent and have uploaded since. */
export async function heardAgain(tx: Transaction): Promise<readonly HeardGateway[]> {
  const rows = await tx.query(
    `SELECT ${named}, s.last_ms, s.back_ms, l.received_at_ms AS heard_ms, l.ledger_no
       FROM silence s JOIN gateway g USING (gateway_id) ${placed} ${newest}
       WHERE l.received_at_ms > s.last_ms ORDER BY g.gateway_id LIMIT $1`,
    [GATEWAYS_AT_ONCE],
  );
  return rows.map((row) => ({
    ...namedFrom(row),
    lastMs: numberIn(row, "last_ms"),
    backMs: numberOrNullIn(row, "back_ms"),
    heardMs: numberIn(row, "heard_ms"),
    ledgerNo: numberIn(row, "ledger_no"),
  }));
}

/** Notes when a gateway was found to upload again; null when it is silent once more. */
export async function noteBack(
  tx: Transaction,
  gatewayId: number,
  backMs: number | null,
): Promise<void> {
  await tx.query("UPDATE silence SET back_ms = $2 WHERE gateway_id = $1", [gatewayId, backMs]);
}

/** The silence is over. */
export async function endSilence(tx: Transaction, gatewayIds: readonly number[]): Promise<void> {
  await tx.query("DELETE FROM silence WHERE gateway_id = ANY ($1)", [gatewayIds]);
}

/** Nothing is expected any more of gateways that were revoked or have left. */
export async function forgetParted(tx: Transaction): Promise<void> {
  await tx.query(
    `DELETE FROM silence s USING gateway g WHERE g.gateway_id = s.gateway_id
       AND (g.revoked_at IS NOT NULL OR g.left_at IS NOT NULL)`,
  );
}

function namedFrom(row: Row): NamedGateway {
  return {
    gatewayId: numberIn(row, "gateway_id"),
    buildingId: numberIn(row, "building_id"),
    building: textIn(row, "name"),
    mac: textIn(row, "mac"),
    model: textIn(row, "model"),
    timeZone: textOrNullIn(row, "time_zone"),
  };
}
