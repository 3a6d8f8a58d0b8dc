/**
 * Joins the parts that follow from a configuration, on the ports they are given. They are ended and
 * joined anew when the configuration changes; what outlives them is in `LastingParts`. In service the ports are threads, sockets
 * and the system's clock; for histories and tests they are inline and the clock is moved. Nothing
 * here knows which.
 */

import { randomBytes } from "node:crypto";
import process from "node:process";
import type { StreamEvent } from "@mega/contract";
import { type Clock, type ClockState, sleep } from "@mega/domain";
import type { Installation, PlannedInstallation, ProfileSet } from "@mega/installation";
import type { LedgerHost } from "@mega/ledger";
import type { Access } from "./access/access.ts";
import { Acquisition } from "./acquisition/acquisition.ts";
import type { BusHost } from "./acquisition/bus/bus-host.ts";
import { RoundRunner } from "./acquisition/round-runner.ts";
import type { UnstoredRounds } from "./acquisition/unstored-rounds.ts";
import type { ApiContext } from "./api/api-context.ts";
import type { EventStream } from "./api/event-stream.ts";
import { createHandlers } from "./api/handlers.ts";
import { readChannel } from "./api/rounds.ts";
import type { Handlers } from "./api/server.ts";
import type { AuditLog } from "./audit/audit-log.ts";
import type { BusWatch } from "./bus-watch/bus-watch.ts";
import { makeWatch } from "./bus-watch/make-watch.ts";
import { type LastingCommands, makeCommands } from "./commands/make-commands.ts";
import type { ConfigurationDesk } from "./configuration/configuration-desk.ts";
import { scopedLedger } from "./configuration/scoped-ledger.ts";
import { gatewayCounters } from "./counters/gateway-counters.ts";
import type { FrontDoor } from "./front-door/front-door.ts";
import { ownNames } from "./front-door/own-names.ts";
import { pagesUrl } from "./front-door/pages-url.ts";
import { MailService } from "./mail/mail-service.ts";
import { MonthCloser } from "./months/close-due-months.ts";
import type { NetworkControl } from "./network/network-control.ts";
import { ChannelTurns } from "./periods/channel-turns.ts";
import { publisherPlans } from "./publish/publish-plan.ts";
import { Publishing } from "./publish/publishing.ts";
import { ConfigurationBackup } from "./restore/configuration-backup.ts";
import type { RestoreParts } from "./restore/restore-parts.ts";
import { helloOf, RoundNews } from "./round-news.ts";
import type { GatewayDatabase } from "./store/gateway-database.ts";
import { VERSION } from "./system/version.ts";
import { TimeSource } from "./time-source/time-source.ts";
import type { GatewayTunnel } from "./tunnel/gateway-tunnel.ts";
import { serverPort } from "./uplink/server-port.ts";
import { serverSettingsOf } from "./uplink/server-settings.ts";
import { Uplink } from "./uplink/uplink.ts";
import type { UplinkStore } from "./uplink/uplink-store.ts";

/** What lives on while the configuration changes; made once. */
export interface LastingParts {
  readonly clock: Clock;
  readonly profiles: ProfileSet;
  readonly ledger: LedgerHost;
  /** gateway.db. */
  readonly database: GatewayDatabase;
  readonly audit: AuditLog;
  /** What gateway.db knows of the server. */
  readonly uplinkStore: UplinkStore;
  /** Commands of the server. */
  readonly commands: LastingCommands;
  /** Backups at the server, and the place of another box. */
  readonly restore: RestoreParts;
  /** The network of the box. */
  readonly network: NetworkControl;
  readonly desk: ConfigurationDesk;
  readonly access: Access;
  /** Whether only this machine can reach the pages. */
  readonly loopbackOnly: boolean;
  readonly stream: EventStream;
  /** The way by which the server shows the pages; none where nothing listens. */
  readonly tunnel?: GatewayTunnel;
  /** The port of the pages; none where nothing listens. */
  readonly door?: Pick<FrontDoor, "apply" | "url">;
  /** Rounds that wait for the disk. */
  readonly unstored: UnstoredRounds;
  /** Whether P1 ports and brokers are opened, or fed by hand. */
  readonly sources: "opened" | "fed";
  readonly startedAtMs: number;
  readonly clockState: () => ClockState;
  /** Whether a verification has found the ledger damaged. */
  readonly ledgerDamaged: () => boolean;
  /** Hears of what could not be stored. */
  readonly onFailure: (error: unknown) => void;
}

