// What hourly rounds cost the simulator alone: every telegram and message of a building, every question
// that a round puts to its meters, and the witness, without a gateway and without links. The building
// is the demo's, or one of 32 meters on buses and 96 by message with a year of faults.
//
//   npx node apps/simulator/bench/history.ts [demo | SEED] [ROUNDS]

import { readFileSync } from "node:fs";
import process from "node:process";
import { movedClock } from "@mega/domain";
import {
  createSlaveSession,
  encodeMbapFrame,
  encodeRequest,
  encodeRtuFrame,
  planReads,
} from "@mega/modbus";
import { loadProfiles, type ModbusProfile, wantedRanges } from "@mega/profiles";
import { randomBuilding } from "../src/random/random-building.ts";
import { parseScenario } from "../src/scenario/parse-scenario.ts";
import { type BuildingParts, buildingParts } from "../src/wire/building-parts.ts";
import { witnessBook } from "../src/witness/witness.ts";

const hourMs = 3_600_000;
const referenceMs = 1_864_000_000_000 - (1_864_000_000_000 % hourMs);
const [which = "demo", roundsText = "9500"] = process.argv.slice(2);
const rounds = Number(roundsText);

const profiles = new Map(
  [...loadProfiles().profiles].flatMap(([id, { profile }]) =>
    profile.kind === "modbus" ? [[id, profile] as const] : [],
  ),
);
const scenario = which === "demo" ? demo() : randomBuilding(Number(which), manyMeters()).scenario;
const parts = buildingParts(scenario, profiles);
const witness = witnessBook();
const clock = movedClock({ startMs: referenceMs - rounds * hourMs });
const asked = questionsOf(parts);
const spentMs = { telegrams: 0, messages: 0, words: 0 };
const sent = { telegrams: 0, messages: 0, answers: 0, bytes: 0 };

const before = process.cpuUsage();
for (let round = 0; round < rounds; round++) {
  await clock.advanceTo(referenceMs - (rounds - round) * hourMs + 90_000);
  const nowMs = clock.nowMs();
  spentMs.telegrams += await timed(() => {
    for (const { telegramAt } of parts.p1Ports) count("telegrams", telegramAt(nowMs));
  });
  spentMs.messages += await timed(() => {
    for (const { sentAt, device } of parts.devices) {
      const page = witness.pageOf(device.id, device.counterIds);
      for (const { message, delivered, shows } of sentAt(nowMs)) {
        const { serial, figures } = shows;
        page.write({ atMs: nowMs, leftAtMs: nowMs, delivered, serial, shown: figures });
        sent.bytes += message?.payload.length ?? 0;
        sent.messages += 1;
      }
    }
  });
  spentMs.words += await timed(askAll);
}
const { user, system } = process.cpuUsage(before);
console.log(
  `${rounds} rounds, ${scenario.meters.length} meters: ${((user + system) / 1e6).toFixed(1)} s of CPU`,
);
for (const [name, ms] of Object.entries(spentMs)) {
  console.log(
    `  ${name.padEnd(10)} ${(ms / 1000).toFixed(2)} s, ${((ms * 1000) / rounds).toFixed(0)} µs a round`,
  );
}
console.log(
  `  ${Object.entries(sent)
    .map(([name, number]) => `${number} ${name}`)
    .join(", ")}`,
);

async function askAll(): Promise<void> {
  for (const { session, frames } of asked) {
    for (const frame of frames) {
      // Every question finds another instant, as on a line.
      await clock.advanceBy(35);
      for (const { bytes } of session.receive(frame, clock.monotonicMs())) count("answers", bytes);
    }
  }
}

function count(kind: "telegrams" | "answers", bytes: Uint8Array): void {
  sent[kind] += 1;
  sent.bytes += bytes.length;
}

/** Milliseconds of CPU. */
async function timed(work: () => void | Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function demo() {
  const file = new URL("../../../demo/building.yaml", import.meta.url);
  return parseScenario(readFileSync(file, "utf8"), { referenceMs });
}

function manyMeters() {
  const months = Math.ceil(rounds / 720) + 1;
  const startMs = referenceMs - rounds * hourMs;
  return { rtuMeters: 32, mqttMeters: 96, startMs, months, timeZone: "Europe/Brussels" };
}

/** The questions of one round, by bus, as the gateway plans them. */
function questionsOf({ buses }: BuildingParts) {
  return buses.map(({ bus, behaviour }) => {
    const frames = scenario.meters.flatMap(({ profile: id, place }) => {
      const profile = profiles.get(id);
      if (place.kind !== "bus" || place.bus !== bus.id || profile === undefined) return [];
      return pdusOf(profile).map((pdu, index) =>
        bus.framing === "rtu"
          ? encodeRtuFrame(place.address, pdu)
          : encodeMbapFrame({ transactionId: index, unit: place.address, pdu }),
      );
    });
    return { session: createSlaveSession(behaviour(clock, 0, witness)), frames };
  });
}

function pdusOf(profile: ModbusProfile): readonly Uint8Array[] {
  const ranges = wantedRanges(profile, { live: "all", serialNumber: true }).map((range) => ({
    functionCode: range.function,
    address: range.wordAddress,
    count: range.wordCount,
  }));
  return planReads(ranges, profile.limits, 10).map(({ functionCode, address, count: words }) =>
    encodeRequest({
      kind: functionCode === 3 ? "readHoldingWords" : "readInputWords",
      address,
      count: words,
    }),
  );
}
