/**
 * Whether a change was asked for by a page of another site (cross-site request forgery), or by a
 * page whose name was made to point at this machine.
 */

import { isForeignChange } from "@mega/access";
import { MegaError } from "@mega/domain";
import type { FastifyRequest } from "fastify";
import { transportOf } from "./transport.ts";
import { tunnelOf } from "./tunnel-requests.ts";

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** Refuses a request that changes something for another site; FORBIDDEN. */
export function refuseForeignPages(request: FastifyRequest): void {
  const host = request.headers.host ?? "";
  const transport = transportOf(request);
  // A page elsewhere could reach this machine by a name of its own that resolves to loopback.
  if (transport === "loopback" && !loopbackHost.test(host)) {
    throw new MegaError("FORBIDDEN", `Host "${host}" is not this machine`, {
      hint: "On this machine use http://127.0.0.1 or http://localhost and the port.",
    });
  }
  const site = request.headers["sec-fetch-site"];
  const page = {
    method: request.method,
    origin: request.headers.origin,
    site: typeof site === "string" ? site : undefined,
  };
  const own =
    tunnelOf(request.raw)?.origin ?? `${transport === "https" ? "https" : "http"}://${host}`;
  if (isForeignChange(page, own)) {
    throw new MegaError("FORBIDDEN", "The request comes from another site", {
      hint: "Changes are made from the gateway's own page or by a program.",
    });
  }
}
