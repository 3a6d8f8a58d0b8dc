/** Asking the gateway about its server. */

import type { CommandsState, ServerState } from "@mega/contract";
import { ask } from "../../api/request.ts";

/** A server that does not answer keeps the gateway waiting for so long. */
const CODE_TIMEOUT_MS = 60_000;

export const fetchServer = () => ask<ServerState>("/server");

export const fetchCommands = () => ask<CommandsState>("/server/commands");

export const uploadNow = () => ask<ServerState>("/server/upload-now", { method: "POST", body: {} });

export const askForCode = (confirmation: string | undefined) =>
  ask<ServerState>("/server/enrol", {
    method: "POST",
    body: {},
    confirmation,
    timeoutMs: CODE_TIMEOUT_MS,
  });

export const leaveServer = (confirmation: string | undefined) =>
  ask<ServerState>("/server/enrolment", { method: "DELETE", confirmation });

export const closeTunnel = () => ask<ServerState>("/server/tunnel", { method: "DELETE" });
