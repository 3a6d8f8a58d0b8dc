import { configureMqttMeter, loadMqttProfiles, type MqttMeterSettings } from "@mega/profiles";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Mailbox } from "./mailbox.ts";

const mac = "a4cf12b3d4e5";
const t0 = Date.parse("2026-05-02T16:00:00Z");
const hourMs = 3_600_000;
const profiles = loadMqttProfiles();

function meterOf(id: string, settings: Partial<MqttMeterSettings> = {}) {
  const found = profiles.get(id);
  if (found === undefined) throw new Error(`${id} is not there`);
  return configureMqttMeter(found.profile, { mac, ...settings });
}

/** A mailbox with one meter "m", and short words to feed and read it. */
function bench(id: string, settings: Partial<MqttMeterSettings> = {}) {
  const mailbox = new Mailbox([{ meterId: "m", connectionId: "c", meter: meterOf(id, settings) }]);
  return {
    mailbox,
    send(atMs: number, topic: string, payload: unknown, retained = false) {
      const text = typeof payload === "string" ? payload : JSON.stringify(payload);
      return mailbox.deliver({
        connectionId: "c",
        topic,
        payload: new TextEncoder().encode(text),
        retained,
        receivedAtMs: t0 + atMs,
      });
    },
    take(atMs: number, maxAgeMs = hourMs) {
      const reading = mailbox.takeForRound("m", { nowMs: t0 + atMs, maxAgeMs });
      return Object.fromEntries(reading.counters.map((entry) => [entry.counterId, entry]));
    },
  };
}

const own = `mega/in/${mac}/1`;
const reading = (imported: string, ts?: number) => ({
  ...(ts === undefined ? {} : { ts: new Date(t0 + ts).toISOString() }),
  unit: "kWh",
  import: imported,
  export: "0.000",
});

test("a round takes the newest message with the time it came at", () => {
  const { send, take } = bench("mqtt");
  expect(send(0, own, reading("1.000"))).toBe("kept");
  expect(send(60_000, own, reading("1.500"))).toBe("kept");
  const taken = take(120_000)["import"];
  expect(taken?.observed).toEqual({ kind: "count", count: 1500, decimals: 3, unit: "kWh" });
  expect(taken?.takenAtMs).toBe(t0 + 60_000);
  expect(Buffer.from(taken?.raw ?? []).toString()).toBe('{"unit":"kWh","import":"1.500"}');
});

test("a retained message is never a fresh reading", () => {
  const { send, take } = bench("mqtt");
  expect(send(0, own, reading("1.000"), true)).toBe("retained");
  expect(take(1000)["import"]?.observed).toEqual({
    kind: "none",
    reason: "no-message",
    detail: "Only a retained message has come.",
  });
});

test("garbage does not displace a good message, and is the reason where there is none", () => {
  const { send, take, mailbox } = bench("mqtt");
  expect(send(0, own, "garbage")).toBe("refused");
  expect(take(1000)["import"]?.observed).toMatchObject({ reason: "bad-payload" });
  send(2000, own, reading("1.000"));
  expect(send(3000, own, { unit: "kWh", import: null })).toBe("refused");
  expect(take(4000)["import"]?.observed).toMatchObject({ count: 1000 });
  expect(mailbox.counts).toMatchObject({ kept: 1, refused: 2 });
});

test("an old message is stale, by receipt and by the device's own time", () => {
  const { send, take } = bench("mqtt");
  send(0, own, reading("1.000"));
  expect(take(hourMs)["import"]?.observed).toMatchObject({ count: 1000 });
  expect(take(hourMs + 1)["import"]?.observed).toMatchObject({ reason: "stale-message" });
  send(2 * hourMs, own, reading("2.000", 0));
  expect(take(2 * hourMs)["import"]?.observed).toMatchObject({ reason: "stale-message" });
});

test("a message is stale while the wall clock stands before its receipt", () => {
  const { send, take } = bench("mqtt");
  send(hourMs, own, reading("1.000"));
  expect(take(0)["import"]?.observed).toMatchObject({ reason: "stale-message" });
});

test("a replay is refused unless the earlier device time could not be believed", () => {
  const { send, take } = bench("mqtt");
  send(60_000, own, reading("2.000", 60_000));
  expect(send(61_000, own, reading("1.000", 0))).toBe("replayed");
  expect(send(62_000, own, reading("2.000", 60_000))).toBe("replayed");
  expect(take(63_000)["import"]?.observed).toMatchObject({ count: 2000 });
  send(64_000, own, reading("3.000", 400 * 24 * hourMs));
  expect(send(65_000, own, reading("4.000", 65_000))).toBe("kept");
});

test("after a device comes online a value counts with a second message that is not lower", () => {
  const { send, take } = bench("mqtt");
  const status = `mega/in/${mac}/status`;
  expect(send(0, status, "online")).toBe("presence");
  expect(send(1000, own, reading("9.000"))).toBe("unconfirmed");
  expect(take(2000)["import"]?.observed).toMatchObject({ reason: "no-message" });
  expect(send(3000, own, reading("0.000"))).toBe("kept");
  expect(take(3500)["import"]?.observed).toMatchObject({ reason: "no-message" });
  expect(send(4000, own, reading("9.001"))).toBe("kept");
  expect(take(5000)["import"]?.observed).toMatchObject({ count: 9001 });
});

test("coming online twice within a millisecond begins the wait anew", () => {
  const { send } = bench("mqtt");
  const status = `mega/in/${mac}/status`;
  send(0, status, "online");
  expect(send(0, own, reading("0.000"))).toBe("unconfirmed");
  send(0, status, "online");
  expect(send(20_000, own, reading("0.000"))).toBe("unconfirmed");
  expect(send(21_000, own, reading("0.000"))).toBe("kept");
});

