/** Failures of the gateway as answers: the form is that of every speaker of HTTP in the project. */

import { installProblemHandlers } from "@mega/http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Answers every failure in one form; a person who mistyped an address gets the page that says so. */
export function installGatewayProblems(app: FastifyInstance): void {
  installProblemHandlers(app, { missingPage });
}

function missingPage(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const hasPages = wantsPage(request) && "sendFile" in reply;
  return hasPages ? reply.code(404).sendFile("index.html") : undefined;
}

function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  const asked = method === "GET" && (headers.accept?.includes("text/html") ?? false);
  return asked && !/^\/(api|assets|metrics)(\/|$)/.test(url);
}
