/** The addresses of the server, part by part. */

import type { ServerContext } from "./context.ts";
import type { Routes } from "./http/server.ts";

/** Every part's addresses. */
export function routesOf(_context: ServerContext): readonly Routes[] {
  return [healthRoutes];
}

/** For whoever watches the process: it answers while it can serve. */
function healthRoutes(app: Parameters<Routes>[0]): void {
  app.get("/health", async () => ({ ok: true }));
}
