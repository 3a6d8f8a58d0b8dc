/**
 * Calls gateways through the pipe for which a command was given, so that they fetch it at once. A call is
 * sent every second until the command is fetched, for a while: the broker may lose it, and whoever is not
 * there asks by himself when he is.
 */

import { toUtcString } from "@mega/domain";
import { encodeCall, makePipeNumber, pipeKeysOf, pipeTopic, sealPipe } from "@mega/uplink";
import type { ServerContext } from "../context.ts";
import { bytesIn, numberIn } from "../database/row-values.ts";
import type { Row } from "../database/server-database.ts";
import { startTurns } from "../turns.ts";
import type { PipeBroker } from "./pipe-broker.ts";

/** So often it is looked for whom something came. */
const LOOK_MS = 1000;
/** Commands no older than this call. */
const FRESH_MS = 15_000;
/** Calls of one look. */
const CALLS_MAX = 10_000;

/** Begins; what comes back ends it. */
export function startCalling(
  context: ServerContext,
  broker: Pick<PipeBroker, "publish">,
): () => Promise<void> {
  const { clock, log } = context;
  return startTurns({
    clock,
    pauseMs: () => LOOK_MS,
    turn: () => callGateways(context, broker),
    // Gateways ask by themselves, only later.
    onFailure: (cause) => log.error({ err: cause }, "gateways are not called"),
  });
}

/** Calls each gateway once for which something was given a moment ago. */
export async function callGateways(
  { database, clock }: Pick<ServerContext, "database" | "clock">,
  broker: Pick<PipeBroker, "publish">,
): Promise<void> {
  const nowMs = clock.nowMs();
  const rows = await database.as({ kind: "job" }, (tx) =>
    tx.query(
      `SELECT DISTINCT c.gateway_id, c.generation, k.secret_sha256
         FROM command c JOIN gateway g USING (gateway_id) JOIN credential k USING (gateway_id)
         WHERE c.state = 'queued' AND c.given_at > $1 AND c.generation = g.generation
           AND g.revoked_at IS NULL AND k.generation = g.generation AND k.revoked_at IS NULL
         LIMIT $2`,
      [toUtcString(nowMs - FRESH_MS), CALLS_MAX],
    ),
  );
  for (const row of rows) call(broker, row, nowMs);
}

function call(broker: Pick<PipeBroker, "publish">, row: Row, atMs: number): void {
  const gatewayId = numberIn(row, "gateway_id");
  const generation = numberIn(row, "generation");
  const keys = pipeKeysOf(bytesIn(row, "secret_sha256"), "down");
  const head = { kind: "call", gatewayId, generation, number: makePipeNumber() } as const;
  broker.publish(
    pipeTopic(gatewayId, "down"),
    sealPipe(keys, head, encodeCall({ atMs, waits: true })),
  );
}
