/**
 * The HTTP server: the operations of the contract below /api/v1, the live stream and the pages.
 * Requests are checked against the contract's schemas; failures become problem+json in one place.
 */

import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import {
  API_PREFIX,
  type Operation,
  type OperationName,
  operations,
  Problem,
} from "@mega/contract";
import { BODY_BYTES_MAX, CONTENT_POLICY, createFastify, REQUESTS_PER_MINUTE_MAX } from "@mega/http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { TSchema } from "typebox";
import type { Guard } from "../access/guard.ts";
import { transportOf } from "../access/transport.ts";
import { compressAnswers } from "./compress-answers.ts";
import { registerPages } from "./pages.ts";
import { installGatewayProblems } from "./problem.ts";

/** Answers one operation: the body of the answer, or the reply itself where it writes its own. */
type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** A handler for every operation of the contract; a missing one does not compile. */
export type Handlers = Readonly<Record<Exclude<OperationName, "openapi">, Handler>>;

/** What the server is made of. */
export interface ServerOptions {
  readonly handlers: Handlers;
  /** Lets requests through to their operations, or refuses them. */
  readonly guard: Guard;
  /** Folder of the built pages. */
  readonly pagesFolder: string;
  readonly version: string;
  readonly logLevel: string;
  /** Whether browsers are told, over HTTPS, to come by HTTPS alone from now on; never when absent. */
  readonly strictTransport?: () => boolean;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** The operation behind an address; pages and their files have none. */
    operation?: OperationName;
  }
}

/** The server, ready to listen. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = createFastify({ log: options.logLevel });
  installGatewayProblems(app);
  await app.register(cookie);
  options.guard(app);
  app.addHook("onRequest", async (request, reply) => {
    const strict = transportOf(request) === "https" && options.strictTransport?.() === true;
    if (strict) reply.header("strict-transport-security", "max-age=31536000");
  });
  await app.register(helmet, {
    // That header belongs to HTTPS alone: see above.
    hsts: false,
    contentSecurityPolicy: CONTENT_POLICY,
  });
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE_MAX,
    timeWindow: 60_000,
    // Who comes through the local socket has no address.
    keyGenerator: (request) => request.ip ?? "local socket",
  });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "MEGA gateway",
        version: options.version,
        description: "Figures are decimal texts; a missing figure is null. Errors: RFC 9457.",
      },
      servers: [{ url: "/" }],
    },
  });
  compressAnswers(app);
  await app.register(async (api) => registerOperations(api, options.handlers), {
    prefix: API_PREFIX,
  });
  // Collectors look here unless they are told otherwise.
  app.get(
    "/metrics",
    { schema: { hide: true }, config: { operation: "metrics" } },
    (request, reply) => options.handlers.metrics(request, reply),
  );
  await registerPages(app, options.pagesFolder);
  return app;
}

function registerOperations(api: FastifyInstance, handlers: Handlers): void {
  for (const [name, operation] of Object.entries(operations) as [OperationName, Operation][]) {
    const handler: Handler =
      name === "openapi" ? () => api.swagger() : handlers[name as keyof Handlers];
    api.route({
      method: operation.method,
      url: operation.path,
      config: { operation: name },
      schema: schemaOf(name, operation),
      bodyLimit: operation.bodyBytesMax ?? BODY_BYTES_MAX,
      handler: async (request, reply) => {
        if (operation.status !== 200) reply.code(operation.status);
        return handler(request, reply);
      },
    });
  }
}

/** Every refusal has the same form. */
const refusal = {
  description: "A refusal, RFC 9457.",
  content: { "application/problem+json": { schema: Problem } },
};

function schemaOf(name: string, operation: Operation): Record<string, unknown> {
  const answer: Record<string, unknown> =
    operation.answer === undefined
      ? {
          description: operation.mediaType,
          content: { [operation.mediaType ?? "text/plain"]: { schema: { type: "string" } } },
        }
      : { description: operation.summary, ...(operation.answer as TSchema) };
  return {
    operationId: name,
    summary: operation.summary,
    ...(operation.params === undefined ? {} : { params: operation.params }),
    ...(operation.query === undefined ? {} : { querystring: operation.query }),
    ...(operation.body === undefined ? {} : { body: operation.body }),
    response: { [operation.status]: answer, "4xx": refusal },
  };
}
