/** Asking the gateway about backups at the server and about a restore. */

import type { RestoreInfo, RestoreTokenMade, TakeoverRequest } from "@mega/contract";
import { API_PREFIX, ask, query } from "../../api/request.ts";

/** A server that does not answer keeps the gateway waiting for so long. */
const BEGIN_TIMEOUT_MS = 60_000;

export const fetchRestore = () => ask<RestoreInfo>("/restore");

export const makeToken = (confirmation: string | undefined) =>
  ask<RestoreTokenMade>("/restore/token", { method: "POST", body: {}, confirmation });

export const beginRestore = (body: TakeoverRequest, confirmation: string | undefined) =>
  ask<RestoreInfo>("/restore", {
    method: "POST",
    body,
    confirmation,
    timeoutMs: BEGIN_TIMEOUT_MS,
  });

export const retryRestore = () => ask<RestoreInfo>("/restore/retry", { method: "POST", body: {} });

export const giveUpRestore = (confirmation: string | undefined) =>
  ask<RestoreInfo>("/restore", { method: "DELETE", confirmation });

/** The sheet with the token of this name. */
export const tokenSheetAddress = (sheet: string, language: string) =>
  `${API_PREFIX}/configuration/print.pdf${query({ language, sheet })}`;
