/** The gateway's pages at their addresses. */

import { serveBuiltPages } from "@mega/http";
import type { FastifyInstance } from "fastify";

/** Addresses of pages; the script that they all load decides what is drawn. */
const addresses = [
  "/accounts",
  "/audit",
  "/bus",
  "/bus/*",
  "/channels/:channelNo",
  "/claim",
  "/config",
  "/config/*",
  "/counters",
  "/invitations/*",
  "/login",
  "/lost",
  "/me",
  "/quarantine",
  "/tokens",
];

/** The built pages; every address that is not a file shows the one page. */
export function registerPages(app: FastifyInstance, folder: string): Promise<void> {
  return serveBuiltPages(app, { folder, addresses, hint: "Run npm start." });
}
