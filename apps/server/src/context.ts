/** What the parts of the server share. */

import type { Clock } from "@mega/domain";
import type { FastifyBaseLogger } from "fastify";
import type { ServerDatabase } from "./database/server-database.ts";
import type { Counters } from "./metrics/counters.ts";
import type { TunnelDesk } from "./tunnel/tunnel-desk.ts";

/** Given to every part when it is joined. */
export interface ServerContext {
  readonly clock: Clock;
  readonly database: ServerDatabase;
  /** The server's own folder. */
  readonly dataFolder: string;
  readonly counters: Counters;
  /** Tunnels to pages of gateways; none where this process has no name for them. */
  readonly tunnels?: TunnelDesk;
  /** Where people reach the portal; absent where the server has no mail server. */
  readonly publicUrl?: string | undefined;
  /** JSON lines; what fails within a request is logged by the request. */
  readonly log: FastifyBaseLogger;
}
