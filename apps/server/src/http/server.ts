/**
 * The HTTP server: what gateways and pages ask, each part with a guard of its own. It speaks HTTPS with
 * a certificate that it is given, or HTTP behind a proxy that does. Whoever comes from the Internet
 * without either is refused before anything that he sent is looked at.
 */

import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import { addressOf } from "@mega/access";
import { MegaError } from "@mega/domain";
import {
  CONTENT_POLICY,
  createFastify,
  installProblemHandlers,
  missingPageBut,
  REQUESTS_PER_MINUTE_MAX,
} from "@mega/http";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { Counters } from "../metrics/counters.ts";
import type { TunnelDoor } from "../tunnel/tunnel-door.ts";
import { limitConnections } from "./limit-connections.ts";
import type { KeyAndCertificate } from "./tls-files.ts";
import { isReadOnTheWay } from "./transport.ts";
import { routeUpgrades } from "./upgrades.ts";

/** A part of the server that adds its addresses. */
export type Routes = (app: FastifyInstance) => Promise<void> | void;

/** What the server is made of. */
export interface HttpOptions {
  readonly routes: readonly Routes[];
  readonly log: FastifyBaseLogger;
  readonly counters: Counters;
  /** Addresses or nets of proxies whose word about the sender is taken. */
  readonly trustedProxies: readonly string[];
  readonly tls: KeyAndCertificate | null;
  /** Takes requests for the names of tunnels; there are none when left out. */
  readonly door?: TunnelDoor;
}

const HANDSHAKE_MS_MAX = 10_000;
/** A process that serves no pages has none for this either. */
const missingPage = missingPageBut(["v1", "portal", "assets", "health"]);

/** The server, ready to listen. */
export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const { routes, log, counters, trustedProxies, tls, door } = options;
  const app = createFastify({
    log,
    trustedProxies,
    ...(tls === null
      ? {}
      : { tls: { ...tls, minVersion: "TLSv1.2", handshakeTimeout: HANDSHAKE_MS_MAX } }),
    onClientError: () => counters.count("refusals", "REQUEST_INVALID"),
  });
  installProblemHandlers(app, {
    missingPage,
    onProblem: (code) => counters.count("refusals", code),
  });
  limitConnections(app.server, {
    trustedProxies,
    onRefused: (limit) => counters.count("connectionsRefused", limit),
  });
  routeUpgrades(app);
  if (door !== undefined) {
    // First of all: what is for a tunnel meets nothing that is the server's own.
    app.addHook("onRequest", async (request, reply) => void door(request, reply));
  }
  app.addHook("onRequest", async (request, reply) => {
    // What is answered is somebody's, or of this moment.
    reply.header("cache-control", "no-store");
    if (isReadOnTheWay(request.protocol, request.ip)) throw plainRefused();
  });
  app.addHook("onResponse", async (_request, reply) => {
    counters.count("requests", `${Math.floor(reply.statusCode / 100)}xx`);
  });
  await app.register(helmet, {
    // Also behind a proxy: only those who come by HTTPS take it to heart.
    hsts: { maxAge: 31_536_000, includeSubDomains: false },
    contentSecurityPolicy: CONTENT_POLICY,
  });
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE_MAX,
    timeWindow: 60_000,
    keyGenerator: (request) => addressOf(request.ip),
  });
  for (const add of routes) await app.register(async (part) => add(part));
  return app;
}

function plainRefused(): MegaError {
  return new MegaError("FORBIDDEN", "From another network the server is asked by HTTPS alone", {
    hint: "Give the server a certificate, or name the proxy before it with --trusted-proxy.",
  });
}
