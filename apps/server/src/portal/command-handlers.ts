/** The operations about commands, in the name of who asks. */

import type {
  CommandList,
  CommandPath,
  GatewaySettings,
  NewChange,
  NewCommand,
  PortalCommand,
  StayPath,
} from "@mega/contract";
import type { FastifyRequest } from "fastify";
import { newestConfiguration } from "../backup/configuration-versions.ts";
import { commandedGateway } from "../commands/commanded-gateway.ts";
import { type GivenCommand, giveCommand } from "../commands/give-command.ts";
import { listCommands, withdrawCommand } from "../commands/look-at-commands.ts";
import type { ServerContext } from "../context.ts";
import type { Transaction } from "../database/server-database.ts";
import { madeChange, settingsOf } from "./gateway-settings.ts";
import { type Doing, doingOf, loginOf } from "./portal-request.ts";

/** What these operations stand on. */
type CommandParts = Pick<ServerContext, "clock" | "database" | "counters">;

/** What begins at once is not begun later than this. */
const AT_ONCE_MS = 15 * 60_000;
/** What names its own time may wait for a gateway that is away. */
const DATED_MS = 24 * 60 * 60_000;

/** The handlers of commands. */
export function commandHandlers({ database, clock, counters }: CommandParts) {
  const given = async (
    request: FastifyRequest,
    make: (tx: Transaction, who: Doing, gatewayId: number) => Promise<GivenCommand>,
  ): Promise<PortalCommand> => {
    const who = doingOf(request, clock.nowMs());
    const giver = { ...who, email: loginOf(request).person.email };
    const gatewayId = gatewayIn(request);
    const command = await database.as(who.identity, async (tx) =>
      giveCommand(tx, giver, await make(tx, who, gatewayId)),
    );
    counters.count("commands", "given");
    return command;
  };
  return {
    commands(request: FastifyRequest): Promise<CommandList> {
      const { identity, nowMs } = doingOf(request, clock.nowMs());
      return database.as(identity, (tx) => listCommands(tx, gatewayIn(request), nowMs));
    },
    giveCommand: (request: FastifyRequest) =>
      given(request, async (_tx, _who, gatewayId) => {
        const { kind, ...body } = request.body as NewCommand;
        return { gatewayId, kind, body, validMs: AT_ONCE_MS };
      }),
    giveChange: (request: FastifyRequest) =>
      given(request, (tx, who, gatewayId) =>
        changeOf(tx, who, gatewayId, request.body as NewChange),
      ),
    async withdrawCommand(request: FastifyRequest): Promise<PortalCommand> {
      const who = doingOf(request, clock.nowMs());
      const path = request.params as CommandPath;
      const withdrawn = await database.as(who.identity, (tx) => withdrawCommand(tx, who, path));
      counters.count("commands", "withdrawn");
      return withdrawn;
    },
    gatewaySettings(request: FastifyRequest): Promise<GatewaySettings> {
      const { identity } = doingOf(request, clock.nowMs());
      const gatewayId = gatewayIn(request);
      return database.as(identity, async (tx) => {
        await commandedGateway(tx, gatewayId, "set-configuration");
        // The document is nobody's to read by himself: he is shown what he may set.
        await tx.become({ kind: "job" });
        return settingsOf(await newestConfiguration(tx, gatewayId));
      });
    },
  };
}

async function changeOf(
  tx: Transaction,
  { identity }: Doing,
  gatewayId: number,
  asked: NewChange,
): Promise<GivenCommand> {
  const { kind } = asked;
  switch (asked.kind) {
    case "new-period": {
      const validMs = asked.request.effectiveAt === null ? AT_ONCE_MS : DATED_MS;
      return { gatewayId, kind, body: asked.request, validMs };
    }
    case "exchange":
      return { gatewayId, kind, body: asked.request, validMs: DATED_MS };
    case "set-configuration": {
      await commandedGateway(tx, gatewayId, kind);
      await tx.become({ kind: "job" });
      const kept = await newestConfiguration(tx, gatewayId);
      await tx.become(identity);
      const body = madeChange(kept, asked.parentVersion, asked.change);
      return { gatewayId, kind, body, validMs: DATED_MS };
    }
  }
}

function gatewayIn(request: FastifyRequest): number {
  return (request.params as Pick<StayPath, "gatewayId">).gatewayId;
}
