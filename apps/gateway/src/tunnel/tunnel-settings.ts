/** Whether the configuration lets the server ask for a tunnel. Pure. */

import { serverDefaults } from "@mega/contract";
import type { Installation } from "@mega/installation";

/** Without commands there is nobody who could ask for one. */
export function mayTunnel(server: Installation["server"]): boolean {
  if (server === null || !(server.enabled ?? serverDefaults.enabled)) return false;
  const { commands = serverDefaults.commands, tunnel = serverDefaults.tunnel } = server;
  return commands && tunnel;
}