test("thirty seconds after coming online one message is enough", () => {
  const { send, take } = bench("mqtt");
  send(0, `mega/in/${mac}/status`, "online");
  expect(send(29_999, own, reading("1.000"))).toBe("unconfirmed");
  expect(send(30_000, own, reading("1.000"))).toBe("kept");
  expect(take(31_000)["import"]?.observed).toMatchObject({ count: 1000 });
});

test("a retained presence says nothing of a restart", () => {
  const { send, mailbox } = bench("mqtt");
  send(0, `mega/in/${mac}/status`, "online", true);
  expect(mailbox.health[0]?.online).toBe(true);
  expect(send(1000, own, reading("1.000"))).toBe("kept");
});

test("Zigbee2MQTT's presence in JSON is understood", () => {
  const { send, take, mailbox } = bench("mqtt-z2m-energy", { topic: "zigbee2mqtt/x" });
  expect(send(0, "zigbee2mqtt/x/availability", '{"state":"online"}')).toBe("presence");
  expect(send(1, "zigbee2mqtt/x", { energy: 800, produced_energy: 0 })).toBe("unconfirmed");
  expect(send(2, "zigbee2mqtt/x/availability", '{"state":"offline"}')).toBe("presence");
  expect(mailbox.health[0]?.online).toBe(false);
  expect(take(1000)["import"]?.observed).toMatchObject({ kind: "none" });
});

test("import and export on topics of their own are taken each with its time", () => {
  const { send, take } = bench("mqtt-shelly-em", { topic: "shellies/e" });
  send(0, "shellies/e/emeter/0/total", "1000.5");
  send(5000, "shellies/e/emeter/0/total_returned", "2.0");
  const taken = take(6000);
  expect(taken["import"]).toMatchObject({ observed: { count: 10_005 }, takenAtMs: t0 });
  expect(taken["export"]).toMatchObject({ observed: { count: 20 }, takenAtMs: t0 + 5000 });
});

test("a sum over messages is as old as its oldest part, and none where one is missing", () => {
  const { send, take } = bench("mqtt-shelly-3em", { topic: "s" });
  send(0, "s/emeter/0/total", "1.0");
  send(1000, "s/emeter/1/total", "2.0");
  expect(take(2000)["import"]?.observed).toMatchObject({ reason: "no-message" });
  send(2000, "s/emeter/2/total", "3.0");
  expect(take(3000)["import"]).toMatchObject({ observed: { count: 60 }, takenAtMs: t0 });
});

test("foreign topics, other connections and oversized payloads are counted and left", () => {
  const { send, mailbox, take } = bench("mqtt");
  expect(send(0, "mega/in/ffffffffffff/1", reading("1.000"))).toBe("foreign");
  const payload = new TextEncoder().encode(JSON.stringify(reading("1.000")));
  const elsewhere = { connectionId: "d", topic: own, payload, retained: false, receivedAtMs: t0 };
  expect(mailbox.deliver(elsewhere)).toBe("foreign");
  expect(send(0, own, { ...reading("1.000"), pad: "x".repeat(5000) })).toBe("oversized");
  expect(mailbox.counts).toMatchObject({ foreign: 2, oversized: 1, kept: 0 });
  expect(take(1)["import"]?.observed).toMatchObject({ reason: "no-message" });
});

test("two channels of one device read their own part of a shared topic", () => {
  const meters = [1, 2].map((deviceChannel) => ({
    meterId: `m${deviceChannel}`,
    connectionId: "c",
    meter: meterOf("mqtt-shelly-pro-em", { topic: "p", deviceChannel }),
  }));
  const mailbox = new Mailbox(meters);
  const send = (component: string, total: number) =>
    mailbox.deliver({
      connectionId: "c",
      topic: "p/events/rpc",
      payload: new TextEncoder().encode(
        JSON.stringify({
          params: { [component]: { total_act_energy: total, total_act_ret_energy: 0 } },
        }),
      ),
      retained: false,
      receivedAtMs: t0,
    });
  send("em1data:0", 1);
  send("em1data:1", 2);
  const counts = ["m1", "m2"].map(
    (meterId) => mailbox.takeForRound(meterId, { nowMs: t0, maxAgeMs: 1 }).counters[0]?.observed,
  );
  expect(counts).toMatchObject([{ count: 100 }, { count: 200 }]);
});

test("any messages in any order never throw and never give an unsafe count", () => {
  const topics = [own, `mega/in/${mac}/status`, "x"];
  const payload = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc
      .record({ unit: fc.constant("kWh"), import: fc.jsonValue(), ts: fc.string() })
      .map((value) => new TextEncoder().encode(JSON.stringify(value))),
    fc.constantFrom("online", "offline").map((word) => new TextEncoder().encode(word)),
  );
  const message = fc.record({
    topic: fc.constantFrom(...topics),
    payload,
    retained: fc.boolean(),
    receivedAtMs: fc.integer({ min: t0, max: t0 + 100_000 }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
      const { mailbox, take } = bench("mqtt");
      for (const entry of messages) mailbox.deliver({ connectionId: "c", ...entry });
      const { observed } = take(100_000)["import"] ?? {};
      if (observed?.kind === "count") {
        expect(Number.isSafeInteger(observed.count) && observed.count >= 0).toBe(true);
      }
      const total = Object.values(mailbox.counts).reduce((sum, count) => sum + count, 0);
      expect(total).toBe(messages.length);
    }),
    { numRuns: 300 },
  );
});
