/** The one place where failures of the server become answers: problem+json, RFC 9457. */

import { type ProblemCode, problemType } from "@mega/contract";
import { type ErrorCode, MegaError } from "@mega/domain";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const statusOfCode: Partial<Record<ErrorCode, number>> = {
  REQUEST_INVALID: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_MANY_REQUESTS: 429,
  DATABASE_UNAVAILABLE: 503,
};

/** Answers every failure in the same form; what is ours to mend stands in the log alone. */
export function installProblemHandlers(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | MegaError, request, reply) => {
    const { code, status, detail } = problemOf(error);
    if (status >= 500) request.log.error({ err: error, code }, "request failed");
    return send(request, reply, { code, status, detail });
  });
  app.setNotFoundHandler((request, reply) => {
    const detail = `Nothing is at ${pathOf(request)}`;
    return send(request, reply, { code: "NOT_FOUND", status: 404, detail });
  });
}

interface Told {
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: string;
}

function problemOf(error: FastifyError | MegaError): Told {
  if (error instanceof MegaError) {
    const { code, message: detail } = error;
    return { code, status: statusOfCode[code] ?? 500, detail };
  }
  const status = error.validation === undefined ? (error.statusCode ?? 500) : 400;
  if (status >= 500)
    return { code: "INTERNAL", status, detail: "The server failed; its log says why." };
  const code = status === 429 ? "TOO_MANY_REQUESTS" : "REQUEST_INVALID";
  return { code, status, detail: error.message };
}

function send(request: FastifyRequest, reply: FastifyReply, { code, status, detail }: Told) {
  const named = { type: problemType(code), title: code, status, code };
  const body = { ...named, detail, instance: pathOf(request), errors: [] };
  return reply.code(status).type("application/problem+json").send(JSON.stringify(body));
}

function pathOf(request: FastifyRequest): string {
  return request.url.split("?")[0] ?? "/";
}
