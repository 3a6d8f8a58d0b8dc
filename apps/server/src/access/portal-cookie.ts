/** The cookie of a login of the portal. */

import { type CookieWay, sessionCookieAttributes, sessionCookieName } from "@mega/access";
import type { FastifyReply, FastifyRequest } from "fastify";

/** How a request came: as its connection says, or a proxy that is trusted. */
export function wayOf(request: FastifyRequest): CookieWay {
  return { secure: request.protocol === "https", port: request.raw.socket.localPort };
}

/** Gives the browser the word of a new login. */
export function giveCookie(request: FastifyRequest, reply: FastifyReply, word: string): void {
  const way = wayOf(request);
  reply.setCookie(sessionCookieName(way), word, sessionCookieAttributes(way));
}

/** Takes the word away. */
export function takeCookie(request: FastifyRequest, reply: FastifyReply): void {
  const way = wayOf(request);
  reply.clearCookie(sessionCookieName(way), sessionCookieAttributes(way));
}
