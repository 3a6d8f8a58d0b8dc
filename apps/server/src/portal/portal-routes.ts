/** The portal's operations at their addresses, behind their guard. */

import cookie from "@fastify/cookie";
import {
  type Operation,
  PORTAL_PREFIX,
  type PortalOperationName,
  portalAccess,
  portalOperations,
} from "@mega/contract";
import { MegaError } from "@mega/domain";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { guardPortal, type PortalRules } from "../access/portal-guard.ts";
import type { ServerAccess } from "../access/server-access.ts";
import type { ServerContext } from "../context.ts";
import type { Routes } from "../http/server.ts";
import { buildingHandlers } from "./building-handlers.ts";
import { commandHandlers } from "./command-handlers.ts";
import { DrawingTurns } from "./drawing-turns.ts";
import { figuresHandlers } from "./figures-handlers.ts";
import { peopleHandlers } from "./people-handlers.ts";
import { reportHandlers } from "./report-handlers.ts";
import { restoreHandlers } from "./restore-handlers.ts";
import { sessionHandlers } from "./session-handlers.ts";
import { tunnelHandlers } from "./tunnel-handlers.ts";

/** Answers one operation. */
type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** What the portal stands on. */
export interface PortalParts
  extends Pick<
    ServerContext,
    "clock" | "database" | "counters" | "dataFolder" | "publicUrl" | "tunnels"
  > {
  readonly access: ServerAccess;
  /** Who may do what; the contract's table when left out. */
  readonly rules?: PortalRules;
}

/** A refusal of PostgreSQL's: a right or a policy is missing. */
const INSUFFICIENT_PRIVILEGE = "42501";
/** A text holds what none of PostgreSQL's does, U+0000 above all: as a column, within JSON. */
const NO_TEXT = ["22021", "22P05"];

/** The portal's addresses. */
export function portalRoutes(parts: PortalParts): Routes {
  const { access, rules = portalAccess } = parts;
  const handlers: Readonly<Record<PortalOperationName, Handler>> = {
    ...sessionHandlers(access),
    ...peopleHandlers(access),
    ...buildingHandlers(parts),
    ...restoreHandlers(parts),
    ...commandHandlers(parts),
    ...figuresHandlers(parts),
    ...tunnelHandlers(parts),
    ...reportHandlers(parts),
  };
  const turns = new DrawingTurns(parts.clock);
  return async (app) => {
    await app.register(cookie);
    guardPortal(app, access, rules);
    await app.register(async (portal) => addOperations(portal, handlers, turns), {
      prefix: PORTAL_PREFIX,
    });
  };
}

function addOperations(
  app: FastifyInstance,
  handlers: Readonly<Record<PortalOperationName, Handler>>,
  turns: DrawingTurns,
): void {
  const operations = Object.entries(portalOperations) as [PortalOperationName, Operation][];
  for (const [name, { method, path, status, params, query, body }] of operations) {
    app.route({
      method,
      url: path,
      config: { portalOperation: name },
      schema: {
        ...(params === undefined ? {} : { params }),
        ...(query === undefined ? {} : { querystring: query }),
        ...(body === undefined ? {} : { body }),
      },
      handler: async (request, reply) => {
        const { portalLogin } = request;
        if (portalLogin !== null) turns.take(portalLogin.person.accountId, name);
        const answer = await refusedByDatabase(handlers[name](request, reply));
        return reply.code(status).send(answer);
      },
    });
  }
}

/** What the database's own policies refuse, and what is no text to it, is a refusal and not a fault. */
async function refusedByDatabase(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (typeof code === "string" && NO_TEXT.includes(code)) {
      throw new MegaError("REQUEST_INVALID", "A text holds a character that none can hold", {
        hint: "Leave out U+0000.",
        cause,
      });
    }
    if (code !== INSUFFICIENT_PRIVILEGE) throw cause;
    throw new MegaError("FORBIDDEN", "The database gives no right to this", { cause });
  }
}
