/**
 * The HTTP server: what gateways ask below /v1, each with a guard of its own. It speaks plain HTTP;
 * whoever faces the Internet puts TLS before it, or gives it a certificate.
 */

import { TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import Fastify, { type FastifyInstance, LogController } from "fastify";
import { installProblemHandlers } from "./problem.ts";

/** A part of the server that adds its addresses. */
export type Routes = (app: FastifyInstance) => Promise<void> | void;

/** What the server is made of. */
export interface HttpOptions {
  readonly routes: readonly Routes[];
  readonly logLevel: string;
}

/** Bytes of a body, where an address does not allow more. */
const BODY_BYTES_MAX = 65_536;
/** A request's head has come whole within this time; looked at so often. */
const HEADERS_MS_MAX = 15_000;
const CHECK_EVERY_MS = 5000;

const compilers = {
  buildValidator: () => TypeBoxValidatorCompiler as never,
  buildSerializer: () => () => (body: unknown) => JSON.stringify(body),
};

/** The server, ready to listen. */
export async function createHttpServer({
  routes,
  logLevel,
}: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: 60_000,
    logger: { level: logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 64 },
    forceCloseConnections: true,
    http: { headersTimeout: HEADERS_MS_MAX, connectionsCheckingInterval: CHECK_EVERY_MS },
    schemaController: { compilersFactory: compilers },
  });
  installProblemHandlers(app);
  for (const add of routes) await app.register(async (part) => add(part));
  return app;
}
