/** The addresses by which a gateway fetches commands and says what came of them. */

import {
  COMMAND_WAIT_SECONDS_MAX,
  CommandAnswer,
  type CommandBatch,
  type CommandNoted,
  type SentCommand,
} from "@mega/uplink";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { ServerContext } from "../context.ts";
import type { Routes } from "../http/server.ts";
import {
  type GatewayIdentity,
  gatewayOf,
  guardGateways,
  identifyGateway,
} from "../registry/gateway-guard.ts";
import { answerCommand } from "./answer-command.ts";
import { CommandWaiters, type Waiter } from "./command-waiters.ts";
import { deliverCommands } from "./deliver-commands.ts";

const Wait = Type.Object({
  wait: Type.Optional(Type.Integer({ minimum: 0, maximum: COMMAND_WAIT_SECONDS_MAX })),
});
const CommandPath = Type.Object({ commandId: Type.String({ pattern: "^[0-9a-f]{32}$" }) });

/** GET /v1/commands and POST /v1/commands/:commandId/answer, for the gateway that asks. */
export function commandRoutes(context: ServerContext): Routes {
  const { database, clock, counters, log } = context;
  const onFailure = (error: unknown) => log.error({ err: error }, "commands wait longer");
  const waiters = new CommandWaiters({ clock, database, onFailure });
  const handOver = async (gateway: GatewayIdentity): Promise<readonly SentCommand[]> => {
    const { commands, first } = await deliverCommands(database, gateway, clock.nowMs());
    for (let no = 0; no < first; no += 1) counters.count("commands", "delivered");
    return commands;
  };
  /** What comes within the time; a credential that died meanwhile gets nothing. */
  const awaited = async (request: FastifyRequest, waiter: Waiter, waitMs: number) => {
    const untilMs = clock.monotonicMs() + waitMs;
    while ((await waiter.wait(untilMs)) === "called") {
      const gateway = await identifyGateway(context, request.headers.authorization);
      const commands = await handOver(gateway);
      if (commands.length > 0) return commands;
    }
    return [];
  };
  return (app) => {
    guardGateways(app, context);
    app.addHook("preClose", async () => waiters.stop());
    app.get(
      "/v1/commands",
      { schema: { querystring: Wait } },
      async (request, reply): Promise<CommandBatch> => {
        const { wait = 0 } = request.query as { readonly wait?: number };
        const gateway = gatewayOf(request);
        // Open before the first look, so that nothing comes unseen between the two.
        const waiter = waiters.open(gateway.gatewayId);
        reply.raw.once("close", () => waiter.end());
        try {
          const now = await handOver(gateway);
          const commands = now.length > 0 ? now : await awaited(request, waiter, wait * 1000);
          return { commands: [...commands] };
        } finally {
          waiter.end();
        }
      },
    );
    app.post(
      "/v1/commands/:commandId/answer",
      { schema: { params: CommandPath, body: CommandAnswer } },
      async (request): Promise<CommandNoted> => {
        const { commandId } = request.params as { readonly commandId: string };
        const answer = request.body as CommandAnswer;
        const told = { answer, nowMs: clock.nowMs() };
        const outcome = await answerCommand(database, gatewayOf(request), commandId, told);
        if (outcome === "noted") {
          counters.count("commands", answer.outcome === "done" ? "confirmed" : "refused");
        }
        return { noted: true };
      },
    );
  };
}
