// What 13 months of hourly rounds cost the simulator alone: every telegram and message of the demo
// building, and every question that a round puts to its meters, without a gateway and without links.
//
//   npx node apps/simulator/bench/history.ts [ROUNDS]

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
import { parseScenario } from "../src/scenario/parse-scenario.ts";
import { type BuildingParts, buildingParts } from "../src/wire/building-parts.ts";

const hourMs = 3_600_000;
const referenceMs = 1_800_000_000_000 - (1_800_000_000_000 % hourMs);
const rounds = Number(process.argv[2] ?? 9500);

const profiles = new Map(
  [...loadProfiles().profiles].flatMap(([id, { profile }]) =>
    profile.kind === "modbus" ? [[id, profile] as const] : [],
  ),
);
const file = new URL("../../../demo/building.yaml", import.meta.url);
const scenario = parseScenario(readFileSync(file, "utf8"), { referenceMs });
const parts = buildingParts(scenario, profiles);
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
    for (const device of parts.devices) {
      device.sentAt(nowMs);
      sent.messages += 1;
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
    return { session: createSlaveSession(behaviour(clock, 0)), frames };
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