/** What the parts of one configuration stand on. */
export interface GatewayPorts {
  readonly lasting: LastingParts;
  readonly installation: Installation;
  readonly planned: PlannedInstallation;
  readonly buses: BusHost;
}

/** The running parts of one configuration. They are opened, begun and stopped once. */
export interface ComposedGateway {
  readonly context: ApiContext;
  readonly handlers: Handlers;
  readonly acquisition: Acquisition;
  readonly runner: RoundRunner;
  /** The first message of a page that connects. */
  hello(): StreamEvent;
  /** Opens links and connections; throws PORT_BUSY and others. */
  open(): Promise<void>;
  /** Catches up a missed round and keeps to the schedule. */
  begin(): void;
  /** Ends the schedule and closes everything; never throws. */
  stop(): Promise<void>;
}

/** A round may take this long to end by itself; then its silent meters are given up. */
const ROUND_END_MS_MAX = 60_000;

/** Joins the parts; nothing is opened before `open`. */
export function composeGateway(ports: GatewayPorts): ComposedGateway {
  const { lasting, installation, planned, buses } = ports;
  const { clock, stream, onFailure } = lasting;
  const scope = scopedLedger(lasting.ledger);
  const { ledger } = scope;
  const tzVersion = process.versions["tz"] ?? "unknown";
  const newId = () => randomBytes(16).toString("hex");
  const { timeZone } = installation;
  // By this the gateway publishes to its own broker; nobody else learns it.
  const ownLogin = { userName: "mega", password: newId() };
  const acquisition = new Acquisition({
    clock,
    installation,
    meters: planned.meters,
    buses,
    sources: lasting.sources,
    ownLogin,
  });
  const timeSource = new TimeSource({ clock, servers: installation.timeServers });
  const mayClose = () => !lasting.ledgerDamaged();
  const months = new MonthCloser({ ledger, timeZone, tzVersion, mayClose });
  const news = new RoundNews({
    clock,
    plan: planned.plan,
    ledger,
    send: (event) => stream.send(event),
    heard: () => stream.heard,
  });
  const runner: RoundRunner = new RoundRunner({
    clock,
    ledger,
    plan: planned.plan,
    intervalMinutes: installation.intervalMinutes,
    readMeter: acquisition.readMeter,
    tzVersion,
    newId,
    unstored: lasting.unstored,
    afterRound: async (endedAtMs) => {
      await months.closeDue(endedAtMs);
    },
    onStep: (record, meter) => {
      news.tell(record, meter);
      publishing.tell(record, meter);
      watch.roundEnded(record);
    },
    onFailure,
  });
  const publishing: Publishing = new Publishing({
    clock,
    installation,
    planned,
    ledger,
    buses,
    database: lasting.database,
    plans: lasting.sources === "opened" ? publisherPlans(installation, ownLogin) : [],
    latestRound: () => runner.latest,
    readChannel: (channelNo) => readChannel(context, channelNo),
    startedAtMs: lasting.startedAtMs,
    version: VERSION,
    onFailure,
  });
  const figures = { ...lasting, installation, planned, ledger, runner, version: VERSION };
  const counters = gatewayCounters(figures);
  const pagesUrlNow = () =>
    pagesUrl({
      loopbackOnly: lasting.loopbackOnly,
      ownUrl: lasting.door?.url,
      names: ownNames(),
    });
  const mail = new MailService({
    ...{ clock, database: lasting.database, installation, newId, version: VERSION, onFailure },
    table: (part) => counters.table(part),
    pagesUrl: pagesUrlNow,
    draw: Math.random,
  });
  const uplink = new Uplink({
    ...{ clock, installation, ledger, onFailure },
    store: lasting.uplinkStore,
    audit: lasting.audit,
    draw: Math.random,
    connect: (url) =>
      serverPort({
        ...{ clock, url },
        pipe: serverSettingsOf(installation)?.pipe ?? null,
        generation: () => ledger.snapshot().generation,
      }),
    tunnel: () => lasting.tunnel?.state ?? null,
  });
  const serverUrl = serverSettingsOf(installation)?.url ?? null;
  const backup = new ConfigurationBackup({
    clock,
    store: lasting.restore.store,
    url: serverUrl,
    isEnrolled: () => serverUrl !== null && lasting.uplinkStore.credential(serverUrl) !== undefined,
    ask: (request) => uplink.ask(request),
    current: () => lasting.restore.backedUp(lasting.desk),
    draw: Math.random,
    onFailure,
  });
  const turns = new ChannelTurns();
  const commands = makeCommands(
    {
      lasting: lasting.commands,
      uplinkStore: lasting.uplinkStore,
      context: () => context,
      counters,
      turns,
      calls: uplink.calls,
      draw: Math.random,
      onFailure,
    },
    { clock, installation, ledger, audit: lasting.audit, clockState: lasting.clockState },
  );
  const watch: BusWatch = makeWatch({
    clock,
    installation,
    planned,
    profiles: lasting.profiles,
    buses,
    database: lasting.database,
    acquisition,
    stream,
    runner: () => runner,
    newId,
    onFailure,
  });
  const context: ApiContext = {
    ...lasting,
    timeSource,
    installation,
    planned,
    ledger,
    runner,
    buses,
    watch,
    inputs: () => ({ mqtt: acquisition.mqtt.health(), p1Ports: acquisition.p1.health() }),
    publishing,
    mail,
    uplink,
    commands,
    backup,
    pagesUrl: pagesUrlNow,
    tzVersion,
    newId,
    version: VERSION,
  };
  let endNews = (): void => undefined;
  return {
    context,
    handlers: createHandlers(context, turns),
    acquisition,
    runner,
    hello: () => helloOf({ clock, plan: planned.plan, ledger }, runner.latest, VERSION),
    async open() {
      await acquisition.start();
      await lasting.door?.apply(installation.web);
    },
    begin() {
      lasting.tunnel?.configure(installation);
      endNews = news.start();
      publishing.start();
      if (lasting.sources === "opened") watch.start();
      if (lasting.sources === "opened") mail.start();
      if (lasting.sources === "opened") uplink.start();
      if (lasting.sources === "opened") backup.start();
      if (lasting.sources === "opened") commands.start();
      // A demo asks nobody outside, and a moved clock cannot be compared.
      if (lasting.sources === "opened" && !installation.demo) timeSource.start();
      runner.start();
    },
    async stop() {
      commands.stop();
      acquisition.waitNoMore();
      const silenced = publishing.stop();
      await mail.stop().catch(onFailure);
      await uplink.stop().catch(onFailure);
      await backup.stop().catch(onFailure);
      const unwatched = watch.stop().catch(onFailure);
      const ended = runner.stop().catch(onFailure);
      await inTime(clock, ended);
      await silenced;
      await unwatched;
      // Without their links the meters that are still awaited count as missed.
      await acquisition.stop().catch(onFailure);
      await ended;
      await months.finish(clock.nowMs()).catch(onFailure);
      endNews();
      timeSource.stop();
      months.stop();
      scope.release();
    },
  };
}

/** Resolves when the round has ended, or has had its time. */
async function inTime(clock: Clock, ended: Promise<void>): Promise<void> {
  const over = new AbortController();
  await Promise.race([ended, sleep(clock, ROUND_END_MS_MAX, over.signal)]);
  over.abort();
}

/** A gateway whose disk takes nothing starts all the same and shows what it has. */
export async function noteStart(ledger: LedgerHost, why: string): Promise<void> {
  const { head } = ledger.snapshot();
  const lastSeenMs = head.seq === 0 ? null : head.recordedAtMs;
  await ledger.append([{ kind: "restarted", lastSeenMs, why }]);
}
