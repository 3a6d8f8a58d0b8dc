/**
 * Requests that came through a tunnel. The connection itself says so, which this process has made;
 * nothing that is written into a request can.
 */

import type { IncomingMessage } from "node:http";

/** How a request of a tunnel came. */
export interface TunnelWay {
  /** Where the visitor's browser sees the page: "https://5d0c….tunnel.example.org". */
  readonly origin: string;
}

const tunnelled = new WeakMap<IncomingMessage, TunnelWay>();

/** Called by the tunnel for each of its requests. */
export function markTunnelled(request: IncomingMessage, way: TunnelWay): void {
  tunnelled.set(request, way);
}

/** The tunnel that a request came through; undefined for all others. */
export function tunnelOf(request: IncomingMessage): TunnelWay | undefined {
  return tunnelled.get(request);
}
