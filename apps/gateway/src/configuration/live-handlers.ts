/** One set of handlers for the server, each of which asks the set of the configuration in force. */

import type { Handlers } from "../api/server.ts";

/** Handlers that never change, over those that change with the configuration. */
export function liveHandlers(current: () => Handlers): Handlers {
  const names = Object.keys(current()) as (keyof Handlers)[];
  const entries = names.map((name): [string, Handlers[keyof Handlers]] => [
    name,
    (request, reply) => current()[name](request, reply),
  ]);
  return Object.fromEntries(entries) as unknown as Handlers;
}
