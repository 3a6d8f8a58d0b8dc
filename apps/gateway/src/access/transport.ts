/** How a request came: what can be read on the way decides which cookie it gets. */

import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { tunnelOf } from "./tunnel-requests.ts";

/**
 * https: encrypted; loopback: from this machine; plain: readable on the way; tunnel: through the
 * gateway's server.
 */
export type Transport = "https" | "loopback" | "plain" | "tunnel";

/** A request as far as its way is concerned; Fastify's fits. */
interface Arrived {
  readonly raw: IncomingMessage;
  /** Undefined where there is no network, on the local socket. */
  readonly ip: string | undefined;
}

/** How the request came. Nothing that the sender writes into it is asked. */
export function transportOf({ raw, ip }: Arrived): Transport {
  if (tunnelOf(raw) !== undefined) return "tunnel";
  if (raw.socket instanceof TLSSocket) return "https";
  return ip === undefined || isLoopback(ip) ? "loopback" : "plain";
}

function isLoopback(ip: string): boolean {
  return /^(::ffff:)?127\./.test(ip) || ip === "::1";
}
