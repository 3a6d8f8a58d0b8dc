import { parseInstant } from "@mega/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exactDecimal } from "./decimal-count.ts";
import { combineParts, decodeMessage, PAYLOAD_LENGTH_MAX } from "./decode-message.ts";
import { loadMqttProfiles } from "./load-mqtt.ts";
import { configureMqttMeter } from "./mqtt-meter.ts";
import type { MqttMeterSettings, MqttProfile } from "./mqtt-profile.ts";
import { countsOfMessages } from "./vector-counts.ts";

const profiles = loadMqttProfiles();
const mac = "a4cf12b3d4e5";

function profile(id: string): MqttProfile {
  const found = profiles.get(id);
  if (found === undefined) throw new Error(`${id} is not there`);
  return found.profile;
}

function decodeOne(id: string, payload: string, settings: Partial<MqttMeterSettings> = {}) {
  const meter = configureMqttMeter(profile(id), { mac, ...settings });
  const [topic = ""] = meter.topics;
  return countsOfMessages(meter, [{ topic, payload }]);
}

for (const [id, { profile }] of profiles) {
  for (const [index, vector] of profile.vectors.entries()) {
    test(`profile ${id} gives what its vector ${index + 1} says`, () => {
      const meter = configureMqttMeter(profile, vector.settings);
      for (const message of vector.messages)
        expect(meter.topics).toContain(message.topic.replace(/\/em:0$/, ""));
      const plain = Object.entries(countsOfMessages(meter, vector.messages)).map(
        ([name, count]) => [name, count.kind === "count" ? count.count : count.reason],
      );
      expect(Object.fromEntries(plain)).toEqual(vector.expect);
    });
  }
}

test("digits beyond a float are kept", () => {
  const payload = '{"unit":"kWh","import":4503599627370.497,"export":0.1}';
  expect(decodeOne("mqtt", payload)["import"]).toEqual({
    kind: "count",
    count: 4_503_599_627_370_497,
    decimals: 3,
    unit: "kWh",
  });
});

test.each([
  ["0.0005", 1],
  ["0.0004999999999999999999", 0],
  ["1e-3", 1],
  ["1.5E3", 1_500_000],
  ["-0.0", 0],
])("%s kWh is %i steps of 0.001 kWh", (text, count) => {
  expect(decodeOne("mqtt", `{"unit":"kWh","import":${text}}`)["import"]).toMatchObject({ count });
});

test.each([
  '{"unit":"kWh"}',
  '{"unit":"kWh","import":null}',
  '{"unit":"kWh","import":true}',
  '{"unit":"kWh","import":-0.001}',
  '{"unit":"kWh","import":"unknown"}',
  '{"unit":"kWh","import":NaN}',
  '{"unit":"kWh","import":Infinity}',
  '{"unit":"kWh","import":""}',
  '{"unit":"kWh","import":[1]}',
  '{"unit":"kWh","import":1e40}',
  '{"unit":"kWh","import":1,"import":2}',
  '{"unit":"kWh","import":1}}',
  '{"unit":"kwh","import":1}',
  '{"import":1}',
  "",
  "[".repeat(3000),
  `{"unit":"kWh","import":1,"pad":"${"x".repeat(PAYLOAD_LENGTH_MAX)}"}`,
])("the payload %.40s gives no count", (payload) => {
  expect(decodeOne("mqtt", payload)["import"]).toMatchObject({
    kind: "none",
    reason: "bad-payload",
  });
});

test("a device's time is kept unless its clock was never set", () => {
  const meter = configureMqttMeter(profile("mqtt"), { mac });
  const [route] = meter.routes;
  if (route === undefined) throw new Error("no route");
  const timeOf = (ts: string) => {
    const payload = new TextEncoder().encode(JSON.stringify({ ts, unit: "kWh", import: 1 }));
    const decoded = decodeMessage(meter, route, payload);
    return decoded.kind === "message" ? decoded.deviceTimeMs : "refused";
  };
  expect(timeOf("2026-05-02T18:03:11+02:00")).toBe(parseInstant("2026-05-02T16:03:11Z"));
  expect(timeOf("2026-05-02T16:03Z")).toBe(parseInstant("2026-05-02T16:03:00Z"));
  expect(timeOf("1970-01-01T00:00:07Z")).toBeUndefined();
  expect(timeOf("yesterday")).toBeUndefined();
  // The rest of a time whose middle was lost: within the hour it would pass for a true one.
  expect(timeOf("2026-05-02T16Z")).toBeUndefined();
});

test("topics with wildcards and settings that are missing are refused", () => {
  const generic = profile("mqtt-generic");
  const settings = { mac, topic: "house/+", pointer: "", unit: "kWh" };
  expect(() => configureMqttMeter(generic, settings)).toThrow(/topic/);
  expect(() => configureMqttMeter(generic, { ...settings, topic: "a/#" })).toThrow(/topic/);
  expect(() => configureMqttMeter(generic, { mac, pointer: "", unit: "kWh" })).toThrow(/topic/);
  expect(() => configureMqttMeter(generic, { ...settings, topic: "a", unit: "kW" })).toThrow(
    /unit/,
  );
  expect(() => configureMqttMeter(profile("mqtt"), { mac: "+" })).toThrow(/mac/);
  const em = profile("mqtt-shelly-em");
  expect(() => configureMqttMeter(em, { mac, topic: "s", deviceChannel: 0 })).toThrow(
    /deviceChannel/,
  );
});

test("any payload is decoded without an exception, to a count in bounds or a reason", () => {
  const meters = [...profiles.values()].map(({ profile }) =>
    configureMqttMeter(profile, { topic: "t", pointer: "/a", unit: "kWh", mac }),
  );
  const json = fc.json({ maxDepth: 5 }).map((text) => new TextEncoder().encode(text));
  const near = fc
    .record({ unit: fc.constantFrom("kWh", "Wh", "x"), import: fc.jsonValue() })
    .map((value) => new TextEncoder().encode(JSON.stringify(value)));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 5000 }), json, near), (payload) => {
      for (const meter of meters) {
        for (const route of meter.routes) {
          const decoded = decodeMessage(meter, route, payload);
          if (decoded.kind !== "message") continue;
          for (const counter of meter.counters) {
            const part = decoded.parts.get(counter.counterId);
            if (part === undefined) continue;
            const count = combineParts(counter, [part]);
            if (count.kind === "count") {
              expect(Number.isSafeInteger(count.count) && count.count >= 0).toBe(true);
            }
          }
        }
      }
    }),
    { numRuns: 400 },
  );
});

test("decimal text of any length is read exactly or not at all", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(8), (amount, decimals) => {
      const digits = amount.toString().padStart(decimals + 1, "0");
      const text = `${digits.slice(0, digits.length - decimals)}${decimals === 0 ? "" : `.${digits.slice(-decimals)}`}`;
      expect(exactDecimal(text)).toEqual({ digits: amount, exponent: 0 - decimals });
    }),
  );
});
