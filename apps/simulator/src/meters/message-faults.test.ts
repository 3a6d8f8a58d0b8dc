// Each fault of a message, seen as whoever hears it sees it: through the profile that reads it.

import {
  combineParts,
  configureMqttMeter,
  decodeMessage,
  loadProfiles,
  type MqttMeterSettings,
} from "@mega/profiles";
import { expect, test } from "vitest";
import type { Fault } from "../scenario/faults.ts";
import type { ScenarioMeter } from "../scenario/scenario.ts";
import {
  meterByMessage,
  meterOnBus,
  smallBuilding,
  smallStartMs,
} from "../testing/small-building.ts";
import { buildingParts } from "../wire/building-parts.ts";
import type { SentMessage } from "./message-faults.ts";

const hourMs = 3_600_000;
const profiles = loadProfiles().profiles;
const fromMs = smallStartMs + 100 * hourMs;
const toMs = fromMs + 10 * hourMs;
const within = fromMs + 5 * hourMs;
const before = fromMs - hourMs;

function deviceOf(meter: ScenarioMeter, ...others: readonly ScenarioMeter[]) {
  const { devices } = buildingParts(smallBuilding([meter, ...others]), new Map());
  const device = devices.find((faulty) => faulty.device.id === meter.id);
  if (device === undefined) throw new Error("no device");
  return device;
}

/** What a reader makes of a message: the count of its counter, or the reason for none. */
function heard(meter: ScenarioMeter, { message }: SentMessage, counterId = "import"): unknown {
  const profile = profiles.get(meter.profile)?.profile;
  if (profile?.kind !== "mqtt" || meter.place.kind !== "mqtt") throw new Error("no MQTT meter");
  const { mac, topic, plain } = meter.place;
  const settings: MqttMeterSettings = {
    mac,
    ...(topic === undefined ? {} : { topic }),
    ...(plain === undefined ? {} : { pointer: plain.pointer, unit: plain.unit, decimals: 3 }),
    medium: meter.load?.kind === "water" ? "water" : "electricity",
  };
  const configured = configureMqttMeter(profile, settings);
  const route = configured.routes.find((one) => one.topic === message?.topic);
  if (message === null || route === undefined) return "nothing";
  const decoded = decodeMessage(configured, route, new TextEncoder().encode(message.payload));
  if (decoded.kind !== "message") return "unreadable";
  const counter = configured.counters.find((one) => one.counterId === counterId);
  const part = decoded.parts.get(counterId);
  if (counter === undefined || part === undefined) return "no counter";
  const found = combineParts(counter, [part]);
  if (found.kind !== "count") return "unreadable";
  return { micro: found.count * 10 ** (6 - counter.decimals), serial: decoded.serialNumber };
}

function only(sent: readonly SentMessage[]): SentMessage {
  const [first] = sent;
  if (first === undefined || sent.length !== 1) throw new Error(`${sent.length} messages`);
  return first;
}

const water = { load: { kind: "water", yearlyM3: 90 } as const, start: { volume: 12 } };
const families: readonly ScenarioMeter[] = [
  meterByMessage("mqtt", []),
  meterByMessage("mqtt-water", [], water),
  meterByMessage("mqtt-gas", [], { load: { kind: "gas", yearlyM3: 900 }, start: { volume: 12 } }),
  meterByMessage("mqtt-heat", [], {
    load: { kind: "heat", yearlyKwh: 900 },
    start: { energy: 12 },
  }),
  meterByMessage("mqtt-shelly-pro-3em", []),
  meterByMessage("mqtt-shelly-plug", [], { load: { kind: "common", yearlyKwh: 400 } }),
  meterByMessage("mqtt-tasmota", [], { topic: "kitchen" }),
  meterByMessage("mqtt-z2m-water", [], { ...water, topic: "zigbee2mqtt/water" }),
  meterByMessage("mqtt-z2m-energy", [], { topic: "zigbee2mqtt/power" }),
  meterByMessage("mqtt-wmbus-water", [], { ...water, topic: "wmbusmeters/water" }),
  meterByMessage("mqtt-wmbus-heat", [], {
    load: { kind: "heat", yearlyKwh: 900 },
    start: { energy: 12 },
    topic: "wmbusmeters/heat",
  }),
  meterByMessage("mqtt-generic", [], {
    topic: "power",
    payload: { pointer: "/energy/total", unit: "Wh", decimals: 0 },
  }),
  meterByMessage("mqtt-generic", [], {
    ...water,
    topic: "water",
    payload: { pointer: "", unit: "m3", decimals: 3 },
  }),
  // Half of these digits are a figure as well.
  meterByMessage("mqtt-generic", [], {
    load: { kind: "water", yearlyM3: 90 },
    start: { volume: 14_380 },
    topic: "water",
    payload: { pointer: "", unit: "m3", decimals: 3 },
  }),
];

test.each(families.map((meter) => [meter.profile, meter] as const))(
  "%s says what its profile reads as what it is said to show, and what cannot be read is not read",
  (_, meter) => {
    const device = deviceOf(meter);
    const counterId = Object.keys(meter.start)[0] ?? "import";
    const sent = only(device.sentAt(within));
    const shown = sent.shows.figures[device.device.counterIds.indexOf(counterId)];
    const serial = sent.shows.serial ?? undefined;
    expect(shown).toBeGreaterThan(12_000_000);
    expect(heard(meter, sent, counterId)).toEqual({ micro: shown, serial });
    for (const holds of ["null", "text", "nan", "truncated"] as const) {
      const faults: readonly Fault[] = [
        { kind: "bad-payload", permille: 1000, holds, fromMs, toMs },
      ];
      const spoilt = only(deviceOf({ ...meter, faults }).sentAt(within));
      expect([holds, heard(meter, spoilt, counterId), spoilt.delivered]).toEqual([
        holds,
        expect.stringMatching(/^(unreadable|no counter)$/),
        "spoilt",
      ]);
      expect(spoilt.message?.payload).not.toBe(sent.message?.payload);
    }
  },
);

