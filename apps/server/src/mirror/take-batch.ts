/** Takes a batch as it came, by whatever way; what it answers stands on the disk of the database. */

import { decodeBatch, type MirrorHead } from "@mega/uplink";
import type { ServerContext } from "../context.ts";
import type { GatewayIdentity } from "../registry/gateway-guard.ts";
import { refusedBatch } from "./mirror-refusals.ts";
import { storeBatch } from "./store-batch.ts";

/**
 * Takes it.
 *
 * @throws MegaError REQUEST_INVALID, MIRROR_GAP, LEDGER_FORKED, GATEWAY_REPLACED, DATABASE_UNAVAILABLE
 */
export async function takeBatch(
  { database, clock, log }: Pick<ServerContext, "database" | "clock" | "log">,
  { gatewayId, generation }: GatewayIdentity,
  bytes: Uint8Array,
): Promise<MirrorHead> {
  const batch = decodeBatch(bytes);
  const sent = { gatewayId, generation, batch, nowMs: clock.nowMs() };
  const outcome = await storeBatch(database, sent);
  if (outcome.kind === "committed") return outcome.head;
  if (outcome.kind === "forked") {
    const { fork } = outcome;
    log.warn({ gatewayId, code: "LEDGER_FORKED", ...fork }, "a fork was refused and kept");
  }
  throw refusedBatch(outcome);
}
