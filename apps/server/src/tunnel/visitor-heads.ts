/**
 * What of a visitor's request goes to the gateway, and what of its answer to the visitor. The gateway is
 * told nothing that this server's own cookie opens, and its page cannot reach beyond the name it is shown
 * under. Pure.
 */

import type { IncomingHttpHeaders } from "node:http";
import {
  fitsFrame,
  isRequestHead,
  type TunnelRequestHead,
  type TunnelResponseHead,
  tunnelRequestHeaders,
} from "@mega/uplink";

/** A request as far as it matters. */
export interface VisitorRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/**
 * The head for the gateway.
 *
 * @param ownCookie The name of this server's cookie, which stays here
 * @returns undefined for what no page of the gateway asks for
 */
export function headForGateway(
  { method, url, headers }: VisitorRequest,
  ownCookie: string,
): TunnelRequestHead | undefined {
  const passed: [string, string][] = [];
  for (const name of tunnelRequestHeaders) {
    const value = headers[name];
    const text = typeof value === "string" && name === "cookie" ? without(value, ownCookie) : value;
    if (typeof text === "string" && text !== "") passed.push([name, text]);
  }
  const head = { method, path: url, headers: passed };
  return isRequestHead(head) && fitsFrame(head) ? head : undefined;
}

function without(cookies: string, name: string): string {
  return cookies
    .split(";")
    .map((one) => one.trim())
    .filter((one) => one.split("=")[0]?.trim() !== name)
    .join("; ");
}

/** They would reach beyond this name or this time, or tell of a connection that is not the visitor's. */
const heldBack = new Set([
  "access-control-allow-credentials",
  "access-control-allow-origin",
  "alt-svc",
  "connection",
  "expect-ct",
  "keep-alive",
  "nel",
  "proxy-authenticate",
  "proxy-connection",
  "public-key-pins",
  "report-to",
  "reporting-endpoints",
  "server",
  "strict-transport-security",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

/** Headers for the visitor; cookies that are none of the page's own host are left out. */
export function headersForVisitor(
  { headers }: TunnelResponseHead,
  ownCookie: string,
): Readonly<Record<string, string | string[]>> {
  const passed: Record<string, string | string[]> = {};
  const cookies: string[] = [];
  for (const [name, value] of headers) {
    if (heldBack.has(name)) continue;
    if (name === "set-cookie") {
      if (isOfItsHost(value, ownCookie)) cookies.push(value);
      continue;
    }
    const before = passed[name];
    passed[name] = typeof before === "string" ? `${before}, ${value}` : value;
  }
  if (cookies.length > 0) passed["set-cookie"] = cookies;
  return passed;
}

function isOfItsHost(cookie: string, ownCookie: string): boolean {
  const [pair = "", ...attributes] = cookie.split(";");
  if (pair.split("=")[0]?.trim().toLowerCase() === ownCookie.toLowerCase()) return false;
  return !attributes.some((one) => /^\s*domain\s*(=|$)/i.test(one));
}
