/** The portal's pages at their addresses. They hold nothing of anybody: what they show, they ask. */

import { fileURLToPath } from "node:url";
import { serveBuiltPages } from "@mega/http";
import type { Routes } from "../http/server.ts";

const PAGES_FOLDER = fileURLToPath(new URL("../../../web/portal/dist", import.meta.url));

/** The same as in the pages' own table, apps/web/src/portal/shell/pages.tsx, by their first part. */
const addresses = [
  "/account",
  "/buildings",
  "/buildings/*",
  "/gateways/*",
  "/invitation",
  "/login",
  "/me",
  "/me/*",
  "/operator",
  "/operator/*",
  "/reset",
];

/** The pages. @param folder Where they were built */
export function portalPages(folder: string = PAGES_FOLDER): Routes {
  return (app) => serveBuiltPages(app, { folder, addresses, hint: "Run npm run build:web." });
}
