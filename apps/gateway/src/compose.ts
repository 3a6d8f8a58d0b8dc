/**
 * Joins the parts of a gateway on the ports it is given. In service the ports are threads, sockets
 * and the system's clock; for histories and tests they are inline and the clock is moved. Nothing
 * here knows which.
 */

import { randomBytes } from "node:crypto";
import process from "node:process";
import type { Clock, ClockState } from "@mega/domain";
import type { LedgerHost } from "@mega/ledger";
import { Acquisition } from "./acquisition/acquisition.ts";
import type { BusHost } from "./acquisition/bus/bus-host.ts";
import type { PlannedInstallation } from "./acquisition/plan-readings.ts";
import type { ProfileSet } from "./acquisition/profile-set.ts";
import { RoundRunner } from "./acquisition/round-runner.ts";
import type { ApiContext } from "./api/api-context.ts";
import { EventStream } from "./api/event-stream.ts";
import type { Installation } from "./config/installation.ts";
import { MonthCloser } from "./months/close-due-months.ts";
import { helloOf, RoundNews } from "./round-news.ts";
import { watchClockSteps } from "./system/clock-steps.ts";
import { VERSION } from "./system/version.ts";

/** What a gateway stands on. */
export interface GatewayPorts {
  readonly clock: Clock;
  readonly installation: Installation;
  readonly planned: PlannedInstallation;
  readonly profiles: ProfileSet;
  readonly ledger: LedgerHost;
  readonly buses: BusHost;
  /** Whether P1 ports and brokers are opened, or fed by hand. */
  readonly sources: "opened" | "fed";
  readonly clockState: () => ClockState;
  /** Whether a verification has found the ledger damaged. */
  readonly ledgerDamaged: () => boolean;
  /** Hears of what could not be stored. */
  readonly onFailure: (error: unknown) => void;
}

/** The running parts. */
export interface ComposedGateway {
  readonly context: ApiContext;
  readonly acquisition: Acquisition;
  readonly runner: RoundRunner;
  /** Notes the start in the ledger, opens everything and begins to keep to the schedule. */
  start(why: string): Promise<void>;
  /** Ends the schedule, closes everything but the ledger. */
  stop(): Promise<void>;
}

/** Joins the parts; nothing is opened before `start`. */
export function composeGateway(ports: GatewayPorts): ComposedGateway {
  const { clock, installation, planned, ledger, buses, onFailure } = ports;
  const tzVersion = process.versions["tz"] ?? "unknown";
  const newId = () => randomBytes(16).toString("hex");
  const { timeZone, intervalMinutes } = installation;
  const acquisition = new Acquisition({
    clock,
    installation,
    meters: planned.meters,
    buses,
    sources: ports.sources,
  });
  const months = new MonthCloser({
    ledger,
    timeZone,
    tzVersion,
    mayClose: () => !ports.ledgerDamaged(),
  });
  const stream: EventStream = new EventStream(clock, () =>
    helloOf({ clock, plan: planned.plan, ledger }, runner.latest, VERSION),
  );
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
    intervalMinutes,
    readMeter: acquisition.readMeter,
    tzVersion,
    newId,
    afterRound: async (endedAtMs) => {
      await months.closeDue(endedAtMs);
    },
    onStep: (record, meter) => news.tell(record, meter),
    onFailure,
  });
  const { clockState, profiles } = ports;
  const context: ApiContext = {
    clock,
    installation,
    planned,
    profiles,
    ledger,
    runner,
    buses,
    inputs: () => ({ mqtt: acquisition.mqtt.health(), p1Ports: acquisition.p1.health() }),
    clockState,
    ledgerDamaged: ports.ledgerDamaged,
    stream,
    tzVersion,
    newId,
    version: VERSION,
  };
  const endings: (() => void)[] = [];
  return {
    context,
    acquisition,
    runner,
    async start(why) {
      await noteStart(ledger, why).catch(onFailure);
      await acquisition.start();
      endings.push(watchClockSteps(clock, ledger, onFailure), news.start());
      runner.start();
    },
    async stop() {
      acquisition.waitNoMore();
      await runner.stop();
      for (const end of endings.splice(0)) end();
      months.stop();
      stream.close();
      await acquisition.stop();
    },
  };
}

/** A gateway whose disk takes nothing starts all the same and shows what it has. */
async function noteStart(ledger: LedgerHost, why: string): Promise<void> {
  const { head } = ledger.snapshot();
  const lastSeenMs = head.seq === 0 ? null : head.recordedAtMs;
  await ledger.append([{ kind: "restarted", lastSeenMs, why }]);
}
