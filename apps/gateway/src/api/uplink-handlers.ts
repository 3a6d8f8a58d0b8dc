/** The operations about the server: how the gateway stands with it, and what a person asks for. */

import { MegaError } from "@mega/domain";
import type { FastifyRequest } from "fastify";
import { actorName, addressOf } from "../access/principal.ts";
import type { ApiContext } from "./api-context.ts";

/** Their handlers. */
export function uplinkHandlers({
  uplink,
  access,
  tunnel,
  commands,
}: Pick<ApiContext, "uplink" | "access" | "tunnel" | "commands">) {
  const note = (request: FastifyRequest, action: string) =>
    access.note({
      actor: actorName(request),
      action,
      object: "server",
      details: {},
      fromIp: addressOf(request),
    });
  return {
    server: () => uplink.state(),
    serverCommands: () => commands.state(),
    uploadNow(request: FastifyRequest) {
      uplink.uploadNow();
      commands.askNow();
      note(request, "server-upload-asked");
      return uplink.state();
    },
    async enrolServer(request: FastifyRequest) {
      await uplink.enrol();
      note(request, "server-code-asked");
      return uplink.state();
    },
    async leaveServer(request: FastifyRequest) {
      await uplink.leave();
      tunnel?.left();
      note(request, "server-left");
      return uplink.state();
    },
    closeTunnel(request: FastifyRequest) {
      if (tunnel === undefined) throw noTunnel();
      tunnel.close();
      note(request, "tunnel-ended-here");
      return uplink.state();
    },
  };
}

function noTunnel(): MegaError {
  return new MegaError("CONFLICT", "No tunnel is open");
}
