/**
 * Until the gateway has owners and roles it serves this machine only. Listening on the loopback
 * address is not enough: a page from elsewhere, open in a browser here, could reach it by a name that
 * resolves to loopback, or post to it. So the host must be a loopback name, and a request that
 * changes something must come from the gateway's own page or from no page at all.
 */

import { MegaError } from "@mega/domain";
import type { FastifyInstance } from "fastify";

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** Refuses requests for foreign hosts and changes asked for by foreign pages. */
export function installLoopbackGuard(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    const host = request.headers.host ?? "";
    if (!loopbackHost.test(host)) {
      throw new MegaError("REQUEST_INVALID", `Host "${host}" is not this machine`, {
        hint: "The gateway listens on this machine only: use http://127.0.0.1 and its port.",
      });
    }
    if (request.method === "GET" || request.method === "HEAD") return;
    const origin = request.headers.origin;
    const site = request.headers["sec-fetch-site"];
    const foreign = origin !== undefined && origin !== `http://${host}`;
    if (foreign || (site !== undefined && site !== "same-origin" && site !== "none")) {
      throw new MegaError("REQUEST_INVALID", "The request comes from another site", {
        hint: "Changes are made from the gateway's own page or by a program.",
      });
    }
  });
}
