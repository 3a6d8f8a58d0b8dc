import { movedClock } from "@mega/domain";
import { createBusMaster } from "@mega/modbus";
import { TelegramFramer } from "@mega/profiles";
import { expect, test } from "vitest";
import { demoReferenceMs, demoScenario, modbusProfiles } from "../testing/demo-building.ts";
import { type MemoryMessage, serveInMemory } from "./serve-in-memory.ts";

const hourMs = 3_600_000;
const scenario = demoScenario();
const startMs = demoReferenceMs - 30 * 24 * hourMs;

function building(options: { readonly everyMs?: number } = {}) {
  const clock = movedClock({ startMs });
  const told: { readonly atMs: number; readonly what: string }[] = [];
  const messages: MemoryMessage[] = [];
  const framer = new TelegramFramer();
  const served = serveInMemory({
    scenario,
    profiles: modbusProfiles(),
    clock,
    ...options,
    onP1: (portId, bytes) => {
      for (const { kind } of framer.push(bytes)) {
        told.push({ atMs: clock.nowMs(), what: `${portId} ${kind}` });
      }
    },
    onMqtt: (message) => {
      messages.push(message);
      told.push({ atMs: clock.nowMs(), what: message.topic });
    },
  });
  return { clock, served, told, messages };
}

test("telegrams and messages come half a minute before each hour's round", async () => {
  const { clock, served, told } = building();
  await clock.advanceBy(3 * hourMs);
  served.stop();
  await clock.advanceBy(3 * hourMs);
  const instants = [...new Set(told.map(({ atMs }) => atMs - startMs))];
  expect(instants).toEqual([90_000, 90_000 + hourMs, 90_000 + 2 * hourMs]);
  expect(told.filter(({ atMs }) => atMs === startMs + 90_000).map(({ what }) => what)).toEqual([
    "grid telegram",
    "mega/in/24d7eb0a1c23/1",
    "shellypro3em-a0dd6c9f4e10/status/emdata:0",
    "tele/laundry/SENSOR",
    "zigbee2mqtt/laundry-water",
  ]);
});

test("a message is told with the login it was published with", async () => {
  const { served, messages } = building();
  served.announce();
  served.stop();
  expect(messages[0]).toMatchObject({
    token: "parc-flat-23-7Qd4",
    topic: "mega/in/24d7eb0a1c23/1",
  });
});

test("a bus in memory is asked like one on a wire, and answers the same a second time", async () => {
  const ask = async () => {
    const { clock, served } = building();
    const open = served.openers.get("riser");
    if (open === undefined) throw new Error("no bus");
    const master = createBusMaster({ open, clock, settings: { transport: "rtu" } });
    await clock.runUntilSettled(master.start());
    const ranges = [{ functionCode: 4, address: 72, count: 4 } as const];
    const limits = { maxWordsPerRead: 30, holesAllowed: true };
    const answers: unknown[] = [];
    for (let hour = 0; hour < 48; hour++) {
      await clock.advanceBy(hourMs);
      // 7 is the noisy meter: what goes wrong with it goes wrong again.
      const work = master.readWords(7, ranges, limits, { priority: "high" });
      const [outcome] = await clock.runUntilSettled(work);
      answers.push(outcome?.words ?? outcome?.outcome.kind);
    }
    master.stop();
    served.stop();
    return answers;
  };
  const once = await ask();
  expect(new Set(once.map(String)).size).toBeGreaterThan(40);
  expect(await ask()).toEqual(once);
});
