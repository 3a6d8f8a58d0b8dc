/**
 * Answers a gateway that asks through the pipe whether commands wait for it. Nothing is handed over and
 * nothing is noted: the question may have been sent long ago, by whoever has the broker.
 */

import { MegaError } from "@mega/domain";
import { encodeCall } from "@mega/uplink";
import { commandsWait } from "../commands/deliver-commands.ts";
import type { ServerContext } from "../context.ts";
import { identifyByProof } from "../registry/gateway-guard.ts";
import type { PipeOutcome, PipeSender } from "./pipe-sender.ts";

/**
 * Says whether commands wait. Who is refused gets no answer: he asks by HTTPS, and is told why there.
 *
 * @throws MegaError DATABASE_UNAVAILABLE
 */
export async function answerAsk(
  { database, clock, counters }: ServerContext,
  sender: PipeSender,
): Promise<PipeOutcome> {
  try {
    const identity = await identifyByProof(database, sender.envelope.gatewayId, sender.prove);
    const atMs = clock.nowMs();
    const waits = await commandsWait(database, identity, atMs);
    return { kind: "asked", answer: sender.answer("call", encodeCall({ atMs, waits })) };
  } catch (error) {
    if (!(error instanceof MegaError) || error.code === "DATABASE_UNAVAILABLE") throw error;
    if (!sender.isProved) return { kind: "forged" };
    counters.count("refusals", error.code);
    return { kind: "refused" };
  }
}
