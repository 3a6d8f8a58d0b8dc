/** The built pages, as files and at their addresses: compressed, and kept by browsers. */

import { existsSync } from "node:fs";
import staticFiles from "@fastify/static";
import { MegaError } from "@mega/domain";
import type { FastifyInstance } from "fastify";

/** Addresses of pages; the script that they all load decides what is drawn. */
const pagePaths = [
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
export async function registerPages(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) {
    app.get("/", { schema: { hide: true } }, () => {
      throw new MegaError("NOT_FOUND", "The pages are not built", { hint: "Run npm start." });
    });
    return;
  }
  await app.register(staticFiles, {
    root: folder,
    cacheControl: false,
    // The build lays compressed copies beside its files; see apps/web/build/precompress.ts.
    preCompressed: true,
    setHeaders(reply, path) {
      const hashed = /\/assets\//.test(path);
      reply.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  for (const page of pagePaths) {
    // A page is no operation of the interface.
    app.get(page, { schema: { hide: true } }, (_request, reply) => reply.sendFile("index.html"));
  }
}
