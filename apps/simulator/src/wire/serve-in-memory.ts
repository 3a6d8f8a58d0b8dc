/**
 * Serves a building in memory: the same meters behind in-memory links, under whatever clock is given.
 * History is made with it, on a moved clock, by the rounds that run in service.
 */

import type { CancelTimer, Clock } from "@mega/domain";
import { type LinkOpener, memoryLinkPair } from "@mega/link";
import { runSlave } from "@mega/modbus";
import type { FaultyDevice, SentMessage } from "../meters/message-faults.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";
import { type Witness, type WitnessPage, witnessBook } from "../witness/witness.ts";
import { buildingParts, type ModbusProfiles } from "./building-parts.ts";

/** What is served, and who hears the devices that speak by themselves. */
export interface MemoryBuildingOptions {
  readonly scenario: Scenario;
  readonly profiles: ModbusProfiles;
  /** The true time; whoever reads the meters may have another one. */
  readonly clock: Clock;
  /** The bytes of a telegram. */
  readonly onP1?: (portId: string, bytes: Uint8Array) => void;
  /** A message; `token` is the login it was published with. */
  readonly onMqtt?: (message: MemoryMessage) => void;
  /** How often telegrams and messages come; every hour unless told otherwise. */
  readonly everyMs?: number;
  /** When within that time, so that a round finds them fresh; after 90 s unless told otherwise. */
  readonly phaseMs?: number;
}

/** A message as a broker would hand it on. */
export interface MemoryMessage {
  readonly token: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Whether the broker had kept it and hands it on because somebody has just connected. */
  readonly retained: boolean;
}

/** A building in memory. */
export interface MemoryBuilding {
  /** By bus. */
  readonly openers: ReadonlyMap<string, LinkOpener>;
  readonly truth: BuildingTruth;
  /** What left the meters; for whoever compares, never for whoever reads them. */
  readonly witness: Witness;
  /** Sends every telegram and message now. */
  announce(): void;
  /** The gateway has connected to the broker: it hands on what it has kept. */
  gatewayConnected(): void;
  stop(): void;
}

/** Serves a building in memory; see `MemoryBuildingOptions`. */
export function serveInMemory(options: MemoryBuildingOptions): MemoryBuilding {
  const { scenario, profiles, clock, everyMs = 3_600_000, phaseMs = 90_000 } = options;
  const parts = buildingParts(scenario, profiles);
  const witness = witnessBook();
  const devices = parts.devices.map((faulty) => ({
    faulty,
    page: witness.pageOf(faulty.device.id, faulty.device.counterIds),
  }));
  const waiting = new Set<CancelTimer>();
  let cancel: CancelTimer = () => undefined;

  function hand(faulty: FaultyDevice, { message, afterMs }: SentMessage): void {
    if (message === null) return;
    const { topic, retain } = message;
    const payload = Buffer.from(message.payload);
    const deliver = () =>
      options.onMqtt?.({ token: faulty.device.token, topic, payload, retained: retain });
    if (afterMs === 0) {
      deliver();
      return;
    }
    const drop = clock.setTimer(afterMs, () => {
      waiting.delete(drop);
      deliver();
    });
    waiting.add(drop);
  }

  function announce(): void {
    const nowMs = clock.nowMs();
    for (const { port, telegramAt } of parts.p1Ports) options.onP1?.(port.id, telegramAt(nowMs));
    // A device that has been there for long says nothing but its readings: a word that it has just
    // come online would make the gateway wait for a second message.
    for (const { faulty, page } of devices) {
      for (const sent of faulty.sentAt(nowMs)) {
        testify(page, sent, nowMs);
        hand(faulty, sent);
      }
    }
  }

  function waitForNext(): void {
    const sincePhaseMs = (clock.nowMs() - phaseMs) % everyMs;
    cancel = clock.setTimer(everyMs - sincePhaseMs, () => {
      announce();
      waitForNext();
    });
  }

  const openers = new Map(
    parts.buses.map(({ bus, behaviour }) => {
      const meters = behaviour(clock, 0, witness);
      const open: LinkOpener = () => {
        const { near, far } = memoryLinkPair({ scheduler: clock });
        runSlave(far, clock, meters);
        return Promise.resolve(near);
      };
      return [bus.id, open] as const;
    }),
  );
  waitForNext();
  return {
    openers,
    truth: parts.truth,
    witness,
    announce,
    gatewayConnected() {
      const nowMs = clock.nowMs();
      for (const { faulty, page } of devices) {
        const kept = faulty.keptAt(nowMs);
        if (kept === null) continue;
        testify(page, kept, nowMs);
        hand(faulty, kept);
      }
    },
    stop() {
      cancel();
      for (const drop of waiting) drop();
      waiting.clear();
    },
  };
}

function testify(page: WitnessPage, sent: SentMessage, atMs: number): void {
  const { afterMs, delivered, shows } = sent;
  const { serial, figures: shown } = shows;
  page.write({ atMs, leftAtMs: atMs + afterMs, delivered, serial, shown });
}
