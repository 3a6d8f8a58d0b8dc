/** Where the pages are for who sits at this machine. */

import { isLoopbackHost } from "@mega/http";

/** "http://127.0.0.1:8082/"; by HTTPS where the address is not this machine's own. */
export function urlOf(host: string, port: number): string {
  // Who listens everywhere is reached here by the loopback address.
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const scheme = isLoopbackHost(shown) ? "http" : "https";
  return `${scheme}://${shown.includes(":") ? `[${shown}]` : shown}:${port}/`;
}
