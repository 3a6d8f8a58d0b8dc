/**
 * The interface over an inline ledger, a moved clock and meters whose counts a test writes: rounds,
 * judgements, months and answers are those of service; only the wires are missing.
 */

import { type MovedClock, movedClock } from "@mega/domain";
import {
  installationOf,
  loadProfileSet,
  type MeterPlan,
  parseConfigDocument,
  planReadings,
} from "@mega/installation";
import { inlineLedgerHost, type LedgerHost } from "@mega/ledger";
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { type Access, openAccess } from "../../access/access.ts";
import type { Guard } from "../../access/guard.ts";
import { machineGuard } from "../../access/machine-guard.ts";
import type { MeterReading } from "../../acquisition/meter-reading.ts";
import { noCounts } from "../../acquisition/mqtt/delivery.ts";
import { RoundRunner } from "../../acquisition/round-runner.ts";
import { AuditLog } from "../../audit/audit-log.ts";
import { BusWatch } from "../../bus-watch/bus-watch.ts";
import { idleWatch } from "../../bus-watch/testing/idle-watch.ts";
import { lastingCommands, makeCommands } from "../../commands/make-commands.ts";
import { ConfigurationDesk } from "../../configuration/configuration-desk.ts";
import { ConfigurationStore } from "../../configuration/configuration-store.ts";
import { takeSecretsOut } from "../../configuration/fill-secrets.ts";
import { gatewayCounters } from "../../counters/gateway-counters.ts";
import { MailService } from "../../mail/mail-service.ts";
import { testAuthority } from "../../mail/testing/certificates.ts";
import { MonthCloser } from "../../months/close-due-months.ts";
import { openNetwork } from "../../network/open-network.ts";
import { ChannelTurns } from "../../periods/channel-turns.ts";
import { Publishing } from "../../publish/publishing.ts";
import { idleBackup, rigRestore } from "../../restore/testing/rig-restore.ts";
import { openGatewayDatabase } from "../../store/gateway-database.ts";
import { TimeSource } from "../../time-source/time-source.ts";
import type { ServerPort } from "../../uplink/ask-server.ts";
import { Uplink } from "../../uplink/uplink.ts";
import { UplinkStore } from "../../uplink/uplink-store.ts";
import type { ApiContext } from "../api-context.ts";
import { EventStream } from "../event-stream.ts";
import { createHandlers } from "../handlers.ts";
import { readChannel } from "../rounds.ts";
import { createServer } from "../server.ts";

/** What the meters show, in units by meter and counter; a meter that is absent does not answer. */
export type Displays = Record<string, Record<string, number>>;

