/**
 * Requests that came through the local socket, which only the owner of the data folder can open. The
 * socket itself says so; nothing that is written into a request can.
 */

import type { IncomingMessage } from "node:http";

const local = new WeakSet<IncomingMessage>();

/** Called by the local socket for each of its requests. */
export function markLocal(request: IncomingMessage): void {
  local.add(request);
}

/** Whether the request came through the local socket. */
export function isLocal(request: IncomingMessage): boolean {
  return local.has(request);
}
