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
    throw faultOf(cause as NodeJS.ErrnoException, host, port);
  }
}

function faultOf(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (cause.code) {
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

/** Where the pages are for who sits at this machine. */
export function urlOf(host: string, port: number): string {
  // Who listens everywhere is reached here by the loopback address.
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const scheme = isLoopbackHost(shown) ? "http" : "https";
  return `${scheme}://${shown.includes(":") ? `[${shown}]` : shown}:${port}/`;
}

/** Whether an address to listen on is this machine only. */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || isLoopbackAddress(host);
}

/** Whether a peer is this machine. */
export function isLoopbackAddress(address: string): boolean {
  return /^(::ffff:)?127\./.test(address) || address === "::1";
}
