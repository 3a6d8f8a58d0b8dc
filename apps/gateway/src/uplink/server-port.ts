/** The way to the server that the configuration names: HTTPS, and the pipe before it where one is set. */

import type { Clock } from "@mega/domain";
import { BrokerConnection } from "../acquisition/mqtt/broker-connection.ts";
import { ServerConnection, type ServerPort } from "./ask-server.ts";
import { PipedServer } from "./pipe/piped-server.ts";
import type { PipeSettings } from "./server-settings.ts";

/** What the way needs. */
export interface ServerPortOptions {
  readonly clock: Clock;
  /** Without a slash at its end. */
  readonly url: string;
  readonly pipe: PipeSettings | null;
  /** Of this box. */
  readonly generation: () => number;
}

/** Opens it; nothing is sent before something is asked. */
export function serverPort(options: ServerPortOptions): ServerPort {
  const { clock, url, pipe, generation } = options;
  const direct = new ServerConnection({ clock, url });
  if (pipe === null) return direct;
  const connect = (to: ConstructorParameters<typeof BrokerConnection>[0]) =>
    new BrokerConnection(to);
  const ways = { clock, direct, generation, connect, settings: pipe };
  return new PipedServer({ ...ways, draw: Math.random });
}
