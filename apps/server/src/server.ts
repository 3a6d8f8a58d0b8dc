/** The server in service: its database, its jobs and its addresses, started and stopped as one. */

import { Server as TlsServer } from "node:tls";
import { type Clock, systemClock } from "@mega/domain";
import { listenFault } from "@mega/http";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import type { ServerContext } from "./context.ts";
import { openServedDatabase } from "./database/served-database.ts";
import { createHttpServer, type HttpOptions } from "./http/server.ts";
import { readTlsFiles, type TlsFiles, watchTlsFiles } from "./http/tls-files.ts";
import { readTrustedProxies } from "./http/trusted-proxies.ts";
import { type MailOptions, startJobs } from "./jobs.ts";
import { Counters } from "./metrics/counters.ts";
import { listenForMetrics } from "./metrics/metrics-listener.ts";
import type { PipeAddress } from "./pipe/pipe-address.ts";
import { openServerPipe } from "./pipe/server-pipe.ts";
import { routesOf } from "./routes.ts";
import { makeTunnels, type ServedTunnels, type TunnelOptions } from "./tunnel/serve-tunnels.ts";
import { type ServerWork, serverWorks } from "./work.ts";

/** How the server is started. */
export interface ServerOptions {
  /** Its own folder: the local database and its keys; made when absent. */
  readonly dataFolder: string;
  /** DATABASE_URL; null for a PostgreSQL of its own in the data folder. */
  readonly databaseUrl: string | null;
  readonly host: string;
  /** 0 for any. */
  readonly port: number;
  readonly logLevel: string;
  /** Where HTTPS is spoken; plain HTTP when left out. */
  readonly tls?: TlsFiles;
  /** Proxies whose word about the sender is taken, "10.0.0.7,192.168.3.0/24". */
  readonly trustedProxies?: string;
  /** A port for Prometheus on this machine alone; 0 for any, none when left out. */
  readonly metricsPort?: number;
  /** How mails go out; they wait when left out. */
  readonly mails?: MailOptions;
  /** A broker that batches come through as well; none when left out. */
  readonly pipe?: PipeAddress;
  /** Where pages of gateways are seen through tunnels; there are none when left out. */
  readonly tunnels?: TunnelOptions;
  /** What this process does; all of it when left out. */
  readonly works?: readonly ServerWork[];
  readonly clock?: Clock;
}

/** A running server. */
export interface RunningServer {
  /** Where it listens. */
  readonly url: string;
  /** Where its figures are; null where they are not served. */
  readonly metricsUrl: string | null;
  readonly context: ServerContext;
  /** Rejects when its own database does not come back. */
  readonly lost: Promise<never>;
  /** Ends requests, then the database. */
  stop(): Promise<void>;
}

/** What ends a part. */
type End = () => Promise<void> | void;

/**
 * Starts a server.
 *
 * @throws MegaError DATABASE_UNAVAILABLE, DATABASE_UNFIT, DATABASE_FOREIGN, DATABASE_LOCKED, PORT_BUSY,
 *   REQUEST_INVALID for files and addresses that do not serve
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const ends: End[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    return { ...(await start(options, ends)), stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** Starts part by part; each leaves its end in the list. */
async function start(options: ServerOptions, ends: End[]): Promise<Omit<RunningServer, "stop">> {
  const { dataFolder, databaseUrl, logLevel, clock = systemClock() } = options;
  const log = pino({ level: logLevel });
  const trustedProxies =
    options.trustedProxies === undefined ? [] : readTrustedProxies(options.trustedProxies);
  const tls = options.tls === undefined ? null : readTlsFiles(options.tls);

  const { works = serverWorks } = options;
  const served = await openServedDatabase({ dataFolder, databaseUrl, clock, log });
  ends.push(() => served.stop());
  const { database } = served;

  const counters = new Counters();
  const tunnels =
    options.tunnels === undefined ? null : makeTunnels(options.tunnels, { clock, database, log });
  const publicUrl = options.mails?.publicUrl;
  const known: ServerContext = { clock, database, dataFolder, counters, log, publicUrl };
  const context = tunnels === null ? known : { ...known, tunnels: tunnels.desk };
  const door = tunnels === null ? {} : { door: tunnels.door };
  const speaking = { log, counters, trustedProxies, tls, ...door };
  const app = await createHttpServer({ routes: routesOf(context, works), ...speaking });
  ends.push(() => app.close());
  if (tunnels !== null) ends.push(await tunnelling(tunnels, speaking));
  if (options.tls !== undefined && tls !== null) {
    ends.push(renewing(app, { clock, files: options.tls, first: tls }));
  }
  const metrics =
    options.metricsPort === undefined
      ? null
      : await listenForMetrics(options.metricsPort, () => counters.families());
  if (metrics !== null) ends.push(() => metrics.stop());

  if (works.includes("jobs")) {
    ends.push(await startJobs({ context, url: served.url, mails: options.mails }));
  }
  if (works.includes("ingest") && options.pipe !== undefined) {
    ends.push(await openServerPipe({ context, url: served.url, address: options.pipe }));
  }
  const url = await listen(app, options);
  return {
    url,
    metricsUrl: metrics === null ? null : `http://127.0.0.1:${metrics.port}/metrics`,
    context,
    lost: served.lost,
  };
}

/** Opens the port of tunnels, where they have one; the result ends them all. */
async function tunnelling(
  tunnels: ServedTunnels,
  speaking: Omit<HttpOptions, "routes">,
): Promise<End> {
  const { desk, port } = tunnels;
  if (port === null) return () => desk.stop();
  // Browsers find these names at the loopback address, and what goes there needs no encryption.
  const app = await createHttpServer({ routes: [], ...speaking, tls: null });
  tunnels.listensAt(await listen(app, { host: "127.0.0.1", port }));
  return async () => {
    await desk.stop();
    await app.close();
  };
}

type Renewing = Omit<Parameters<typeof watchTlsFiles>[0], "onRenewed" | "onFault">;

function renewing(app: FastifyInstance, what: Renewing): End {
  return watchTlsFiles({
    ...what,
    onRenewed: (pair) => {
      if (app.server instanceof TlsServer) app.server.setSecureContext(pair);
      app.log.info("another certificate is in force");
    },
    onFault: (fault) => app.log.error({ err: fault }, "the certificate before stays in force"),
  });
}

async function listen(
  app: FastifyInstance,
  { host, port }: Pick<ServerOptions, "host" | "port">,
): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    throw cause instanceof Error ? listenFault(cause, host, port) : cause;
  }
}