/** A gateway under a moved clock. */
export interface ApiRig {
  readonly app: FastifyInstance;
  readonly clock: MovedClock;
  readonly ledger: LedgerHost;
  readonly context: ApiContext;
  /** What the meters show from now on. */
  displays: Displays;
  /** Serial numbers that meters tell from now on; the others tell none. */
  serials: Record<string, string>;
  /** Meters answer when this is fulfilled. */
  pause: Promise<void>;
  /** Who answers as the server of the configuration; nobody at first. */
  server: Pick<ServerPort, "ask">;
  /** Moves the clock and makes the scheduled round of that time. */
  round(atMs: number): Promise<void>;
  /** An answer under /api/v1. */
  get(path: string): Promise<LightMyRequestResponse>;
  post(path: string, body?: object): Promise<LightMyRequestResponse>;
  /** Any request, with heads. */
  ask(
    method: "POST" | "PUT" | "DELETE",
    path: string,
    body: object,
    heads: Readonly<Record<string, string>>,
  ): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

const nobody: ApiRig["server"] = {
  ask: async () => {
    return { kind: "failed", code: "unreachable", detail: "nobody", retryAfterMs: null };
  },
};

/** Makes the rig from a configuration; nothing was read yet, and everybody is let in. */
export async function makeApiRig(
  config: string,
  startMs: number,
  guardOf: (access: Access) => Guard = () => machineGuard,
): Promise<ApiRig> {
  const clock = movedClock({ startMs, settle: () => new Promise((done) => setImmediate(done)) });
  const document = parseConfigDocument(config, "test");
  const installation = installationOf(document, "02:00:00:00:00:99");
  const profiles = loadProfileSet("/nowhere");
  const planned = planReadings(installation, profiles);
  const trust = { state: "S", offsetMs: null } as const;
  const ledger = await inlineLedgerHost({ path: ":memory:", clock, clockTrust: () => trust });
  const { timeZone, intervalMinutes } = installation;
  const months = new MonthCloser({ ledger, timeZone, tzVersion: "2026a", mayClose: () => true });
  let ids = 0;
  const newId = () => (++ids).toString(16).padStart(32, "0");
  const rig = {
    displays: {} as Displays,
    serials: {} as Record<string, string>,
    pause: Promise.resolve(),
    server: nobody,
  };
  const runner = new RoundRunner({
    clock,
    ledger,
    plan: planned.plan,
    intervalMinutes,
    readMeter: async (plan) => {
      await rig.pause;
      return readingOf(plan, rig.displays, clock.nowMs(), rig.serials[plan.meter.id]);
    },
    tzVersion: "2026a",
    newId,
    afterRound: async (endedAtMs) => void (await months.closeDue(endedAtMs)),
    onStep: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  const head = { seq: 0, hash: null };
  const database = openGatewayDatabase(":memory:");
  const audit = new AuditLog(database, clock);
  const onFailure = (error: unknown) => {
    throw error;
  };
  const buses = {
    ...idleWatch(),
    start: async () => undefined,
    readMeter: async () => [],
    statistics: async () => [],
    stop: async () => undefined,
  };
  const stream = new EventStream(clock, () => {
    return { kind: "hello", at: "2026-01-01T00:00:00Z", version: "0", head, round: null };
  });
  const watch = new BusWatch({
    clock,
    installation,
    planned,
    profiles,
    buses,
    database,
    latestRound: () => runner.latest,
    heard: () => null,
    newId,
    onProgress: (progress) => stream.send({ kind: "scan", ...progress }),
    onFailure: (error) => {
      throw error;
    },
  });
  const figures = { clock, installation, planned, ledger, runner, version: "0.0.0-test" };
  const counters = gatewayCounters({ ...figures, clockState: () => "S" });
  const mail = new MailService({
    ...{ clock, database, installation, newId, ca: testAuthority, version: "0.0.0-test" },
    table: (part) => counters.table(part),
    pagesUrl: () => "https://mega.example.org/",
    draw: () => 0.5,
    onFailure: (error) => {
      throw error;
    },
  });
  const turns = new ChannelTurns();
  const connect = () => ({
    ask: (...asked: Parameters<ServerPort["ask"]>) => rig.server.ask(...asked),
    close: () => undefined,
  });
  const commands = makeCommands(
    {
      ...{ counters, turns, connect, onFailure, calls: null },
      lasting: lastingCommands(database),
      uplinkStore: new UplinkStore(database, new Uint8Array(32)),
      context: () => context,
      draw: () => 0.5,
    },
    { clock, installation, ledger, audit, clockState: () => "S" },
  );
  const context: ApiContext = {
    clock,
    mail,
    commands,
    uplink: new Uplink({
      ...{ clock, installation, ledger, audit, onFailure },
      store: new UplinkStore(database, new Uint8Array(32)),
      draw: () => 0.5,
      connect: () => ({
        ask: (request, signal) => rig.server.ask(request, signal),
        close: () => undefined,
      }),
    }),
    restore: rigRestore({ clock, database, audit, ledger }),
    backup: idleBackup({ clock, database }),
    access: openAccess({ clock, database, audit, dataFolder: null }),
    loopbackOnly: true,
    pagesUrl: () => "https://192.168.0.20:8082/",
    installation,
    planned,
    profiles,
    ledger,
    database,
    audit,
    network: openNetwork({ clock, database, audit, nmcli: null, onFailure }),
    timeSource: new TimeSource({ clock, servers: installation.timeServers }),
    desk: deskOf(document, { clock, database, audit, profiles }),
    startedAtMs: startMs,
    runner,
    buses,
    watch,
    inputs: () => ({
      mqtt: { connections: [], embedded: null, counts: noCounts(), meters: [] },
      p1Ports: [],
    }),
    publishing: new Publishing({
      clock,
      installation,
      planned,
      ledger,
      buses: { statistics: async () => [] },
      database,
      plans: [],
      latestRound: () => runner.latest,
      readChannel: (channelNo) => readChannel(context, channelNo),
      startedAtMs: startMs,
      version: "0.0.0-test",
      onFailure: () => undefined,
    }),
    clockState: () => "S",
    ledgerDamaged: () => false,
    stream,
    tzVersion: "2026a",
    newId,
    version: "0.0.0-test",
  };
  const app = await createServer({
    handlers: createHandlers(context, turns),
    guard: guardOf(context.access),
    pagesFolder: "/nowhere",
    version: "0.0.0-test",
    logLevel: "silent",
  });
  const headers = { host: "localhost" };
  return Object.assign(rig, {
    app,
    clock,
    ledger,
    context,
    async round(atMs: number) {
      await clock.advanceTo(atMs);
      await runner.runAll("scheduled", atMs);
    },
    get: (path: string) => app.inject({ method: "GET", url: `/api/v1${path}`, headers }),
    post: (path: string, body: object = {}) =>
      app.inject({ method: "POST", url: `/api/v1${path}`, headers, payload: body }),
    ask: (...[method, path, body, heads]: Parameters<ApiRig["ask"]>) => {
      const url = `/api/v1${path}`;
      return app.inject({ method, url, headers: { ...headers, ...heads }, payload: body });
    },
    async close() {
      await mail.stop();
      await app.close();
      await ledger.close();
      database.close();
    },
  });
}

/** A desk with the document as its first revision. */
function deskOf(
  document: unknown,
  parts: Pick<ApiContext, "clock" | "database" | "audit" | "profiles">,
): ConfigurationDesk {
  const store = new ConfigurationStore(parts.database, new Uint8Array(32), parts.clock);
  const saved = { savedBy: "anna", cause: "page", ...takeSecretsOut(document) } as const;
  store.transaction(() => store.add(saved));
  return new ConfigurationDesk({
    ...parts,
    store,
    machineMac: "02:00:00:00:00:99",
    initial: {},
    // Nothing is built anew here: what is saved counts as in force.
    changer: () => ({ oneByOne: (work) => work(), apply: async (_, commit) => commit() }),
  });
}

/** What a meter gives: its display in whole steps, and four bytes that stand for the words. */
function readingOf(
  plan: MeterPlan,
  displays: Displays,
  takenAtMs: number,
  serialNumber: string | undefined,
): MeterReading {
  const shown = displays[plan.meter.id];
  return {
    meterId: plan.meter.id,
    counters: plan.counters.map(({ counterId, source }) => {
      const units = shown?.[counterId];
      if (units === undefined) {
        const reason = shown === undefined ? "timeout" : "not-available";
        const observed = { kind: "none", reason } as const;
        return { counterId, observed, raw: new Uint8Array(0), takenAtMs };
      }
      const count = Math.round(units * 10 ** source.decimals);
      const raw = new Uint8Array(4);
      new DataView(raw.buffer).setUint32(0, count % 2 ** 32);
      return { counterId, observed: { kind: "count", count }, raw, takenAtMs };
    }),
    live: [],
    ...(serialNumber === undefined || shown === undefined ? {} : { serialNumber }),
    latencyMs: shown === undefined ? null : 21.5,
  };
}
