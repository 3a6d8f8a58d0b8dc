/** Whose tunnel has to end: the login that asked for it is over, a right was taken, another box came. */

import { endOfLogin } from "../access/portal-sessions.ts";
import { instantIn, instantOrNullIn } from "../database/row-instants.ts";
import { bytesIn, numberIn, textIn } from "../database/row-values.ts";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";
import type { LiveTunnel } from "./live-tunnel.ts";

/** A tunnel that may not go on. */
export interface NotAllowed {
  readonly live: LiveTunnel;
  readonly why: "session" | "right";
}

/** Those of these tunnels that may not go on; one question for all of them. */
export function notAllowedAnyMore(
  database: ServerDatabase,
  tunnels: readonly LiveTunnel[],
  nowMs: number,
): Promise<readonly NotAllowed[]> {
  return database.as({ kind: "job" }, async (tx) => {
    const logins = await liveLogins(tx, tunnels, nowMs);
    const rights = await liveRights(tx, tunnels);
    return tunnels.flatMap((live): readonly NotAllowed[] => {
      if (!logins.has(hex(live.asker.sessionHash))) return [{ live, why: "session" }];
      return rights.has(rightKey(live, live.asker.accountId)) ? [] : [{ live, why: "right" }];
    });
  });
}

async function liveLogins(
  tx: Transaction,
  tunnels: readonly LiveTunnel[],
  nowMs: number,
): Promise<ReadonlySet<string>> {
  const rows = await tx.query(
    `SELECT s.session_sha256, s.made_at, s.seen_at, s.factor_at
       FROM portal_session s JOIN account a USING (account_id)
       WHERE s.session_sha256 = ANY($1::bytea[]) AND a.disabled_at IS NULL`,
    [tunnels.map(({ asker }) => asker.sessionHash)],
  );
  const live = rows.filter((row) => {
    if (instantOrNullIn(row, "factor_at") === null) return false;
    const times = { madeAtMs: instantIn(row, "made_at"), seenAtMs: instantIn(row, "seen_at") };
    return nowMs < endOfLogin(times, { whole: true, tenantOnly: false });
  });
  return new Set(live.map((row) => hex(bytesIn(row, "session_sha256"))));
}

async function liveRights(
  tx: Transaction,
  tunnels: readonly LiveTunnel[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query(
    `SELECT g.gateway_id, g.building_id, g.generation, r.account_id
       FROM gateway g JOIN building_right r USING (building_id)
       WHERE g.gateway_id = ANY($1::int[]) AND g.revoked_at IS NULL
         AND r.account_id = ANY($2::int[])`,
    [tunnels.map(({ gatewayId }) => gatewayId), tunnels.map(({ asker }) => asker.accountId)],
  );
  return new Set(
    rows.map((row) =>
      rightKey(
        {
          gatewayId: numberIn(row, "gateway_id"),
          buildingId: numberIn(row, "building_id"),
          generation: numberIn(row, "generation"),
        },
        numberIn(row, "account_id"),
      ),
    ),
  );
}

function rightKey(
  of: Pick<LiveTunnel, "gatewayId" | "buildingId" | "generation">,
  accountId: number,
): string {
  return [of.gatewayId, of.buildingId, of.generation, accountId].join(" ");
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** A tunnel whose gateway has said no, with its word. */
export interface RefusedTunnel {
  readonly live: LiveTunnel;
  readonly code: string | null;
}

/** Those of these tunnels whose gateways have refused the command. */
export async function refusedCommands(
  database: ServerDatabase,
  waiting: readonly LiveTunnel[],
): Promise<readonly RefusedTunnel[]> {
  if (waiting.length === 0) return [];
  const rows = await database.as({ kind: "job" }, (tx) =>
    tx.query(
      `SELECT command_id, answer ->> 'code' AS code FROM command
         WHERE gateway_id = ANY($1::int[]) AND command_id = ANY($2::text[])
           AND state IN ('refused', 'withdrawn')`,
      [waiting.map(({ gatewayId }) => gatewayId), waiting.map(({ commandId }) => commandId)],
    ),
  );
  return rows.flatMap((row): readonly RefusedTunnel[] => {
    const live = waiting.find(({ commandId }) => commandId === textIn(row, "command_id"));
    const { code } = row;
    return live === undefined ? [] : [{ live, code: typeof code === "string" ? code : null }];
  });
}
