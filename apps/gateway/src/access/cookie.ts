/** The cookie of a login: another one for each way that a request can come. */

import {
  type CookieWay,
  sessionCookieAttributes,
  sessionCookieName,
  sessionWordOfCookie,
} from "@mega/access";
import type { FastifyReply, FastifyRequest } from "fastify";
import { transportOf } from "./transport.ts";
import { tunnelOf } from "./tunnel-requests.ts";

/** The word of the request's cookie; undefined without one. */
export function sessionWordOf(request: FastifyRequest): string | undefined {
  return sessionWordOfCookie(request.cookies[sessionCookieName(wayOf(request))]);
}

/** Gives the browser the word of a new session. */
export function giveCookie(request: FastifyRequest, reply: FastifyReply, word: string): void {
  const way = wayOf(request);
  reply.setCookie(sessionCookieName(way), word, sessionCookieAttributes(way));
}

/** Takes the word away. */
export function takeCookie(request: FastifyRequest, reply: FastifyReply): void {
  const way = wayOf(request);
  reply.clearCookie(sessionCookieName(way), sessionCookieAttributes(way));
}

function wayOf(request: FastifyRequest): CookieWay {
  const port = request.raw.socket.localPort;
  const tunnel = tunnelOf(request.raw);
  if (tunnel !== undefined) return { secure: tunnel.origin.startsWith("https:"), port };
  return { secure: transportOf(request) === "https", port };
}
