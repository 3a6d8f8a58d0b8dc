/** The head of an answer as it passes through a tunnel. Pure. */

import type { IncomingMessage } from "node:http";
import { fitsFrame, isResponseHead, type TunnelResponseHead } from "@mega/uplink";

/** They tell of one connection, and there are others on the way (RFC 9110, 7.6.1). */
const ofConnection = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The head; undefined for one that no frame has room for. */
export function responseHeadOf({
  statusCode,
  rawHeaders,
}: Pick<IncomingMessage, "statusCode" | "rawHeaders">): TunnelResponseHead | undefined {
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? "").toLowerCase();
    if (!ofConnection.has(name)) headers.push([name, rawHeaders[at + 1] ?? ""]);
  }
  const head = { status: statusCode ?? 0, headers };
  return isResponseHead(head) && fitsFrame(head) ? head : undefined;
}
