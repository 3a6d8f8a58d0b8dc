/**
 * The visitors' side of tunnels: requests for the name of a tunnel. They meet none of the server's own
 * addresses, and its own cookies never come here, since the names are others.
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "@mega/domain";
import type { FastifyReply, FastifyRequest } from "fastify";
import { passRequest } from "./pass-request.ts";
import { ENTRANCE, type TunnelDesk } from "./tunnel-desk.ts";
import { tunnelLanguage, tunnelPage, tunnelPagePolicy } from "./tunnel-words.ts";
import { visitorCookie, visitorCookieName, visitorWordIn } from "./visitor-cookie.ts";

/** Answers a request that is for a tunnel; false for one that is not. */
export type TunnelDoor = (request: FastifyRequest, reply: FastifyReply) => boolean;

const loopbackAddress = /^((::ffff:)?127\.[\d.]+|::1)$/i;

/** The door. */
export function tunnelDoor(desk: TunnelDesk, clock: Pick<Clock, "setTimer">): TunnelDoor {
  return (request, reply) => {
    const word = desk.place.wordOf(request.host);
    if (word === null) return false;
    reply.hijack();
    const visit = { word, secure: request.protocol === "https" };
    // Passwords of the gateway pass here: never where they can be read on the way.
    if (!visit.secure && !loopbackAddress.test(request.ip)) {
      refuse(request.raw, reply.raw, 403);
      return true;
    }
    serve(desk, clock, { ...visit, request: request.raw, response: reply.raw });
    return true;
  };
}

interface Visit {
  readonly word: string;
  readonly secure: boolean;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function serve(desk: TunnelDesk, clock: Pick<Clock, "setTimer">, visit: Visit): void {
  const { word, secure, request, response } = visit;
  const { url = "", headers } = request;
  if (url.startsWith(ENTRANCE)) {
    enter(desk, visit, url.slice(ENTRANCE.length));
    return;
  }
  const live = desk.byWord(word);
  const visitor = visitorWordIn(headers.cookie, secure);
  if (live?.opened == null || visitor === undefined || !desk.knows(live, visitor)) {
    refuse(request, response, 403);
    return;
  }
  desk.touch(live);
  const { link } = live.opened;
  const ownCookie = visitorCookieName(secure);
  const tell = (status: number) => refuse(request, response, status);
  passRequest({ clock, link, request, response, ownCookie, refuse: tell });
}

/** A ticket becomes a cookie, and the address line forgets it. */
function enter(desk: TunnelDesk, { word, secure, request, response }: Visit, ticket: string): void {
  const visitor = request.method === "GET" ? desk.enter(word, ticket) : undefined;
  if (visitor === undefined) {
    refuse(request, response, 403);
    return;
  }
  response.writeHead(303, {
    location: "/",
    "set-cookie": visitorCookie(visitor, secure),
    "content-length": "0",
    ...always,
  });
  response.end();
}

const always = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "content-security-policy": tunnelPagePolicy,
};

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  if (response.headersSent || response.destroyed) return;
  const page = tunnelPage(
    tunnelLanguage(request.headers["accept-language"]),
    status === 403 ? "closed" : "failed",
  );
  // What he may still be sending is not waited for.
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-length": Buffer.byteLength(page),
    connection: "close",
    ...always,
  });
  response.end(request.method === "HEAD" ? undefined : page);
}
