/** Which function answers which operation of the contract. */

import { MegaError } from "@mega/domain";
import type { FastifyRequest } from "fastify";
import type { ApiContext } from "./api-context.ts";
import { latestRound, readAll, readChannel } from "./rounds.ts";
import type { Handler, Handlers } from "./server.ts";

/** A handler for every operation, over the running parts of the gateway. */
export function createHandlers(context: ApiContext): Handlers {
  const { stream } = context;
  const pending: Handler = () => {
    throw new MegaError("NOT_FOUND", "This operation is not answered yet");
  };
  return {
    gateway: pending,
    counters: pending,
    channel: pending,
    series: pending,
    readChannel: (request) => readChannel(context, channelNoOf(request)),
    readAll: () => readAll(context),
    latestRound: () => latestRound(context),
    periodPreview: pending,
    newPeriod: pending,
    exportJson: pending,
    exportCsv: pending,
    events: (request, reply) => stream.connect(request, reply),
    ledgerHead: pending,
    profiles: pending,
    buses: pending,
  };
}

function channelNoOf(request: FastifyRequest): number {
  return (request.params as { readonly channelNo: number }).channelNo;
}