test("a damaged payload may also hold a figure below 0", () => {
  const faults: readonly Fault[] = [
    { kind: "bad-payload", permille: 1000, holds: "negative", fromMs, toMs },
  ];
  const sent = only(deviceOf(meterByMessage("mqtt", faults)).sentAt(within));
  expect(sent.message?.payload).toContain('"import":-1');
  expect(only(deviceOf(meterByMessage("mqtt", faults)).sentAt(before)).delivered).toBe("intact");
});

test("a silent device says nothing, and the witness knows what it would have said", () => {
  const device = deviceOf(meterByMessage("mqtt", [{ kind: "outage", fromMs, toMs }]));
  const sent = only(device.sentAt(within));
  expect([sent.message, sent.delivered]).toEqual([null, "lost"]);
  expect(sent.shows.figures[0]).toBeGreaterThan(100_000_000);
  expect(only(device.sentAt(before)).delivered).toBe("intact");
});

test("another firmware names its unit where the payload has room for it, and lies where not", () => {
  const faults: readonly Fault[] = [{ kind: "unit", fromMs, toMs }];
  const named = meterByMessage("mqtt", faults);
  const namedSent = only(deviceOf(named).sentAt(within));
  const sound = heard(
    meterByMessage("mqtt", []),
    only(deviceOf(meterByMessage("mqtt", [])).sentAt(within)),
  );
  expect(namedSent.message?.payload).toMatch(/"unit":"Wh","import":"\d+"/);
  expect(heard(named, namedSent)).toEqual(sound);
  const nameless = meterByMessage("mqtt-shelly-pro-3em", faults);
  const figure = (meter: ScenarioMeter) =>
    (heard(meter, only(deviceOf(meter).sentAt(within))) as { micro: number }).micro;
  expect(figure(nameless)).toBe(1000 * figure(meterByMessage("mqtt-shelly-pro-3em", [])));
});

test("messages come twice or late as often as they are said to", () => {
  const doubled = deviceOf(
    meterByMessage("mqtt", [{ kind: "doubled", permille: 300, fromMs, toMs }]),
  );
  const late = deviceOf(
    meterByMessage("mqtt", [{ kind: "late", permille: 200, lateMs: 3_608_000, fromMs, toMs }]),
  );
  const counts = { doubled: 0, late: 0 };
  const times = 2000;
  for (let second = 0; second < times; second++) {
    const atMs = fromMs + second * 10_000;
    const twice = doubled.sentAt(atMs);
    if (twice.length === 2) counts.doubled += 1;
    expect(new Set(twice.map(({ message }) => message?.payload)).size).toBe(1);
    const sent = only(late.sentAt(atMs));
    if (sent.delivered === "late") counts.late += 1;
    expect(sent.afterMs).toBe(sent.delivered === "late" ? 3_608_000 : 0);
  }
  expect(Math.abs(counts.doubled / times - 0.3)).toBeLessThan(0.04);
  expect(Math.abs(counts.late / times - 0.2)).toBeLessThan(0.04);
});

test("a mixed-up message is the reading of the other meter, under the topic of this one", () => {
  const other = meterOnBus(3, { start: { import: 7 } });
  const faults: readonly Fault[] = [
    { kind: "mixed-up", permille: 1000, other: "flat-3", fromMs, toMs },
  ];
  const meter = meterByMessage("mqtt", faults);
  const device = deviceOf(meter, { ...other, profile: "mqtt-z2m-energy", place: meter.place });
  const sent = only(device.sentAt(within));
  expect(sent.message?.topic).toBe("mega/in/a4cf12b3d4e5/1");
  expect(heard(meter, sent)).toEqual({ micro: sent.shows.figures[0], serial: "20000003" });
  expect(sent.shows.figures[0]).toBeLessThan(60_000_000);
});

test("what the broker keeps is the message of its instant, whenever somebody connects", () => {
  const device = deviceOf(meterByMessage("mqtt", [{ kind: "retained", atMs: fromMs }]));
  expect(device.keptAt(before)).toBeNull();
  const kept = device.keptAt(within);
  expect(kept?.message).toEqual({ ...device.device.readingAt(fromMs), retain: true });
  expect(kept?.delivered).toBe("late");
});

test("a flickering display stands one step lower at times, and never twice", () => {
  const sound = deviceOf(meterByMessage("mqtt", []));
  const flickering = deviceOf(meterByMessage("mqtt", [{ kind: "jitter", steps: 1, fromMs, toMs }]));
  const lower = new Map<number, number>();
  for (let minute = 0; minute < 300; minute++) {
    const atMs = fromMs + minute * 60_000;
    const by =
      (sound.device.shownAt(atMs).figures[0] ?? 0) -
      (flickering.device.shownAt(atMs).figures[0] ?? 0);
    lower.set(by, (lower.get(by) ?? 0) + 1);
  }
  expect([...lower.keys()].sort()).toEqual([0, 1000]);
  expect(lower.get(1000)).toBeGreaterThan(100);
});
