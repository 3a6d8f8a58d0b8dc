// The witness against those who read: what a master gets from the buses and what a broker hands on is
// what was written down on the meters' side, through every fault of a made-up building.

import { movedClock } from "@mega/domain";
import { createBusMaster } from "@mega/modbus";
import { decodeMeter, type WordBlock, wantedRanges } from "@mega/profiles";
import { expect, test } from "vitest";
import { randomBuilding } from "../random/random-building.ts";
import type { ScenarioMeter } from "../scenario/scenario.ts";
import { modbusProfiles } from "../testing/demo-building.ts";
import {
  meterByMessage,
  meterOnBus,
  smallBuilding,
  smallStartMs,
} from "../testing/small-building.ts";
import type { WitnessedAnswer } from "../witness/witness.ts";
import { type MemoryMessage, serveInMemory } from "./serve-in-memory.ts";

const hourMs = 3_600_000;
const profiles = modbusProfiles();

interface Reading {
  readonly meter: ScenarioMeter;
  readonly fromMs: number;
  readonly toMs: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly serial: string | null;
}

test("what a master gets is what left the meters whole and in time", {
  timeout: 60_000,
}, async () => {
  const { scenario } = randomBuilding(4, {
    ...{
      rtuMeters: 8,
      mqttMeters: 0,
      startMs: smallStartMs,
      months: 2,
      timeZone: "Europe/Brussels",
    },
  });
  const clock = movedClock({ startMs: smallStartMs });
  const building = serveInMemory({ scenario, profiles, clock });
  const open = building.openers.get("riser-1");
  if (open === undefined) throw new Error("no bus");
  const master = createBusMaster({ open, clock, settings: { transport: "rtu" } });
  await clock.runUntilSettled(master.start());
  const readings: Reading[] = [];
  for (let hour = 0; hour < 1200; hour += 8) {
    await clock.advanceTo(smallStartMs + hour * hourMs + 120_000);
    for (const meter of scenario.meters) {
      const reading = await readMeter(meter);
      if (reading !== undefined) readings.push(reading);
    }
  }
  master.stop();
  building.stop();

  async function readMeter(meter: ScenarioMeter): Promise<Reading | undefined> {
    const profile = profiles.get(meter.profile);
    if (meter.place.kind !== "bus" || profile === undefined) return undefined;
    const ranges = wantedRanges(profile, { live: "all", serialNumber: true }).map((range) => {
      const { function: functionCode, wordAddress: address, wordCount: count } = range;
      return { functionCode, address, count };
    });
    const fromMs = clock.nowMs();
    const work = master.readWords(meter.place.address, ranges, profile.limits, { priority: "low" });
    const outcomes = await clock.runUntilSettled(work);
    const blocks = outcomes.flatMap(({ range, words }): WordBlock[] => {
      const { functionCode, address: wordAddress } = range;
      return words === undefined
        ? []
        : [{ kind: "words", function: functionCode, wordAddress, words }];
    });
    const decoded = decodeMeter(profile, blocks);
    const counts = Object.entries(decoded.counters).flatMap(([counterId, found]) => {
      if (found.kind !== "count") return [];
      return [[counterId, found.count * 10 ** (6 - found.decimals)] as const];
    });
    const serial = decoded.serialNumber ?? null;
    return { meter, fromMs, toMs: clock.nowMs() + 1, counts: Object.fromEntries(counts), serial };
  }

  let compared = 0;
  let missed = 0;
  for (const { meter, fromMs, toMs, counts, serial } of readings) {
    const answers = building.witness
      .answersOf(meter.id, { fromMs, toMs })
      .filter(({ delivered }) => delivered === "intact");
    for (const counterId of building.truth.countersOf(meter.id)) {
      const told = answers.flatMap(({ shown }) => shown[counterId] ?? []);
      const read = counts[counterId];
      if (read !== undefined) {
        expect([meter.id, counterId, told.includes(read)]).toEqual([meter.id, counterId, true]);
        compared += 1;
      } else if (told.length > 0) {
        missed += 1;
      }
    }
    const serials = answers.flatMap((answer) => answer.serial ?? []);
    if (serial !== null) expect(serials).toContain(serial);
  }
  expect(compared).toBeGreaterThan(1000);
  // What left a meter whole and in time was got, stray bytes and doubled replies or not.
  expect(missed).toBe(0);
});

test("messages reach whoever hears them as the witness wrote them down", async () => {
  const fromMs = smallStartMs + 4 * hourMs;
  const toMs = smallStartMs + 8 * hourMs;
  const meter = meterByMessage("mqtt", [
    { kind: "outage", fromMs, toMs },
    { kind: "late", permille: 1000, lateMs: hourMs + 5000, fromMs: toMs, toMs: toMs + 2 * hourMs },
    { kind: "retained", atMs: smallStartMs + hourMs },
  ]);
  const clock = movedClock({ startMs: smallStartMs });
  const heard: (MemoryMessage & { readonly atMs: number })[] = [];
  const building = serveInMemory({
    scenario: smallBuilding([meterOnBus(1), meter]),
    profiles,
    clock,
    onMqtt: (message) => heard.push({ ...message, atMs: clock.nowMs() }),
  });
  await clock.advanceBy(12 * hourMs);
  building.gatewayConnected();
  building.stop();
  const answers = building.witness.answersOf("spoken");
  expect(answers.map(({ delivered }) => delivered)).toEqual([
    ...Array(4).fill("intact"),
    ...Array(4).fill("lost"),
    ...Array(2).fill("late"),
    ...Array(2).fill("intact"),
    "late",
  ]);
  const sent = answers.filter(({ delivered }) => delivered !== "lost");
  const inOrder = sent.toSorted((one, other) => one.leftAtMs - other.leftAtMs);
  expect(heard.map(importOf)).toEqual(inOrder.map(shownImport));
  expect(heard.map(({ atMs }) => atMs)).toEqual(inOrder.map(({ leftAtMs }) => leftAtMs));
  expect(heard.map(({ retained }) => retained)).toEqual([...Array(8).fill(false), true]);
  // The second late one is older than the message before it.
  const figures = heard.map((message) => Number(importOf(message)));
  expect(figures[6]).toBeLessThan(figures[5] ?? 0);
});

function importOf({ payload }: MemoryMessage): string {
  const text = new TextDecoder().decode(payload);
  return /"import":"([\d.]+)"/.exec(text)?.[1] ?? text;
}

function shownImport({ shown }: WitnessedAnswer): string {
  return ((shown["import"] ?? 0) / 1_000_000).toFixed(3);
}
