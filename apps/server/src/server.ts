/** The server in service: its database, its jobs and its addresses, started and stopped as one. */

import { Server as TlsServer } from "node:tls";
import { type Clock, MegaError, systemClock } from "@mega/domain";
import { listenFault } from "@mega/http";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import type { ServerContext } from "./context.ts";
import { type KeptPostgres, keepPostgres } from "./database/kept-postgres.ts";
import { placeOfPostgres } from "./database/local/place.ts";
import { openServerDatabase } from "./database/server-database.ts";
import { createHttpServer } from "./http/server.ts";
import { readTlsFiles, type TlsFiles, watchTlsFiles } from "./http/tls-files.ts";
import { readTrustedProxies } from "./http/trusted-proxies.ts";
import { startMailJob } from "./mail/mail-job.ts";
import type { SmtpSettings } from "./mail/smtp-settings.ts";
import { Counters } from "./metrics/counters.ts";
import { listenForMetrics } from "./metrics/metrics-listener.ts";
import { startMirrorJobs } from "./mirror/mirror-jobs.ts";
import { routesOf } from "./routes.ts";

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
  readonly clock?: Clock;
}

/** How mails go out, and what the links in them begin with. */
export interface MailOptions {
  readonly smtp: SmtpSettings;
  /** Where people reach the portal: "https://mega.example.org". */
  readonly publicUrl: string;
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

  const local = databaseUrl === null ? await startLocal(dataFolder, clock, log) : null;
  if (local !== null) ends.push(() => local.stop());
  const database = await openServerDatabase(databaseUrl ?? local?.url ?? "");
  ends.push(() => database.close());

  const counters = new Counters();
  const context: ServerContext = { clock, database, dataFolder, counters, log };
  const routes = routesOf(context);
  const app = await createHttpServer({ routes, log, counters, trustedProxies, tls });
  ends.push(() => app.close());
  if (options.tls !== undefined && tls !== null) {
    ends.push(renewing(app, { clock, files: options.tls, first: tls }));
  }
  const metrics =
    options.metricsPort === undefined
      ? null
      : await listenForMetrics(options.metricsPort, () => counters.families());
  if (metrics !== null) ends.push(() => metrics.stop());

  ends.push(await startMirrorJobs(context));
  ends.push(mailing(context, options.mails));
  const url = await listen(app, options);
  return {
    url,
    metricsUrl: metrics === null ? null : `http://127.0.0.1:${metrics.port}/metrics`,
    context,
    lost: local?.lost ?? new Promise<never>(() => undefined),
  };
}

function mailing({ clock, database, log }: ServerContext, mails: MailOptions | undefined): End {
  const onFailure = (cause: unknown) => log.error({ err: cause }, "mails wait for the next run");
  const mailing = mails === undefined ? null : { ...mails, clock, database };
  return startMailJob({ clock, database, mailing, onFailure });
}

function startLocal(
  dataFolder: string,
  clock: Clock,
  log: ServerContext["log"],
): Promise<KeptPostgres> {
  const folder = placeOfPostgres(dataFolder);
  log.info({ folder }, "the database is a PostgreSQL of the server's own");
  const onEnd = (why: unknown) => {
    const error = new MegaError("DATABASE_UNAVAILABLE", "PostgreSQL has ended", { cause: why });
    log.error({ err: error, code: error.code, said: String(why) }, "PostgreSQL is started again");
  };
  return keepPostgres({ folder, clock, onEnd });
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
