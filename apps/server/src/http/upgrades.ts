/**
 * Requests that ask for another protocol: they pass the same guards as all others, and whoever is not let
 * through is refused in the same form. Only then the connection is handed over.
 */

import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";

/** A connection that waits for its request to be judged. */
interface Upgrade {
  /** Takes the connection over; nothing is answered by HTTP any more. */
  readonly accept: () => { readonly socket: Duplex; readonly head: Buffer };
}

const waiting = new WeakMap<IncomingMessage, Upgrade>();

/** Sends such requests the way of all others. */
export function routeUpgrades(app: FastifyInstance): void {
  app.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const response = new ServerResponse(request);
    socket.on("error", () => socket.destroy());
    response.shouldKeepAlive = false;
    // Of a server of HTTP or HTTPS: always a socket.
    response.assignSocket(socket as Socket);
    // Whoever does not end his side would have the connection for ever: no time of HTTP holds for it.
    response.on("finish", () => (socket as Socket).destroySoon());
    waiting.set(request, {
      accept() {
        response.detachSocket(socket as Socket);
        return { socket, head };
      },
    });
    app.routing(request, response);
  });
}

/** The connection of a request that asks for another protocol; undefined for all others. */
export function takeUpgrade(request: IncomingMessage): Upgrade | undefined {
  return waiting.get(request);
}
