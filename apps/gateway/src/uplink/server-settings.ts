/** Where the server is and when this gateway turns to it. Pure. */

import { createHash } from "node:crypto";
import { type ServerConfig, serverDefaults } from "@mega/contract";
import type { Installation } from "@mega/installation";

/** The settings of an installation that has a server, and has it switched on. */
export interface ServerSettings {
  /** Without a slash at its end: "https://server.example.org". */
  readonly url: string;
  /** How long after a round this gateway's turn is. */
  readonly spreadMs: number;
  /** The broker that batches go through; null for HTTPS alone. */
  readonly pipe: PipeSettings | null;
}

/** A broker between the gateway and its server. */
export interface PipeSettings {
  readonly url: string;
  /** Login at the broker; the gateway's number when undefined. */
  readonly user: string | undefined;
  readonly password: string | undefined;
}

/** The settings; null where nothing leaves the gateway. */
export function serverSettingsOf({
  server,
  mac,
}: Pick<Installation, "server" | "mac">): ServerSettings | null {
  if (server === null || !(server.enabled ?? serverDefaults.enabled)) return null;
  const jitterSeconds = server.jitterSeconds ?? serverDefaults.jitterSeconds;
  const { pipe } = server;
  return {
    url: serverUrlOf(server),
    spreadMs: spreadMs(mac, jitterSeconds),
    pipe: pipe === undefined ? null : { url: pipe.url, user: pipe.user, password: pipe.password },
  };
}

/** The address as everything of the server is kept by: without a slash at its end. */
export function serverUrlOf({ url }: ServerConfig): string {
  return url.replace(/\/$/, "");
}

/** A place within the jitter that is always the same for a gateway and even over all of them. */
export function spreadMs(mac: string, jitterSeconds: number): number {
  const drawn = createHash("sha256").update(mac).digest().readUInt32BE(0);
  return Math.floor((drawn / 2 ** 32) * jitterSeconds * 1000);
}
