/** The addresses by which a box takes the place of another. They need no credential. */

import { RestoreRequest, readTicket } from "@mega/uplink";
import type { ServerContext } from "../context.ts";
import type { Routes } from "../http/server.ts";
import { askRestore } from "./ask-restore.ts";
import { inEvenTime } from "./even-time.ts";
import { restoreState } from "./restore-state.ts";
import { RestoreTries } from "./restore-tries.ts";

/** POST /v1/restores and GET /v1/restores/current. */
export function restoreRoutes({ clock, database }: ServerContext): Routes {
  const ports = { clock, database, tries: new RestoreTries(clock) };
  return (app) => {
    app.post("/v1/restores", { schema: { body: RestoreRequest } }, async (request, reply) => {
      const asked = request.body as RestoreRequest;
      const answer = await inEvenTime(clock, () => askRestore(ports, asked, request.ip));
      return reply.code(201).send(answer);
    });
    app.get("/v1/restores/current", async (request) =>
      inEvenTime(clock, () => restoreState(ports, ticketOf(request.headers.authorization))),
    );
  };
}

function ticketOf(header: string | undefined) {
  const [, text] = /^Bearer (\S{1,100})$/.exec(header ?? "") ?? [];
  return text === undefined ? undefined : readTicket(text);
}
