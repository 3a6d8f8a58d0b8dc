/** Listening on an address of this machine, with faults in words. */

import type { Server } from "node:net";
import { MegaError } from "@mega/domain";

/** Listens; throws PORT_BUSY, or REQUEST_INVALID for an address that this machine has not. */
export async function listenAt(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ host, port }, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (cause) {
    throw listenFault(cause as Error, host, port);
  }
}

/** Why a port could not be listened on, as far as the system says it; else its own words. */
export function listenFault(cause: Error, host: string, port: number): Error {
  switch ("code" in cause ? cause.code : undefined) {
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new MegaError(
        "REQUEST_INVALID",
        `--host is "${host}"; this machine has no such address`,
        {
          hint: "Allowed: an address of this machine, 0.0.0.0 for all, 127.0.0.1 for itself only.",
          cause,
        },
      );
    case "EADDRINUSE":
      return new MegaError("PORT_BUSY", `Port ${port} is used by another program`, {
        hint: "Give another port with --port, or in the configuration.",
        context: { port },
        cause,
      });
    case "EACCES":
      return new MegaError("PORT_BUSY", `Port ${port} is kept for programs of the system`, {
        hint: "Give a port of 1024 or more.",
        context: { port },
        cause,
      });
    default:
      return cause;
  }
}

/** Whether an address to listen on is this machine only. */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || isLoopbackAddress(host);
}

/** Whether a peer is this machine. */
export function isLoopbackAddress(address: string): boolean {
  return /^(::ffff:)?127\./.test(address) || address === "::1";
}
