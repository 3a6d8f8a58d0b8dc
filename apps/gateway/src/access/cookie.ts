/**
 * The cookie of a login. Over HTTPS the browser itself holds it to this host and to encrypted ways
 * (`__Host-`). Over plain HTTP it has another name, so that neither can stand for the other; with the
 * port in it, because browsers keep cookies of all ports of a host together.
 */

import type { FastifyReply, FastifyRequest } from "fastify";
import { transportOf } from "./transport.ts";

/** The word of the request's cookie; undefined without one. */
export function sessionWordOf(request: FastifyRequest): string | undefined {
  const word = request.cookies[cookieName(request)];
  return word !== undefined && /^[A-Za-z0-9_-]{22}$/.test(word) ? word : undefined;
}

/** Gives the browser the word of a new session. */
export function giveCookie(request: FastifyRequest, reply: FastifyReply, word: string): void {
  reply.setCookie(cookieName(request), word, attributes(request));
}

/** Takes the word away. */
export function takeCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(cookieName(request), attributes(request));
}

function cookieName(request: FastifyRequest): string {
  if (transportOf(request) === "https") return "__Host-mega";
  const port = request.raw.socket.localPort;
  return port === undefined ? "mega-plain" : `mega-plain-${port}`;
}

function attributes(request: FastifyRequest) {
  const secure = transportOf(request) === "https";
  return { path: "/", httpOnly: true, sameSite: "strict", secure } as const;
}
