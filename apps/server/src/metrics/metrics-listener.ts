/**
 * Figures for Prometheus, on a port of their own that this machine alone can reach: they tell nobody's
 * readings, but what strangers tried is none of strangers' business.
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { EXPOSITION_TYPE, exposition, type Family, listenAt } from "@mega/http";

/** Where the port listens. */
const HOST = "127.0.0.1";
const CONNECTIONS_MAX = 16;
const REQUEST_MS_MAX = 10_000;

/** A listening port. */
export interface MetricsListener {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Listens.
 *
 * @param port 0 for any
 * @throws MegaError PORT_BUSY
 */
export async function listenForMetrics(
  port: number,
  families: () => readonly Family[],
): Promise<MetricsListener> {
  const server = createServer({ requestTimeout: REQUEST_MS_MAX }, (request, response) =>
    answer(request, response, families),
  );
  server.maxConnections = CONNECTIONS_MAX;
  await listenAt(server, HOST, port);
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  { method, url }: IncomingMessage,
  response: ServerResponse,
  families: () => readonly Family[],
): void {
  if (method === "GET" && url === "/metrics") {
    response.writeHead(200, { "content-type": EXPOSITION_TYPE }).end(exposition(families()));
  } else {
    response.writeHead(404).end();
  }
}
