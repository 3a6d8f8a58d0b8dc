/** The one place where failures become HTTP answers: problem+json (RFC 9457) with code and pointer. */

import { type ProblemCode, problemType } from "@mega/contract";
import { type ErrorCode, MegaError } from "@mega/domain";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const statusOfCode: Partial<Record<ErrorCode, number>> = {
  REQUEST_INVALID: 400,
  CONFIG_INVALID: 422,
  PORT_BUSY: 409,
  NOT_FOUND: 404,
  CONFLICT: 409,
  LEDGER_REFUSED: 409,
  TOO_MANY_REQUESTS: 429,
  NOT_CLAIMED: 409,
  ALREADY_CLAIMED: 409,
  UNAUTHENTICATED: 401,
  LOGIN_REFUSED: 401,
  PROOF_REFUSED: 403,
  FORBIDDEN: 403,
  PASSWORD_NEEDED: 403,
  PASSWORD_WRONG: 403,
  TOO_MANY_ATTEMPTS: 429,
  CHANGED_MEANWHILE: 412,
  NETWORK_UNMANAGED: 409,
  NETWORK_REFUSED: 409,
  LEDGER_STORAGE_FAILED: 503,
  DATABASE_UNAVAILABLE: 503,
  GATEWAY_REPLACED: 409,
  LEDGER_FORKED: 409,
  MIRROR_GAP: 409,
  CODE_REFUSED: 403,
};

/** One faulty field. */
interface FieldProblem {
  /** JSON pointer into the body, or "/query/…", "/path/…". */
  readonly pointer: string;
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The body of an error answer. */
interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: ProblemCode;
  readonly hint?: string;
  readonly errors: readonly FieldProblem[];
}

/**
 * Answers an address that there is not for a person who mistyped it; undefined for a program, which gets
 * its problem.
 */
export type MissingPage = (
  request: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply | undefined;

/** What differs from one speaker to another. */
export interface ProblemOptions {
  readonly missingPage?: MissingPage;
  /** Hears of every refusal and failure, to count them. */
  readonly onProblem?: (code: ProblemCode, request: FastifyRequest) => void;
}

/** Answers every failure of a request in the same form. */
export function installProblemHandlers(
  app: FastifyInstance,
  { missingPage, onProblem }: ProblemOptions = {},
): void {
  app.setErrorHandler((error: FastifyError | MegaError, request, reply) => {
    const body = problemOf(error, pathOf(request));
    onProblem?.(body.code, request);
    const retryAfterS = error instanceof MegaError ? error.context["retryAfterS"] : undefined;
    if (typeof retryAfterS === "number") reply.header("retry-after", retryAfterS);
    if (body.status >= 500) request.log.error({ err: error, code: body.code }, "request failed");
    return send(reply, body);
  });
  app.setNotFoundHandler((request, reply) => {
    const missing = new MegaError("NOT_FOUND", `Nothing is at ${pathOf(request)}`);
    const body = problemOf(missing, pathOf(request));
    onProblem?.(body.code, request);
    return missingPage?.(request, reply) ?? send(reply, body);
  });
}

/** Answers an address that cannot be decoded, which never reaches an operation. */
export function refuseBadAddress(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  send(reply, problemOf(error, pathOf(request)));
}

/**
 * The same answer where nobody asks by HTTP.
 *
 * @param instance What was asked, in the form of a path.
 */
export function problemAnswer(
  error: MegaError,
  instance: string,
): { readonly status: number; readonly code: ProblemCode; readonly json: string } {
  const body = problemOf(error, instance);
  return { status: body.status, code: body.code, json: JSON.stringify(body) };
}

/** Its words are for whoever keeps the machine: addresses, folders, users. They stand in the log. */
const DATABASE_AWAY = "The database cannot be reached; the log of the program says why.";

function problemOf(error: FastifyError | MegaError, instance: string): ProblemBody {
  if (error instanceof MegaError) {
    const status = statusOfCode[error.code] ?? 500;
    if (error.code === "DATABASE_UNAVAILABLE") {
      return { ...named(error.code, status), detail: DATABASE_AWAY, instance, errors: [] };
    }
    const errors = (error.context["errors"] as readonly FieldProblem[] | undefined) ?? [];
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    // What a program needs besides, under names of its own (RFC 9457 §3.2).
    const members = error.context["members"] as Readonly<Record<string, unknown>> | undefined;
    const told = { ...named(error.code, status), detail: error.message, instance };
    return { ...members, ...told, ...hint, errors };
  }
  if (error.validation !== undefined) {
    const errors = error.validation.map((fault) => ({
      pointer: `${pointerOfContext(error.validationContext)}${fault.instancePath}`,
      code: fault.keyword,
      params: { ...fault.params, message: fault.message ?? "" },
    }));
    return { ...named("REQUEST_INVALID", 400), detail: error.message, instance, errors };
  }
  const status = error.statusCode ?? 500;
  const code = status === 429 ? "TOO_MANY_REQUESTS" : status < 500 ? "REQUEST_INVALID" : "INTERNAL";
  const detail = status < 500 ? error.message : "The program failed; its log says why.";
  return { ...named(code, status), detail, instance, errors: [] };
}

/** Where in the request a field stands: in the body, in the query or in the path. */
function pointerOfContext(context: string | undefined): string {
  if (context === "querystring") return "/query";
  return context === "params" ? "/path" : "";
}

function named(
  code: ProblemCode,
  status: number,
): Pick<ProblemBody, "type" | "title" | "status" | "code"> {
  return { type: problemType(code), title: code, status, code };
}

function send(reply: FastifyReply, body: ProblemBody): FastifyReply {
  return reply.code(body.status).type("application/problem+json").send(JSON.stringify(body));
}

function pathOf(request: FastifyRequest): string {
  return request.url.split("?")[0] ?? "/";
}
