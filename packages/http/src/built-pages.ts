/** Built pages, as files and at their addresses: compressed beforehand, and kept by browsers. */

import { existsSync } from "node:fs";
import staticFiles from "@fastify/static";
import { MegaError } from "@mega/domain";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { MissingPage } from "./problem.ts";

/** What is served. */
export interface BuiltPages {
  /** Where the build put them, with one index.html. */
  readonly folder: string;
  /** Addresses that draw the one page: its script decides what is shown there. */
  readonly addresses: readonly string[];
  /** What to do where they are not built. */
  readonly hint: string;
}

/** A page is no operation of the interface. */
const page = { schema: { hide: true } };

/** Serves them; where they are not built, their addresses say so with NOT_FOUND. */
export async function serveBuiltPages(app: FastifyInstance, pages: BuiltPages): Promise<void> {
  const { folder, addresses, hint } = pages;
  if (!existsSync(folder)) {
    for (const address of ["/", ...addresses]) {
      app.get(address, page, () => {
        throw new MegaError("NOT_FOUND", "The pages are not built", { hint });
      });
    }
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
  for (const address of addresses) {
    app.get(address, page, (_request, reply) => reply.sendFile("index.html"));
  }
}

/**
 * Gives a person who mistyped an address the page that says so, in his language. Programs get their
 * problem.
 *
 * @param programs First parts of addresses that programs ask: "api" for /api/…
 */
export function missingPageBut(programs: readonly string[]): MissingPage {
  const asked = new RegExp(`^/(${programs.join("|")})([/?]|$)`);
  return (request, reply) => {
    // Where pages were built, what is served beside them passes through their part.
    const hasPages = isForPerson(request) && !asked.test(request.url) && "sendFile" in reply;
    return hasPages ? reply.code(404).sendFile("index.html") : undefined;
  };
}

function isForPerson({ method, headers }: FastifyRequest): boolean {
  return method === "GET" && (headers.accept?.includes("text/html") ?? false);
}
