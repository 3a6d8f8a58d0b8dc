/**
 * The gateway in service: the ledger and the buses in threads of their own, the pages behind the
 * guard, a local door for the `mega` command.
 */

import { chmodSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { MegaError, systemClock } from "@mega/domain";
import { isLoopbackHost } from "@mega/http";
import { installationOf, loadProfileSet, machineMac } from "@mega/installation";
import { workerLedgerHost } from "@mega/ledger";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { openAccess } from "./access/access.ts";
import { accessGuard } from "./access/guard.ts";
import { watchPrgButton } from "./access/prg-button.ts";
import { StayEnds } from "./access/stay-ends.ts";
import { busSpecificationsOf } from "./acquisition/bus/bus-plan.ts";
import { workerBusHost } from "./acquisition/bus/worker-bus-host.ts";
import { UnstoredRounds } from "./acquisition/unstored-rounds.ts";
import { createServer } from "./api/server.ts";
import { AuditLog } from "./audit/audit-log.ts";
import { lastingCommands } from "./commands/make-commands.ts";
import { ConfigurationDesk } from "./configuration/configuration-desk.ts";
import { ConfigurationStore } from "./configuration/configuration-store.ts";
import { deviceKey } from "./configuration/device-key.ts";
import { takeSecretsOut } from "./configuration/fill-secrets.ts";
import { LiveGateway } from "./configuration/live-gateway.ts";
import {
  type ConfigurationSource,
  openConfiguration,
} from "./configuration/opening-configuration.ts";
import { CertificateKeeper } from "./front-door/certificate-keeper.ts";
import { FrontDoor } from "./front-door/front-door.ts";
import { ownNames } from "./front-door/own-names.ts";
import { nmcliRunner } from "./network/nmcli.ts";
import { openNetwork } from "./network/open-network.ts";
import { finishTakeover } from "./restore/finish-takeover.ts";
import { makeRestoreParts } from "./restore/restore-parts.ts";
import { openStore } from "./store/open-store.ts";
import { watchClockTrust } from "./system/clock-trust.ts";
import { openControlSocket } from "./system/control-socket.ts";
import { syncNamesFrom } from "./system/durable-file.ts";
import { LEDGER_FILE, PAGES_FOLDER, PROFILES_FOLDER } from "./system/folders.ts";
import { LedgerCare } from "./system/ledger-care.ts";
import { writePidFile } from "./system/pid-file.ts";
import { VERSION } from "./system/version.ts";
import { dialTunnel } from "./tunnel/dial-tunnel.ts";
import { GatewayTunnel } from "./tunnel/gateway-tunnel.ts";
import { ServerConnection } from "./uplink/ask-server.ts";
import { UplinkStore } from "./uplink/uplink-store.ts";

/** What a gateway is started with. */
export interface GatewayOptions {
  readonly dataFolder: string;
  readonly source: ConfigurationSource;
  /** Port of the pages whatever the configuration says; 0 takes any free one. */
  readonly port?: number;
  /** Address to listen on: "0.0.0.0" for all. */
  readonly host: string;
  /** The value file of the PRG button's GPIO: "1" while it is pressed; none when absent. */
  readonly prgGpioPath?: string;
  /** fatal, error, warn, info, debug, silent. */
  readonly logLevel: string;
}

/** A gateway in service. */
export interface RunningGateway {
  /** "http://127.0.0.1:8082/". */
  readonly url: string;
  /** "https://192.168.0.20:8082/", for others in the building; null where they cannot reach it. */
  readonly pagesUrl: string | null;
  /** SHA-256 of the certificate, hexadecimal with colons. */
  readonly certificateFingerprint: string;
  /** The setup code while nobody has claimed the gateway. */
  readonly setupCode: string | undefined;
  /** Port of the gateway's own broker; undefined when it has none. */
  readonly embeddedPort: number | undefined;
  /** Rejects when a thread has ended that the gateway cannot do without. */
  readonly lost: Promise<never>;
  /** Resolves when it is to be stopped and started anew, with what was restored. */
  readonly renewed: Promise<void>;
  /** Ends rounds and closes everything; what was acknowledged is on the disk. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a gateway.
 *
 * @throws MegaError CONFIG_INVALID, LEDGER_LOCKED, LEDGER_CHAIN_BROKEN, PORT_BUSY; nothing keeps
 *   running then.
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const opened: (() => Promise<void> | void)[] = [];
  try {
    return await start(options, opened);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

async function start(
  options: GatewayOptions,
  opened: (() => Promise<void> | void)[],
): Promise<RunningGateway> {
  const { dataFolder, source, logLevel } = options;
  const clock = systemClock();
  const log = pino({ level: logLevel });
  makeFolder(dataFolder);
  const profiles = loadProfileSet(join(dataFolder, PROFILES_FOLDER));
  for (const { file, findings } of profiles.refused)
    log.warn({ file, findings }, "profile refused");
  const trust = await watchClockTrust(clock);
  opened.push(trust.stop);
  finishTakeover({ dataFolder, clock });
  const ledger = await workerLedgerHost({
    path: join(dataFolder, LEDGER_FILE),
    clock,
    clockTrust: () => ({ state: trust.state(), offsetMs: null }),
  });
  opened.push(() => ledger.close());
  const database = openStore(dataFolder);
  opened.push(() => database.close());
  const audit = new AuditLog(database, clock);
  const key = deviceKey(dataFolder);
  const store = new ConfigurationStore(database, key, clock);
  const ground = { profiles, machineMac: machineMac() };
  const { config, lostSecrets } = openConfiguration({ store, audit, source, ground });
  for (const pointer of lostSecrets) log.error({ pointer }, "a secret cannot be read any more");
  const installation = installationOf(config, ground.machineMac);
  // A disk that takes nothing is no reason to be down: what can be shown is shown.
  const withoutDisk = (error: unknown) => log.warn({ err: error }, "the data folder takes nothing");
  const certificate = new CertificateKeeper({
    clock,
    dataFolder,
    names: ownNames,
    onFailure: withoutDisk,
  });
  const certificateFingerprint = () => certificate.fingerprint;
  const access = openAccess({ clock, database, audit, dataFolder, certificateFingerprint });
  opened.push(() => access.streams.stop());
  try {
    new StayEnds(database).mend(ledger.snapshot());
  } catch (error) {
    log.error({ err: error }, "stays that ended with an unwritten period could not be mended");
  }
  const network = openNetwork({
    clock,
    database,
    audit,
    // A demo shows the machine's network and leaves it alone.
    nmcli: installation.demo ? null : nmcliRunner(clock),
    onFailure: (error) => log.error({ err: error }, "the network could not be changed"),
  });
  opened.push(() => network.stop());
  const { host, port } = options;
  const door = new FrontDoor({
    certificate,
    host,
    ...(port === undefined ? {} : { fixedPort: port }),
  });
  opened.push(() => door.stop());
  let lose: (error: Error) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  lost.catch(() => undefined);
  const loseTo = (what: string) => (error: unknown) => {
    log.fatal({ err: error }, what);
    lose(error instanceof Error ? error : new Error(String(error)));
  };
  let renew: () => void = () => undefined;
  const renewed = new Promise<void>((resolve) => {
    renew = resolve;
  });
  const restore = makeRestoreParts({
    clock,
    dataFolder,
    database,
    deviceKey: key,
    audit,
    machineMac: ground.machineMac,
    view: () => ledger.snapshot(),
    connect: (url) => new ServerConnection({ clock, url }),
    draw: Math.random,
    onFailure: (error) => log.error({ err: error }, "a restore did not go on"),
    onReady: () => renew(),
  });
  opened.push(() => restore.takeovers.stop());
  const uplinkStore = new UplinkStore(database, key);
  const tunnel = new GatewayTunnel({
    clock,
    access,
    credential: (url) => uplinkStore.credential(url)?.text,
    answerPages: (request, response) => app.routing(request, response),
    dial: dialTunnel,
  });
  opened.push(() => tunnel.stop());
  const live: LiveGateway = new LiveGateway({
    lasting: {
      clock,
      profiles,
      ledger,
      database,
      audit,
      uplinkStore,
      tunnel,
      commands: lastingCommands(database),
      restore,
      network,
      desk: new ConfigurationDesk({
        ...ground,
        clock,
        store,
        audit,
        initial: takeSecretsOut(config).document,
        changer: () => live,
      }),
      access,
      loopbackOnly: isLoopbackHost(host),
      door,
      unstored: new UnstoredRounds(),
      sources: "opened",
      startedAtMs: clock.nowMs(),
      clockState: trust.state,
      ledgerDamaged: () => care.damage !== null,
      onFailure: (error) => log.error({ err: error }, "a round could not be stored"),
    },
    installation,
    makeBuses: (next, planned) =>
      workerBusHost(busSpecificationsOf(next, planned.meters), loseTo("the bus worker ended")),
    onLost: loseTo("the configuration could not be changed, nor the one before it kept"),
  });
  opened.push(() => live.stop());
  const care = new LedgerCare({
    clock,
    ledger,
    timeZone: () => live.current.context.installation.timeZone,
    onFailure: (error) => log.error({ err: error }, "the ledger could not be looked after"),
    onVerified: (report) => {
      if (report.firstBad === null) log.info({ entries: report.entries }, "the ledger is good");
      else log.fatal({ firstBad: report.firstBad }, "the ledger is damaged; no month is closed");
    },
  });
  const app: FastifyInstance = await createServer({
    handlers: live.handlers,
    guard: accessGuard(access),
    pagesFolder: PAGES_FOLDER,
    version: VERSION,
    logLevel,
    strictTransport: () => door.strict,
  });
  opened.push(() => app.close());
  await app.ready();
  await door.open(app.server, installation.web);
  await openControlSocket(dataFolder, { app, ledger, access }).then(
    (close) => opened.push(close),
    withoutDisk,
  );
  try {
    opened.push(writePidFile(dataFolder));
  } catch (error) {
    withoutDisk(error);
  }
  const { presence } = access;
  let setupCode: string | undefined;
  try {
    if (!presence.claimed) setupCode = presence.codeForClaim();
  } catch (error) {
    withoutDisk(error);
  }
  if (options.prgGpioPath !== undefined) {
    opened.push(watchPrgButton(clock, options.prgGpioPath, (purpose) => presence.pressed(purpose)));
  }
  // Rounds end before the doors close.
  opened.push(() => live.stop());
  await live.start(`version ${VERSION}`);
  care.start();
  network.start();
  restore.takeovers.start();
  opened.push(() => care.stop());
  const { planned } = live.current.context;
  const { url } = door;
  log.info({ url, location: installation.location, channels: planned.plan.channels.length }, "up");
  return {
    url,
    pagesUrl: live.current.context.pagesUrl(),
    certificateFingerprint: certificate.fingerprint,
    setupCode,
    embeddedPort: live.current.acquisition.mqtt.embeddedPort,
    lost,
    renewed,
    stop: () => closeAll(opened),
  };
}

/** Only the folder's owner may look into it: the ledger's keys and the local door are there. */
function makeFolder(folder: string): void {
  try {
    const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    if (made !== undefined) syncNamesFrom(dirname(made), folder);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    // A disk that can only be read still shows what it has.
    if (code === "EROFS") return;
    throw new MegaError("LEDGER_STORAGE_FAILED", `${folder} cannot be used: ${code}`, {
      hint: "Give a folder of your own with --data.",
      context: { folder },
      cause,
    });
  }
}

/** Closes what was opened, last first; one that fails does not keep the others open. */
async function closeAll(opened: (() => Promise<void> | void)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of opened.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
