/** POST /channels/:channelNo/exchanges: a meter exchanged, or a counter set back. */

import type { ExchangeAnswer, ExchangeRequest } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { ApiContext } from "./api-context.ts";
import { appended } from "./appended.ts";
import { confirmed, plannedChannel } from "./channel-path.ts";
import { plannedExchange } from "./planned-exchange.ts";

/** Records an exchange; between two rounds, so that the next one is judged by the new meter. */
export async function recordExchange(
  context: ApiContext,
  channelNo: number,
  request: ExchangeRequest,
  actor: string,
): Promise<ExchangeAnswer> {
  plannedChannel(context, channelNo);
  confirmed(channelNo, request.confirmChannelNo);
  return context.runner.betweenRounds(async () => {
    const plan = await plannedExchange(context, channelNo, { ...request, pointer: "/at" });
    const entries = await appended(context.ledger, plan.events, actor);
    return {
      channelNo,
      channels: [...plan.channels],
      at: toUtcString(plan.atMs),
      accepted: plan.counted.length,
      left: plan.left,
      seq: entries.find(({ kind }) => kind === "MeterReplaced")?.seq ?? 0,
    };
  });
}
