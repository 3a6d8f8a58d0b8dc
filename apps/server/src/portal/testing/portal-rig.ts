/** The portal over a real database, under a moved clock; and people who ask it. */

import { csrfOf } from "@mega/access";
import {
  type Operation,
  PORTAL_PREFIX,
  type PortalOperationName,
  portalOperations,
} from "@mega/contract";
import { type MovedClock, movedClock } from "@mega/domain";
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { pino } from "pino";
import type { PortalRules } from "../../access/portal-guard.ts";
import { beginLogin, confirmLogin } from "../../access/portal-sessions.ts";
import { openServerAccess, type ServerAccess } from "../../access/server-access.ts";
import type { ServerContext } from "../../context.ts";
import { createHttpServer } from "../../http/server.ts";
import { Counters } from "../../metrics/counters.ts";
import type { TestPostgres } from "../../testing/test-database.ts";
import { makeTunnels } from "../../tunnel/serve-tunnels.ts";
import type { TunnelDesk } from "../../tunnel/tunnel-desk.ts";
import { portalRoutes } from "../portal-routes.ts";

/** How an operation is asked. */
export interface PortalAsked {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly ip?: string;
}

/** The rig. */
export interface PortalRig {
  readonly app: FastifyInstance;
  readonly access: ServerAccess;
  readonly context: ServerContext;
  readonly clock: MovedClock;
  readonly url: string;
  readonly tunnels: TunnelDesk | undefined;
  ask(name: PortalOperationName, asked?: PortalAsked): Promise<LightMyRequestResponse>;
  /** Headers of somebody who is logged in with all that can be asked of him. */
  loggedIn(accountId: number): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

/** 2 May 2026, 10:00 in Brussels. */
const rigStartMs = Date.UTC(2026, 4, 2, 8, 0);
const HOST = "portal.example.org";

/** Opens a database of its own. @param folder Of the server's key */
export async function makePortalRig(
  postgres: TestPostgres,
  folder: string,
  options: {
    readonly rules?: PortalRules;
    readonly startMs?: number;
    /** Below which tunnels have their names; there are none when left out. */
    readonly tunnelHost?: string;
    readonly publicUrl?: string;
  } = {},
): Promise<PortalRig> {
  const clock = movedClock({ startMs: options.startMs ?? rigStartMs });
  const database = await postgres.database();
  const access = openServerAccess({ clock, database, dataFolder: folder });
  const counters = new Counters();
  const log = pino({ level: "silent" });
  const { rules, publicUrl } = options;
  const context: ServerContext = {
    ...{ clock, database, dataFolder: folder, counters, log },
    publicUrl,
  };
  const { tunnelHost: host } = options;
  const tunnels =
    host === undefined ? null : makeTunnels({ kind: "names", host }, { clock, database, log });
  const desk = tunnels === null ? {} : { tunnels: tunnels.desk };
  const portal = portalRoutes({
    ...context,
    ...desk,
    access,
    ...(rules === undefined ? {} : { rules }),
  });
  const app = await createHttpServer({
    routes: [portal],
    log,
    counters,
    trustedProxies: ["127.0.0.1"],
    tls: null,
    ...(tunnels === null ? {} : { door: tunnels.door }),
  });
  return {
    app,
    tunnels: tunnels?.desk,
    access,
    context,
    clock,
    url: database.url,
    ask(name, { params = {}, query = {}, body, headers = {}, ip = "203.0.113.7" } = {}) {
      const { method, path }: Operation = portalOperations[name];
      const filled = path.replace(/:(\w+)/g, (_, key: string) => String(params[key] ?? "1"));
      return app.inject({
        method,
        url: `${PORTAL_PREFIX}${filled}`,
        query: { ...query },
        remoteAddress: "127.0.0.1",
        headers: {
          host: HOST,
          "x-forwarded-for": ip,
          "x-forwarded-proto": "https",
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body }),
      });
    },
    loggedIn: (accountId) =>
      database.as({ kind: "job" }, async (tx) => {
        const nowMs = clock.nowMs();
        const { word, login } = await beginLogin(tx, { accountId, nowMs, factor: true });
        await confirmLogin(tx, login, nowMs);
        return headersOf(word);
      }),
    async close() {
      await tunnels?.desk.stop();
      await app.close();
      await database.close();
    },
  };
}

/** The headers of a browser with a login's word. */
export function headersOf(word: string): Readonly<Record<string, string>> {
  return { cookie: `__Host-mega=${word}`, "mega-csrf": csrfOf(word) };
}

/** The headers of whoever an answer logged in. */
export function enteredBy(answer: LightMyRequestResponse): Readonly<Record<string, string>> {
  if (answer.statusCode >= 300) throw new Error(answer.body);
  const cookie = answer.cookies.find(({ name }) => name === "__Host-mega");
  if (cookie === undefined) throw new Error("The answer sets no cookie");
  return headersOf(cookie.value);
}
