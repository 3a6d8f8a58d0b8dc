/** The counterpart as a port, without a network, and behind HTTP. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { ServerPort, ServerRequest } from "../ask-server.ts";
import { refusalOf, type ServerOutcome } from "../server-outcome.ts";
import type { Asked, Counterpart, Reply } from "./counterpart.ts";

/** Asks it directly: for a clock that is moved. */
export function counterpartPort(server: () => Counterpart): ServerPort {
  return {
    async ask(request: ServerRequest, signal: AbortSignal): Promise<ServerOutcome> {
      const gone = {
        kind: "failed",
        code: "unreachable",
        detail: "gone",
        retryAfterMs: null,
      } as const;
      if (signal.aborted) return gone;
      const reply = server().serve(request);
      if (reply === "no-answer") return gone;
      const bytes = bytesOf(reply);
      if (reply.status < 300) return { kind: "answered", status: reply.status, bytes };
      return refusalOf(reply.status, bytes, undefined);
    },
    close: () => undefined,
  };
}

/** A counterpart that listens. */
export interface ListeningCounterpart {
  readonly url: string;
  stop(): Promise<void>;
}

/** Lets it listen on 127.0.0.1, with TLS where a certificate is given. */
export async function listen(
  counterpart: Pick<Counterpart, "serve">,
  { port = 0, tls }: { readonly port?: number; readonly tls?: { key: string; cert: string } } = {},
): Promise<ListeningCounterpart> {
  const serve = (request: IncomingMessage, response: ServerResponse) =>
    void answer(counterpart, request, response);
  const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const at = (server.address() as AddressInfo).port;
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${at}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  counterpart: Pick<Counterpart, "serve">,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of request as AsyncIterable<Uint8Array>) parts.push(part);
  } catch {
    return;
  }
  const { method = "", url = "", headers } = request;
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
  const asked: Asked = {
    method: method as Asked["method"],
    path: url,
    ...(bearer === undefined ? {} : { bearer }),
    body: { type: "application/cbor", bytes: Uint8Array.from(Buffer.concat(parts)) },
  };
  const reply = counterpart.serve(asked);
  if (reply === "no-answer") response.destroy();
  else response.writeHead(reply.status, { "content-type": "application/json" }).end(bytesOf(reply));
}

function bytesOf({ body }: Reply): Uint8Array {
  return body === null ? new Uint8Array(0) : new TextEncoder().encode(JSON.stringify(body));
}
