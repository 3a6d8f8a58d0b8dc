/** Where pages of gateways are seen through tunnels: from the command line and the environment. */

import { MegaError } from "@mega/domain";
import type { ServerOptions } from "@mega/server";
import type { Given } from "./arguments.ts";
import type { Command } from "./command.ts";

/** The option. */
export const tunnelOptions: Command["options"] = {
  "tunnel-port": {
    form: "number",
    value: "N",
    meaning:
      "Port on 127.0.0.1 for pages of gateways, <word>.localhost:N; others are reached by MEGA_TUNNEL_HOST.",
  },
};

/**
 * The setting; nothing where there are none.
 *
 * @param processes Behind the one address
 * @throws MegaError REQUEST_INVALID where both are given, or several processes share the address
 */
export function tunnelsOf(
  given: Given,
  env: NodeJS.ProcessEnv,
  processes: number,
): Pick<ServerOptions, "tunnels"> {
  const port = given.number("tunnel-port");
  const host = env["MEGA_TUNNEL_HOST"] ?? "";
  if (port === undefined && host === "") return {};
  if (port !== undefined && host !== "") {
    throw new MegaError("REQUEST_INVALID", "--tunnel-port and MEGA_TUNNEL_HOST exclude each other");
  }
  if (processes > 1) {
    throw new MegaError("REQUEST_INVALID", "Tunnels live in one process, not in --processes", {
      hint: "Run one with --role portal for the portal and its tunnels beside those for gateways.",
    });
  }
  return { tunnels: port === undefined ? { kind: "names", host } : { kind: "port", port } };
}
