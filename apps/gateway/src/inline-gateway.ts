/**
 * The whole gateway in the caller's thread, on the clock and the links it is given: for histories
 * under a moved clock and for tests. Its rounds, codecs, judgements, ledger and interface are those
 * of service; only the ports differ. P1 telegrams and MQTT messages are fed by hand.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Clock, ClockState } from "@mega/domain";
import { type Installation, loadProfileSet, type PlannedInstallation } from "@mega/installation";
import { type InlineLedgerHost, inlineLedgerHost } from "@mega/ledger";
import type { LinkOpener } from "@mega/link";
import type { FastifyInstance } from "fastify";
import { openAccess } from "./access/access.ts";
import { machineGuard } from "./access/machine-guard.ts";
import { busSpecificationsOf } from "./acquisition/bus/bus-plan.ts";
import { inlineBusHost } from "./acquisition/bus/inline-bus-host.ts";
import { settingsOf } from "./acquisition/bus/open-bus.ts";
import type { FedMessage } from "./acquisition/mqtt/mqtt-meters.ts";
import { UnstoredRounds } from "./acquisition/unstored-rounds.ts";
import { createServer } from "./api/server.ts";
import { AuditLog } from "./audit/audit-log.ts";
import { lastingCommands } from "./commands/make-commands.ts";
import { ConfigurationDesk } from "./configuration/configuration-desk.ts";
import { ConfigurationStore } from "./configuration/configuration-store.ts";
import { deviceKey } from "./configuration/device-key.ts";
import { emptyConfiguration } from "./configuration/empty-configuration.ts";
import { LiveGateway } from "./configuration/live-gateway.ts";
import { openNetwork } from "./network/open-network.ts";
import { makeRestoreParts } from "./restore/restore-parts.ts";
import { nowhere } from "./restore/takeover-server.ts";
import { openStore } from "./store/open-store.ts";
import { LEDGER_FILE, PAGES_FOLDER, PROFILES_FOLDER } from "./system/folders.ts";
import { VERSION } from "./system/version.ts";
import { UplinkStore } from "./uplink/uplink-store.ts";

/** What an inline gateway is made of. */
export interface InlineGatewayOptions {
  readonly dataFolder: string;
  readonly installation: Installation;
  readonly clock: Clock;
  /** By bus; a bus without one is down. */
  readonly openers: ReadonlyMap<string, LinkOpener>;
  /** How far the clock is trusted; asked whenever it matters. Synchronised unless told otherwise. */
  readonly clockState?: () => ClockState;
  /** OFF leaves syncing to `makeDurable`, for histories that can be made again; FULL. */
  readonly synchronous?: "OFF" | "FULL";
  readonly onFailure: (error: unknown) => void;
}

/** A gateway without threads and sockets. */
export interface InlineGateway {
  /** The interface; asked with `inject`. */
  readonly app: FastifyInstance;
  readonly ledger: InlineLedgerHost;
  readonly start: (why: string) => Promise<void>;
  /** Puts another installation into force, as a save does. */
  readonly apply: (next: Installation) => Promise<void>;
  /** Feeds bytes of a P1 port. */
  readonly feedP1: (portId: string, bytes: Uint8Array) => void;
  /** Feeds a message as a broker hands it on to a connection with the token. */
  readonly feedMqtt: (message: FedMessage) => void;
  readonly stop: () => Promise<void>;
}

/** Makes an inline gateway; throws CONFIG_INVALID, LEDGER_LOCKED and others. */
export async function openInlineGateway(options: InlineGatewayOptions): Promise<InlineGateway> {
  const { dataFolder, installation, clock, openers, synchronous = "FULL" } = options;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const profiles = loadProfileSet(join(dataFolder, PROFILES_FOLDER));
  const clockState = options.clockState ?? (() => "S" as const);
  const ledger = await inlineLedgerHost({
    path: join(dataFolder, LEDGER_FILE),
    clock,
    clockTrust: () => ({ state: clockState(), offsetMs: null }),
    synchronous,
  });
  const database = openStore(dataFolder);
  const audit = new AuditLog(database, clock);
  const key = deviceKey(dataFolder);
  const store = new ConfigurationStore(database, key, clock);
  const makeBuses = (next: Installation, planned: PlannedInstallation) => {
    const buses = busSpecificationsOf(next, planned.meters).map(({ config, devices }) => ({
      busId: config.id,
      open: openers.get(config.id) ?? (() => Promise.reject(new Error("the bus is not there"))),
      settings: settingsOf(config, devices),
    }));
    return inlineBusHost(buses, clock);
  };
  const live: LiveGateway = new LiveGateway({
    lasting: {
      clock,
      profiles,
      ledger,
      database,
      audit,
      uplinkStore: new UplinkStore(database, key),
      commands: lastingCommands(database),
      restore: makeRestoreParts({
        ...{ clock, dataFolder, database, audit, machineMac: installation.mac },
        deviceKey: key,
        view: () => ledger.snapshot(),
        connect: () => nowhere,
        draw: Math.random,
        onFailure: options.onFailure,
        onReady: () => undefined,
      }),
      network: openNetwork({ clock, database, audit, nmcli: null, onFailure: options.onFailure }),
      desk: new ConfigurationDesk({
        clock,
        store,
        audit,
        profiles,
        machineMac: installation.mac,
        initial: emptyConfiguration(installation.model),
        changer: () => live,
      }),
      access: openAccess({ clock, database, audit, dataFolder: null }),
      loopbackOnly: true,
      unstored: new UnstoredRounds(),
      sources: "fed",
      startedAtMs: clock.nowMs(),
      clockState,
      ledgerDamaged: () => false,
      onFailure: options.onFailure,
    },
    installation,
    makeBuses,
    onLost: options.onFailure,
  });
  const app = await createServer({
    handlers: live.handlers,
    guard: machineGuard,
    pagesFolder: PAGES_FOLDER,
    version: VERSION,
    logLevel: "silent",
  });
  return {
    app,
    ledger,
    apply: (next) => live.oneByOne(() => live.apply(next, () => undefined)),
    start: (why) => live.start(why),
    feedP1: (portId, bytes) => live.current.acquisition.p1.feed(portId, bytes, clock.nowMs()),
    feedMqtt: (message) => live.current.acquisition.mqtt.feed(message),
    async stop() {
      await live.stop();
      await app.close();
      await ledger.close();
      database.close();
    },
  };
}
