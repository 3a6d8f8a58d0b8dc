/**
 * What a tunnel leads to: the gateway's own page and nothing else. Nothing is connected and no address is
 * looked up: the bytes of a request go from the tunnel's stream to the server of the pages within this
 * process, by a pair of streams in memory.
 */

import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { type Duplex, duplexPair } from "node:stream";
import type { TunnelRequestHead, TunnelStream } from "@mega/uplink";
import { markTunnelled, type TunnelWay } from "../access/tunnel-requests.ts";
import { responseHeadOf } from "./response-head.ts";

/** Answers a request as the server of the pages does. */
export type AnswerPages = (request: IncomingMessage, response: ServerResponse) => void;

/** The address that stands for a visitor of a tunnel, in the audit log and where tries are counted. */
const TUNNEL_ADDRESS = "tunnel";

/** The page, as a tunnel sees it. */
export interface TunnelPages {
  answer(head: TunnelRequestHead, stream: TunnelStream): void;
  /** Ends what goes on. */
  close(): void;
}

/** Makes it for one tunnel. */
export function tunnelPages(answerPages: AnswerPages, way: TunnelWay): TunnelPages {
  const server = createServer((request, response) => {
    markTunnelled(request, way);
    answerPages(request, response);
  });
  // It gets its connections by hand; only then does it look for requests that take too long.
  server.emit("listening");
  const { host } = new URL(way.origin);
  return {
    answer(head, stream) {
      const [near, far] = duplexPair();
      for (const end of [near, far]) end.on("error", () => undefined);
      Object.assign(far, { remoteAddress: TUNNEL_ADDRESS });
      server.emit("connection", far);
      stream.on("close", () => far.destroy());
      pass(head, stream, { near, host });
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Passing {
  readonly near: Duplex;
  readonly host: string;
}

/** Asks the page by a connection of its own, and lets bodies flow as fast as they are read. */
function pass(head: TunnelRequestHead, stream: TunnelStream, { near, host }: Passing): void {
  const request = httpRequest({
    method: head.method,
    path: head.path,
    headers: ["host", host, ...head.headers.flat()],
    createConnection: () => near,
  });
  const giveUp = () => stream.destroy();
  request.on("error", giveUp);
  request.on("response", (answer) => {
    const told = responseHeadOf(answer);
    if (told === undefined) return giveUp();
    stream.respond(told);
    answer.pipe(stream);
    // Whoever is refused before his body was read: the rest of it is let go.
    answer.on("end", () => stream.resume());
    answer.on("close", () => {
      if (!answer.complete) giveUp();
    });
  });
  stream.pipe(request);
  stream.on("close", () => {
    request.destroy();
    near.destroy();
  });
}
