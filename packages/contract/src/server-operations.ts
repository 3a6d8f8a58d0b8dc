/** The operations about the server. */

import type { Operation } from "./operation.ts";
import { ServerState } from "./server.ts";
import { CommandsState } from "./server-commands.ts";

/** The operations by name. */
export const serverOperations = {
  server: {
    method: "GET",
    path: "/server",
    summary: "How the gateway stands with its server.",
    status: 200,
    answer: ServerState,
  },
  serverCommands: {
    method: "GET",
    path: "/server/commands",
    summary: "What the server asked this gateway to do, and what came of it.",
    status: 200,
    answer: CommandsState,
  },
  uploadNow: {
    method: "POST",
    path: "/server/upload-now",
    summary: "Begins to send what waits at once; GET /server tells what comes of it.",
    status: 202,
    answer: ServerState,
  },
  enrolServer: {
    method: "POST",
    path: "/server/enrol",
    summary: "Asks the server for a new code, and answers when it is there.",
    status: 200,
    answer: ServerState,
  },
  leaveServer: {
    method: "DELETE",
    path: "/server/enrolment",
    summary: "Forgets the credential; what the server has stays there.",
    status: 200,
    answer: ServerState,
  },
  closeTunnel: {
    method: "DELETE",
    path: "/server/tunnel",
    summary: "Ends the tunnel by which somebody at the server sees this gateway's page.",
    status: 200,
    answer: ServerState,
  },
} as const satisfies Readonly<Record<string, Operation>>;
