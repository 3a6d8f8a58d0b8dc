/** What is answered to bytes that are no request: the refusal that all others have, then the end. */

import type { Socket } from "node:net";
import { problemType } from "@mega/contract";

type Spoken = readonly [status: number, reason: string, detail: string];

const NO_REQUEST: Spoken = [400, "Bad Request", "This is no HTTP request"];
const spoken: Readonly<Record<string, Spoken>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    "Request Header Fields Too Large",
    "Address and headers are longer than 16 KB",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "The request did not come whole in time"],
};

/** Answers and closes; nothing of the request is repeated. */
export function refuseClientError(
  error: { readonly code?: string | undefined },
  socket: Socket,
): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  // An answer that has begun is not mixed with another one.
  if (!socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const [status, reason, detail] = spoken[error.code ?? ""] ?? NO_REQUEST;
  const code = "REQUEST_INVALID";
  const body = JSON.stringify({
    ...{ type: problemType(code), title: code, status, code, detail },
    ...{ instance: "", errors: [] },
  });
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "cache-control: no-store",
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  // Whoever keeps his side open has no connection left all the same.
  socket.destroySoon();
}
