import { movedClock } from "@mega/domain";
import { loadProfileSet, parseConfig, planReadings } from "@mega/installation";
import { expect, test } from "vitest";
import { Acquisition } from "../../acquisition/acquisition.ts";
import { idleWatch } from "../testing/idle-watch.ts";
import type { HeardMeter } from "./message-meter-test.ts";
import { testMeter } from "./test-meter.ts";

const config = `
version: 1
building: { name: Banc }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01" }
mqtt: { embedded: {} }
meters:
  - { id: cold, profile: mqtt-water, mqtt: { mac: "020000000003", token: "secret-token" } }
channels:
  - { no: 3, name: Cold, meter: cold }
`;
const clock = movedClock({ startMs: Date.UTC(2026, 4, 2, 16, 0), settle: async () => undefined });
const installation = parseConfig(config, "test");
const profiles = loadProfileSet("/nowhere");
const planned = planReadings(installation, profiles);

function acquisition(): Acquisition {
  const buses = {
    ...idleWatch(),
    start: async () => undefined,
    readMeter: async () => [],
    statistics: async () => [],
    stop: async () => undefined,
  };
  const ownLogin = { userName: "mega", password: "none" };
  const { meters } = planned;
  return new Acquisition({ clock, installation, meters, buses, sources: "fed", ownLogin });
}

function tested(from: Acquisition, request: Parameters<typeof testMeter>[0]) {
  const heard = (meterId: string): HeardMeter => ({
    reading: from.mqtt.takeForRound(meterId, { maxAgeMs: 3_600_000 }),
    newest: from.mqtt.mailbox.newest(meterId),
  });
  const common = { clock, planned, profiles, configuredBuses: [], buses: idleWatch() };
  return testMeter(request, { ...common, heard });
}

const installed = planned.meters.get("cold");
const topic = installed?.kind === "mqtt" ? (installed.mqtt.topics[0] ?? "") : "";
const feed = (to: Acquisition, text: string) =>
  to.mqtt.feed({ token: "secret-token", topic, payload: new TextEncoder().encode(text) });

test("a meter that has sent nothing says so and names its topic, never its token", async () => {
  const found = await tested(acquisition(), { kind: "channel", channelNo: 3 });
  expect(found).toMatchObject({ passed: false, class: "no-message", message: null });
  expect(found.place).toMatchObject({ kind: "mqtt", busId: null });
  expect(found.place.text).toContain(topic);
  expect(JSON.stringify(found)).not.toContain("secret-token");
});

test("a message that is not understood is shown as it came", async () => {
  const from = acquisition();
  feed(from, "no JSON at all");
  const found = await tested(from, { kind: "meter", meterId: "cold" });
  expect(found).toMatchObject({ passed: false, class: "bad-payload" });
  expect(found.message).toMatchObject({ text: "no JSON at all", bytes: 14 });
  expect(found.detail).not.toBe("");
});

test("a draft of the same device hears what the saved one hears, a new device nothing", async () => {
  const from = acquisition();
  feed(from, "no JSON at all");
  const mqtt = { mac: "02:00:00:00:00:03", token: "another-token" };
  const draft = { id: "new", profile: "mqtt-water", mqtt };
  expect((await tested(from, { kind: "draft", meter: draft })).message?.bytes).toBe(14);
  const stranger = { ...draft, mqtt: { ...mqtt, mac: "020000000009" } };
  expect(await tested(from, { kind: "draft", meter: stranger })).toMatchObject({
    class: "config",
    message: null,
  });
});
