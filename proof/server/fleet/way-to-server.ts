/**
 * The ways of a gateway to its server: straight to an ingest process, and through a broker before it where
 * there is one. After a failure another process is asked, as a balancer would.
 */

import type { Clock } from "@mega/domain";
import { BrokerConnection } from "../../../apps/gateway/src/acquisition/mqtt/broker-connection.ts";
import {
  ServerConnection,
  type ServerRequest,
} from "../../../apps/gateway/src/uplink/ask-server.ts";
import { PipedServer } from "../../../apps/gateway/src/uplink/pipe/piped-server.ts";
import type { ServerOutcome } from "../../../apps/gateway/src/uplink/server-outcome.ts";

/** What a way is made of. */
export interface WayOptions {
  /** Of requests. */
  readonly clock: Clock;
  /** Of answers from the pipe, which a crowded machine gives late. */
  readonly pipeClock: Clock;
  readonly urls: readonly string[];
  /** Brokers; none where nothing goes through a pipe. */
  readonly pipes: readonly string[];
  /** Which of them this gateway begins with. */
  readonly first: number;
  readonly draw: () => number;
}

/** The way. */
export interface WayToServer {
  readonly ask: (request: ServerRequest, signal: AbortSignal) => Promise<ServerOutcome>;
  /** After a failure. */
  readonly turnElsewhere: () => void;
  /** Batches that went straight, since nothing came of the pipe or there is none. */
  readonly straight: () => number;
  readonly close: () => void;
}

/** Opens it. */
export function wayToServer(options: WayOptions): WayToServer {
  const { clock, pipeClock, urls, pipes, first, draw } = options;
  const connections = urls.map((url) => new ServerConnection({ clock, url }));
  let [at, straight] = [first, 0];
  const direct = {
    ask(request: ServerRequest, signal: AbortSignal): Promise<ServerOutcome> {
      if (request.path === "/v1/batch") straight += 1;
      const connection = connections[at % connections.length];
      if (connection === undefined) throw new Error("a fleet needs an ingest process");
      return connection.ask(request, signal);
    },
    close() {
      for (const connection of connections) connection.close();
    },
  };
  const broker = pipes[first % Math.max(1, pipes.length)];
  const server =
    broker === undefined
      ? direct
      : new PipedServer({
          ...{ clock: pipeClock, direct, draw, generation: () => 1 },
          settings: { url: broker, user: undefined, password: undefined },
          connect: (connecting) => new BrokerConnection(connecting),
        });
  return {
    ask: (request, signal) => server.ask(request, signal),
    turnElsewhere: () => {
      at += 1;
    },
    straight: () => straight,
    close: () => server.close(),
  };
}
