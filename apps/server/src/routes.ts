/** The addresses of the server, part by part. */

import { openServerAccess } from "./access/server-access.ts";
import { backupRoutes } from "./backup/backup-routes.ts";
import { commandRoutes } from "./commands/command-routes.ts";
import type { ServerContext } from "./context.ts";
import { enrolmentRoutes } from "./enrolment/enrolment-routes.ts";
import type { Routes } from "./http/server.ts";
import { mirrorRoutes } from "./mirror/mirror-routes.ts";
import { portalPages } from "./pages/portal-pages.ts";
import { portalRoutes } from "./portal/portal-routes.ts";
import { leaveRoutes } from "./registry/leave-server.ts";
import { restoreRoutes } from "./restore/restore-routes.ts";
import { tunnelRoutes } from "./tunnel/tunnel-routes.ts";
import { type ServerWork, serverWorks } from "./work.ts";

/** The addresses of what a process does. */
export function routesOf(
  context: ServerContext,
  works: readonly ServerWork[] = serverWorks,
): readonly Routes[] {
  return [
    healthRoutes(context),
    ...(works.includes("ingest") ? gatewayRoutes(context) : []),
    ...(works.includes("portal") ? personRoutes(context) : []),
    ...(works.includes("portal") ? [portalPages()] : []),
  ];
}

/** What gateways ask. */
function gatewayRoutes(context: ServerContext): readonly Routes[] {
  return [
    enrolmentRoutes(context),
    leaveRoutes(context),
    mirrorRoutes(context),
    backupRoutes(context),
    commandRoutes(context),
    restoreRoutes(context),
  ];
}

/** What people ask; and where gateways dial whose page somebody wants to see. */
function personRoutes(context: ServerContext): readonly Routes[] {
  const access = openServerAccess(context);
  return [portalRoutes({ ...context, access }), tunnelRoutes(context)];
}

/** For whoever watches the process: it answers 200 while it can serve, 503 without its database. */
function healthRoutes({ database }: ServerContext): Routes {
  return (app) => {
    app.get("/health", async () => {
      await database.as({ kind: "job" }, (tx) => tx.query("SELECT"));
      return { ok: true };
    });
  };
}
