/** The operations about backups at the server, and about taking another box's place. */

import type { Operation } from "./operation.ts";
import { RestoreInfo, RestoreTokenMade, TakeoverRequest } from "./restore.ts";

/** The operations by name. */
export const restoreOperations = {
  restoreInfo: {
    method: "GET",
    path: "/restore",
    summary: "How the configuration at the server stands, and a restore that is under way.",
    status: 200,
    answer: RestoreInfo,
  },
  makeRestoreToken: {
    method: "POST",
    path: "/restore/token",
    summary: "Makes a restore token, shown this once; the one before opens nothing any more.",
    status: 201,
    answer: RestoreTokenMade,
  },
  beginRestore: {
    method: "POST",
    path: "/restore",
    summary: "Asks the server for another box's place; only where this box has read nothing.",
    status: 202,
    body: TakeoverRequest,
    answer: RestoreInfo,
  },
  retryRestore: {
    method: "POST",
    path: "/restore/retry",
    summary: "Tries again what failed of a restore.",
    status: 202,
    answer: RestoreInfo,
  },
  giveUpRestore: {
    method: "DELETE",
    path: "/restore",
    summary: "Gives a restore up; the box stays as it was.",
    status: 200,
    answer: RestoreInfo,
  },
} as const satisfies Readonly<Record<string, Operation>>;
