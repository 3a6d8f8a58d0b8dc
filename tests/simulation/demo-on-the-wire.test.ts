// The demo building as `mega demo` runs it, without its past: the gateway reads every meter over TCP,
// a P1 port and its own broker, and what it then shows is the truth of the moment.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportV1, RoundState } from "@mega/contract";
import { parseInstant, sleep, systemClock } from "@mega/domain";
import { type RunningGateway, startGateway } from "@mega/gateway";
import { parseConfig } from "@mega/installation";
import { loadProfiles, type ModbusProfile } from "@mega/profiles";
import {
  parseScenario,
  type RunningSimulator,
  type Scenario,
  startSimulator,
} from "@mega/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Person } from "../../apps/cli/src/demo/person.ts";
import { freePort } from "../free-port.ts";
import { enter } from "../gateway/claimed.ts";

const clock = systemClock();
const demoFile = (name: string) =>
  readFileSync(new URL(`../../demo/${name}`, import.meta.url), "utf8");

let folder: string;
let scenario: Scenario;
let simulator: RunningSimulator;
let gateway: RunningGateway;
let owner: Person;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-demo-"));
  scenario = parseScenario(demoFile("building.yaml"), { referenceMs: clock.nowMs() });
  const brokerPort = await freePort();
  const profiles = new Map<string, ModbusProfile>();
  for (const [id, { profile }] of loadProfiles().profiles) {
    if (profile.kind === "modbus") profiles.set(id, profile);
  }
  simulator = await startSimulator({
    scenario,
    profiles,
    clock,
    ports: Object.fromEntries(
      [...scenario.buses, ...scenario.p1Ports].map(({ id }) => [id, 0] as const),
    ),
    brokerUrl: `mqtt://127.0.0.1:${brokerPort}`,
  });
  gateway = await startGateway({
    dataFolder: folder,
    source: { kind: "text", text: configFor(brokerPort), name: "gateway.yaml" },
    port: 0,
    host: "127.0.0.1",
    logLevel: "fatal",
  });
  owner = await enter(gateway.url, gateway.setupCode);
});

afterAll(async () => {
  await gateway?.stop();
  await simulator?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The demo's configuration with the ports that are free here. */
function configFor(brokerPort: number): string {
  const served = [...scenario.buses, ...scenario.p1Ports].map(
    ({ id, port }) => [port, simulator.ports[id]] as const,
  );
  return [...served, [scenario.brokerPort, brokerPort] as const].reduce(
    (text, [from, to]) => text.replace(`port: ${from} }`, `port: ${to} }`),
    demoFile("gateway.yaml"),
  );
}

const ask = <T>(method: "GET" | "POST", path: string): Promise<T> => owner.ask<T>(method, path);

/** Reads all meters; a channel may be missing: its meter is dead, or its line noisy. */
async function readAll(): Promise<RoundState> {
  await ask("POST", "/rounds");
  for (;;) {
    await sleep(clock, 100);
    const round = await ask<RoundState>("GET", "/rounds/latest");
    if (round.endedAt !== null) return round;
  }
}

/** How far before the reading a figure may have been taken: telegrams and messages travel late. */
function marginMsOf(meterId: string): number {
  const meter = scenario.meters.find(({ id }) => id === meterId);
  const isSubMeter = meter?.place.kind === "p1" && meter.load?.kind !== "main";
  return isSubMeter ? 305_000 : 5000;
}

test("what the gateway shows is what the meters showed", { timeout: 120_000 }, async () => {
  // Meters that have just come online are believed from their second message on.
  const untilMs = clock.monotonicMs() + 60_000;
  let round: RoundState;
  do round = await readAll();
  while (
    round.items.filter(({ status }) => status !== "accepted").length > 1 &&
    clock.monotonicMs() < untilMs
  );
  const missing = round.items.filter(({ status }) => status !== "accepted");
  expect(missing.map(({ channelNo, reason }) => [channelNo, reason])).toEqual([[19, "timeout"]]);
  const file = await ask<ExportV1>("GET", "/export.json");
  const config = parseConfig(demoFile("gateway.yaml"), "gateway.yaml");
  let compared = 0;
  for (const channel of file.channels) {
    const meter = config.channels.find(({ channelNo }) => channelNo === channel.channel)?.meter;
    for (const { id, latest } of channel.counters) {
      if (latest === null || meter === null || meter === undefined) continue;
      const takenAtMs = parseInstant(latest.takenAt) ?? 0;
      const decimals = latest.index.split(".")[1]?.length ?? 0;
      const weight = meter.inputs?.[id]?.weight;
      const worth = weight === undefined ? 1 : (1_000_000 * weight.numerator) / weight.denominator;
      const startMicro = Math.round(Number(meter.inputs?.[id]?.start ?? 0) * 1_000_000);
      const trueAt = (atMs: number) =>
        Math.floor(
          (simulator.truth.indexAt(meter.id, id, atMs) * worth + startMicro) / 10 ** (6 - decimals),
        );
      const shown = Number(latest.index.replace(".", ""));
      expect(shown, `${channel.name} ${id}`).toBeLessThanOrEqual(trueAt(takenAtMs + 1));
      // The main meter's sum is made of two indexes, each cut by itself.
      const least = trueAt(takenAtMs - marginMsOf(meter.id)) - (meter.id === "main" ? 1 : 0);
      expect(shown, `${channel.name} ${id}`).toBeGreaterThanOrEqual(least);
      compared += 1;
    }
  }
  expect(compared).toBe(34);
});
