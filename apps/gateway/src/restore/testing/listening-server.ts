/** The server in memory, behind a port: for a gateway in a process of its own. */

import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServerRequest } from "../../uplink/ask-server.ts";
import type { KeptServer } from "./kept-server.ts";

/** A port that answers. */
export interface ListeningServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Listens on a free port of this machine. */
export async function listenAs(server: KeptServer): Promise<ListeningServer> {
  const http = createServer(async (request, reply) => {
    const bytes = await bodyOf(request);
    const isJson = request.headers["content-type"] === "application/json";
    const outcome = await server.ask({
      method: request.method as ServerRequest["method"],
      path: request.url ?? "/",
      ...(isJson ? { body: { type: "application/json", bytes } } : {}),
    });
    if (outcome.kind === "answered") {
      reply.writeHead(outcome.status).end(outcome.bytes);
    } else if (outcome.kind === "refused") {
      const { status, code, detail } = outcome;
      reply.writeHead(status, { "content-type": "application/problem+json" });
      reply.end(JSON.stringify({ status, code, detail }));
    } else request.socket.destroy();
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    stop: () => stopped(http),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of request as AsyncIterable<Uint8Array>) parts.push(part);
  return Buffer.concat(parts);
}

function stopped(http: Server): Promise<void> {
  http.closeAllConnections();
  return new Promise((resolve) => http.close(() => resolve()));
}
