/**
 * An HTTP server with a limit on everything that a stranger sends: head, body, time, connections. What
 * breaks a limit is refused in the form of all refusals.
 */

import type { ServerOptions as TlsOptions, Server as TlsServer } from "node:https";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyHttpsOptions,
  type FastifyInstance,
  type FastifyServerOptions,
  LogController,
} from "fastify";
import { refuseClientError } from "./client-error.ts";
import { refuseBadAddress } from "./problem.ts";
import { compileValidator } from "./read-numbers.ts";

/** Bytes of a body, where an operation does not allow more. */
export const BODY_BYTES_MAX = 65_536;
/** Requests of one address in a minute. */
export const REQUESTS_PER_MINUTE_MAX = 1200;
/** A request's head has come whole within this time; looked at so often. */
const HEADERS_MS_MAX = 15_000;
const CHECK_EVERY_MS = 5000;
/** A request has come whole; a connection says something. */
const REQUEST_MS_MAX = 60_000;
const SILENCE_MS_MAX = 70_000;
/** Characters of a part of an address. */
const PARAMETER_LENGTH_MAX = 64;

/** How a server is made. */
export interface FastifyMaking {
  /** A log that is kept already, or the level of a new one. */
  readonly log: FastifyBaseLogger | string;
  /** Proxies whose word about the sender's address is taken; nobody's when left out. */
  readonly trustedProxies?: readonly string[];
  /** Key and certificate; plain HTTP when left out. */
  readonly tls?: TlsOptions;
  /** Bytes that were no request were refused. */
  readonly onClientError?: () => void;
}

/**
 * Given when the server is made and not set afterwards, they spare loading the compilers that come
 * with the framework, whose types know no other schemas than their own.
 */
const compilers = {
  buildValidator: () => compileValidator as never,
  buildSerializer: () => () => (body: unknown) => JSON.stringify(body),
};

/** A server without operations; whoever makes it installs the handlers of its problems. */
export function createFastify(making: FastifyMaking): FastifyInstance {
  const { log, trustedProxies = [], tls, onClientError } = making;
  const usual: FastifyServerOptions = {
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    connectionTimeout: SILENCE_MS_MAX,
    ...(typeof log === "string" ? { logger: { level: log } } : { loggerInstance: log }),
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: PARAMETER_LENGTH_MAX },
    forceCloseConnections: true,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    clientErrorHandler: (error, socket) => {
      onClientError?.();
      refuseClientError(error, socket);
    },
    frameworkErrors: refuseBadAddress,
    schemaController: { compilersFactory: compilers },
  };
  const times = { headersTimeout: HEADERS_MS_MAX, connectionsCheckingInterval: CHECK_EVERY_MS };
  if (tls === undefined) return Fastify({ ...usual, http: times });
  // A server of HTTPS is one of HTTP for all that parts do with it.
  const secure = { ...(usual as object), https: { ...tls, ...times } };
  return Fastify(secure as FastifyHttpsOptions<TlsServer>) as unknown as FastifyInstance;
}
