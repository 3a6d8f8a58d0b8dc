/** Tunnels of a process: their desk, and the door for visitors, by names or by a port of this machine. */

import type { ServerContext } from "../context.ts";
import { TunnelDesk } from "./tunnel-desk.ts";
import { type TunnelDoor, tunnelDoor } from "./tunnel-door.ts";
import { namesBelow, namesHere } from "./tunnel-place.ts";

/** Where visitors of tunnels come in. */
export type TunnelOptions =
  /** Names below this one, at the port of the portal: "tunnel.example.org", as browsers reach it. */
  | { readonly kind: "names"; readonly host: string }
  /** A port of its own for names of this machine, which nobody else reaches; 0 for any. */
  | { readonly kind: "port"; readonly port: number };

/** The tunnels of a process. */
export interface ServedTunnels {
  readonly desk: TunnelDesk;
  readonly door: TunnelDoor;
  /** The port that is to listen for visitors; null where they come by the portal's. */
  readonly port: number | null;
  /** Where it listens. */
  listensAt(url: string): void;
}

/** What they stand on. */
type TunnelParts = Pick<ServerContext, "clock" | "database" | "log">;

/**
 * Makes them; nothing is opened.
 *
 * @throws MegaError CONFIG_INVALID for a name that is none
 */
export function makeTunnels(
  options: TunnelOptions,
  { clock, database, log }: TunnelParts,
): ServedTunnels {
  let port = options.kind === "port" ? options.port : 0;
  const place = options.kind === "names" ? namesBelow(options.host) : namesHere(() => port);
  const desk = new TunnelDesk({ clock, database, place, log });
  return {
    desk,
    door: tunnelDoor(desk, clock),
    port: options.kind === "port" ? options.port : null,
    listensAt(url) {
      port = Number(new URL(url).port);
    },
  };
}
