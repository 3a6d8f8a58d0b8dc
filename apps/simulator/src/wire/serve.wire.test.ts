// The demo building on real sockets, read with the project's own master: what every meter answers is
// the truth of the time between the question and the answer.

import { MegaError, sleep, systemClock } from "@mega/domain";
import { listenTcp, tcpOpener } from "@mega/link";
import { type BusMaster, createBusMaster } from "@mega/modbus";
import { decodeMeter, type ModbusProfile, TelegramFramer, wantedRanges } from "@mega/profiles";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shownCounter } from "../meters/meter-counts.ts";
import { showsOf } from "../meters/shows.ts";
import { parseScenario } from "../scenario/parse-scenario.ts";
import type { Scenario, ScenarioMeter } from "../scenario/scenario.ts";
import { demoScenarioText, modbusProfiles } from "../testing/demo-building.ts";
import { type RunningSimulator, startSimulator } from "./serve.ts";

const clock = systemClock();
const host = "127.0.0.1";
const profiles = modbusProfiles();
let scenario: Scenario;
let simulator: RunningSimulator;

/** Any free port for every bus and P1 port. */
function freePorts({ buses, p1Ports }: Scenario): Readonly<Record<string, number>> {
  return Object.fromEntries([...buses, ...p1Ports].map(({ id }) => [id, 0]));
}

beforeAll(async () => {
  scenario = parseScenario(demoScenarioText(), { referenceMs: clock.nowMs() });
  const ports = freePorts(scenario);
  simulator = await startSimulator({ scenario, profiles, clock, ports, brokerUrl: null });
});

afterAll(() => simulator.stop());

async function withMaster<T>(busId: string, work: (master: BusMaster) => Promise<T>): Promise<T> {
  const framing = scenario.buses.find(({ id }) => id === busId)?.framing;
  const master = createBusMaster({
    open: tcpOpener({ host, port: simulator.ports[busId] ?? 0 }),
    clock,
    settings: { transport: framing === "mbap" ? "tcp" : "rtu" },
  });
  try {
    await master.start();
    return await work(master);
  } finally {
    master.stop();
  }
}

/** Asks for everything a meter has, twice where a reply was spoilt. */
async function ask(master: BusMaster, unit: number, profile: ModbusProfile) {
  const ranges = wantedRanges(profile, { live: "all", serialNumber: true }).map((range) => ({
    functionCode: range.function,
    address: range.wordAddress,
    count: range.wordCount,
  }));
  const outcomes = await master.readWords(unit, ranges, profile.limits, { priority: "high" });
  const blocks = outcomes.flatMap(({ range, words }) => {
    const { functionCode, address } = range;
    return words === undefined
      ? []
      : [{ kind: "words", function: functionCode, wordAddress: address, words } as const];
  });
  return { blocks, isWhole: blocks.length === ranges.length };
}

const isHealthy = (meter: ScenarioMeter) => !meter.faults.some(({ kind }) => kind === "dead");

test("every meter on every bus answers what is true", async () => {
  let read = 0;
  for (const { id: busId } of scenario.buses) {
    await withMaster(busId, async (master) => {
      for (const meter of scenario.meters.filter(isHealthy)) {
        const profile = profiles.get(meter.profile);
        if (meter.place.kind !== "bus" || meter.place.bus !== busId) continue;
        if (profile === undefined) throw new Error(meter.profile);
        for (let attempt = 0; ; attempt++) {
          const beforeMs = clock.nowMs();
          const { blocks, isWhole } = await ask(master, meter.place.address, profile);
          const afterMs = clock.nowMs();
          if (!isWhole && attempt < 5) continue;
          const decoded = decodeMeter(profile, blocks);
          for (const counterId of Object.keys(profile.counters)) {
            if (profile.counters[counterId]?.unit === "pulse" && meter.load !== undefined) continue;
            const found = decoded.counters[counterId];
            if (found?.kind !== "count") throw new Error(`${meter.id} ${counterId} has no count.`);
            const shows = showsOf(meter, simulator.truth);
            const { countAt: trueAt } = shownCounter(profile, shows, counterId);
            expect(found.count).toBeGreaterThanOrEqual(trueAt(beforeMs));
            expect(found.count).toBeLessThanOrEqual(trueAt(afterMs));
          }
          if (profile.serialNumber !== null) {
            expect(decoded.serialNumber).toBe(simulator.truth.serialAt(meter.id, afterMs));
          }
          read += 1;
          break;
        }
      }
    });
  }
  expect(read).toBe(
    scenario.meters.filter((meter) => meter.place.kind === "bus" && isHealthy(meter)).length,
  );
});

test("a dead meter is silent, and a meter that is not there too", async () => {
  const cooling = scenario.meters.find(({ id }) => id === "cooling");
  if (cooling?.place.kind !== "bus") throw new Error("The demo has no dead meter.");
  const { bus, address } = cooling.place;
  await withMaster(bus, async (master) => {
    for (const unit of [address, 247]) {
      const outcome = await master.readWords(
        unit,
        [{ functionCode: 4, address: 72, count: 2 }],
        { maxWordsPerRead: 20, holesAllowed: true },
        { priority: "high" },
      );
      expect(outcome[0]?.outcome.kind).toBe("timeout");
    }
  });
});

test("the P1 port sends sound telegrams by itself", async () => {
  const link = await tcpOpener({ host, port: simulator.ports["grid"] ?? 0 })();
  const framer = new TelegramFramer();
  const kinds: string[] = [];
  link.onBytes = (bytes) => kinds.push(...framer.push(bytes).map((event) => event.kind));
  const untilMs = clock.monotonicMs() + 10_000;
  while (kinds.length < 2 && clock.monotonicMs() < untilMs) await sleep(clock, 20);
  link.close();
  expect(kinds.slice(0, 2)).toEqual(["telegram", "telegram"]);
});

test("a port that is taken is named, and nothing stays open", async () => {
  const taken = await listenTcp({ host, port: 0, onLink: () => undefined });
  const ports = { ...freePorts(scenario), roof: taken.port };
  const start = startSimulator({ scenario, profiles, clock, ports, brokerUrl: null });
  await expect(start).rejects.toThrow(`"roof" cannot listen on ${host}:${taken.port}`);
  await expect(start).rejects.toBeInstanceOf(MegaError);
  await taken.close();
});
