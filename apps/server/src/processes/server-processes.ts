/**
 * A server of several processes behind one address: the first one keeps the database, does the jobs and
 * starts the others, which take the connections in turns. One that ends unasked is started again; when
 * the first one is killed, the others end with it.
 */

import cluster, { type Worker } from "node:cluster";
import process from "node:process";
import { type Clock, type ErrorCode, MegaError, sleep, systemClock } from "@mega/domain";
import { pino } from "pino";
import type { ServerContext } from "../context.ts";
import { openServedDatabase } from "../database/served-database.ts";
import { startJobs } from "../jobs.ts";
import { Counters } from "../metrics/counters.ts";
import { type RunningServer, type ServerOptions, startServer } from "../server.ts";
import { serverWorks } from "../work.ts";

/** A server of several processes. */
export type RunningProcesses = Omit<RunningServer, "context">;

/** What a process tells the first one. */
type Told =
  | { readonly kind: "listening"; readonly url: string; readonly metricsUrl: string | null }
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string };

/** Most of them: each has ten connections to the database. */
export const PROCESSES_MAX = 32;
/** Which of them a process is, from 1; set by the first one. */
const PROCESS_NO = "MEGA_SERVER_PROCESS";
const PAUSE_MS_FIRST = 100;
const PAUSE_MS_MAX = 10_000;
/** One that served so long begins with the first pause again. */
const STEADY_MS = 60_000;
const STOP_MS_MAX = 30_000;

/** Which of the processes this is; undefined for the first one, and where there is but one. */
export function processNo(): number | undefined {
  const no = process.env[PROCESS_NO];
  return cluster.isWorker && no !== undefined ? Number(no) : undefined;
}

/** Serves as one of several; undefined when it cannot, which the first one hears. */
export async function serveAsOne(
  options: ServerOptions,
  no: number,
): Promise<RunningServer | undefined> {
  const { works = serverWorks, metricsPort } = options;
  const ports =
    metricsPort === undefined || metricsPort === 0 ? {} : metricsPortOf(metricsPort, no);
  try {
    const own = works.filter((work) => work !== "jobs");
    const server = await startServer({ ...options, ...ports, works: own });
    await tell({ kind: "listening", url: server.url, metricsUrl: server.metricsUrl });
    const stop = async () => {
      await server.stop();
      // The line to the first process would keep this one alive.
      process.disconnect();
    };
    return { ...server, stop };
  } catch (cause) {
    if (!(cause instanceof MegaError)) throw cause;
    await tell({ kind: "failed", code: cause.code, message: cause.message });
    process.disconnect();
    return undefined;
  }
}

/** The first one's figures are at the port that is named, those of the others behind it. */
function metricsPortOf(first: number, no: number): { readonly metricsPort: number } {
  return { metricsPort: first + no - 1 };
}

function tell(told: Told): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(told, undefined, {}, () => resolve());
  });
}

/**
 * Starts so many processes, each of which runs the same command as this one.
 *
 * @throws MegaError as `startServer`
 */
export async function startProcesses(
  options: ServerOptions,
  count: number,
): Promise<RunningProcesses> {
  const { dataFolder, databaseUrl, logLevel, clock = systemClock() } = options;
  const { works = serverWorks } = options;
  const log = pino({ level: logLevel });
  const served = await openServedDatabase({ dataFolder, databaseUrl, clock, log });
  const { database, url } = served;
  const publicUrl = options.mails?.publicUrl;
  const counters = new Counters();
  const context: ServerContext = { clock, database, dataFolder, counters, log, publicUrl };
  const processes = new Processes({ clock, log, databaseUrl: url });
  let endJobs: (() => Promise<void>) | undefined;
  const stop = async () => {
    await processes.stop();
    await endJobs?.();
    await served.stop();
  };
  try {
    if (works.includes("jobs")) endJobs = await startJobs({ context, url, mails: options.mails });
    const [first] = await processes.start(count);
    if (first === undefined) throw new Error("Broken assumption: no process was started");
    return { url: first.url, metricsUrl: first.metricsUrl, lost: served.lost, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

type Listening = Extract<Told, { kind: "listening" }>;

interface ProcessesOptions {
  readonly clock: Clock;
  readonly log: ServerContext["log"];
  readonly databaseUrl: string;
}

/** The processes besides this one. */
class Processes {
  readonly #options: ProcessesOptions;
  readonly #running = new Set<Worker>();
  readonly #stopping = new AbortController();

  constructor(options: ProcessesOptions) {
    this.#options = options;
  }

  /** Resolves when all of them listen. */
  start(count: number): Promise<readonly Listening[]> {
    return Promise.all(Array.from({ length: count }, (_none, at) => this.#keep(at + 1)));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const { clock } = this.#options;
    const ended = [...this.#running].map((worker) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      worker.once("exit", () => resolve());
      worker.process.kill("SIGTERM");
      const cancel = clock.setTimer(STOP_MS_MAX, () => worker.process.kill("SIGKILL"));
      return promise.then(cancel);
    });
    await Promise.all(ended);
  }

  /** Starts one, and again whenever it ends unasked; resolves when it listens for the first time. */
  async #keep(no: number): Promise<Listening> {
    const first = this.#fork(no);
    const listening = await first.listening;
    void this.#again(no, first.ended);
    return listening;
  }

  async #again(no: number, firstEnd: Promise<void>): Promise<void> {
    const { clock, log } = this.#options;
    const { signal } = this.#stopping;
    let ended = firstEnd;
    let sinceMs = clock.monotonicMs();
    let pauseMs = PAUSE_MS_FIRST;
    for (;;) {
      await ended;
      if (signal.aborted) return;
      if (clock.monotonicMs() - sinceMs >= STEADY_MS) pauseMs = PAUSE_MS_FIRST;
      log.error({ process: no }, "a process has ended and is started again");
      await sleep(clock, pauseMs, signal);
      if (signal.aborted) return;
      pauseMs = Math.min(2 * pauseMs, PAUSE_MS_MAX);
      sinceMs = clock.monotonicMs();
      const next = this.#fork(no);
      next.listening.catch((cause: unknown) =>
        log.error({ err: cause }, "a process did not start"),
      );
      ended = next.ended;
    }
  }

  #fork(no: number) {
    const env = { DATABASE_URL: this.#options.databaseUrl, [PROCESS_NO]: String(no) };
    const worker = cluster.fork(env);
    this.#running.add(worker);
    const ended = Promise.withResolvers<void>();
    const listening = Promise.withResolvers<Listening>();
    worker.on("message", (told: Told) => {
      if (told.kind === "listening") listening.resolve(told);
      else listening.reject(new MegaError(told.code, told.message));
    });
    worker.once("exit", (code, signal) => {
      this.#running.delete(worker);
      listening.reject(
        new MegaError("DATABASE_UNAVAILABLE", `A process ended by ${signal ?? `code ${code}`}`),
      );
      ended.resolve();
    });
    return { listening: listening.promise, ended: ended.promise };
  }
}
