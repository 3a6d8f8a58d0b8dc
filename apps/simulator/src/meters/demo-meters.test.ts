// Every meter of the demo, read through the profile that the gateway reads it with: what comes out is
// the truth, cut to the meter's step.

import { decimalText } from "@mega/domain";
import {
  combineParts,
  configureMqttMeter,
  countScale,
  decodeMessage,
  decodeMeter,
  decodeP1,
  loadProfiles,
  type MeterProfile,
  messagesOf,
  parseTelegram,
  TelegramFramer,
  wantedRanges,
} from "@mega/profiles";
import { expect, test } from "vitest";
import type { ScenarioMeter } from "../scenario/scenario.ts";
import { demoReferenceMs, demoScenario, modbusProfiles } from "../testing/demo-building.ts";
import { buildingTruth } from "../truth/building-truth.ts";
import { buildingParts } from "../wire/building-parts.ts";
import { modbusMeter } from "./modbus-meter.ts";
import { showsOf } from "./shows.ts";

const hourMs = 3_600_000;
const scenario = demoScenario();
const truth = buildingTruth(scenario);
const profiles = loadProfiles().profiles;
const instants = [
  demoReferenceMs - 395 * 24 * hourMs + 120_000,
  demoReferenceMs - 41 * 24 * hourMs + 7777,
  demoReferenceMs - 1,
  demoReferenceMs + 90_000,
];

function profileOf<K extends MeterProfile["kind"]>(
  { profile: id }: ScenarioMeter,
  kind: K,
): Extract<MeterProfile, { kind: K }> {
  const found = profiles.get(id)?.profile;
  if (found?.kind !== kind) throw new Error(`${id} is no ${kind} profile.`);
  return found as Extract<MeterProfile, { kind: K }>;
}

/** Micro-units cut to so many decimals: 1 234 567, 3 → "1.234". */
function cut(micro: number, decimals: number): string {
  const amount = Math.floor(micro / 10 ** (6 - decimals));
  return decimalText({ amount, decimals });
}

const onBuses = scenario.meters.filter(({ place }) => place.kind === "bus");
const onMqtt = scenario.meters.filter(({ place }) => place.kind === "mqtt");

test.each(onBuses.map((meter) => [meter.id, meter] as const))(
  "%s gives through its profile what is true, and its serial number",
  (_, meter) => {
    if (meter.place.kind !== "bus") throw new Error("on no bus");
    const profile = profileOf(meter, "modbus");
    const onBus = { ...meter, place: meter.place };
    const virtual = modbusMeter(onBus, profile, showsOf(meter, truth), truth);
    for (const atMs of instants) {
      const blocks = wantedRanges(profile, { live: "all", serialNumber: true }).map((range) => {
        const { function: functionCode, wordAddress, wordCount } = range;
        const asked = { functionCode, address: wordAddress, count: wordCount };
        const words = virtual.wordsAt(asked, atMs).map((word) => word ?? Number.NaN);
        return { kind: "words", function: functionCode, wordAddress, words } as const;
      });
      const decoded = decodeMeter(profile, blocks);
      for (const counterId of truth.countersOf(meter.id)) {
        const found = decoded.counters[counterId];
        const scale = countScale(profile.counters[counterId] ?? never(), undefined);
        const index = truth.indexAt(meter.id, counterId, atMs);
        const wanted =
          meter.inputs[counterId] === undefined ? cut(index, scale?.decimals ?? 0) : String(index);
        expect(
          found?.kind === "count"
            ? decimalText({ amount: found.count, decimals: found.decimals })
            : found,
        ).toBe(wanted);
      }
      const serial = profile.serialNumber === null ? undefined : truth.serialAt(meter.id, atMs);
      expect(decoded.serialNumber).toBe(serial);
      expect(Object.keys(decoded.live)).toEqual(Object.keys(profile.live));
    }
  },
);

function never(): never {
  throw new Error("The profile has no such counter.");
}

test("the telegram is framed with a good checksum and gives the truth of all its meters", () => {
  const [port] = buildingParts(scenario, modbusProfiles()).p1Ports;
  for (const atMs of instants) {
    const events = new TelegramFramer().push(port?.telegramAt(atMs) ?? new Uint8Array());
    expect(events).toMatchObject([{ kind: "telegram", crc: "good" }]);
    const [event] = events;
    if (event?.kind !== "telegram") throw new Error("no telegram");
    const telegram = parseTelegram(event.bytes);
    expect(telegram.malformedLines).toBe(0);
    for (const meter of scenario.meters.filter(({ place }) => place.kind === "p1")) {
      const profile = profileOf(meter, "p1");
      const decoded = decodeP1(profile, telegram, {
        timeZone: scenario.timeZone,
        receivedAtMs: atMs,
        ...(profile.subMeterTypes === null ? {} : { equipmentId: meter.serialNumber }),
      });
      // Seconds are as fine as the utility meter's own time; sub-meters speak every five minutes.
      const step = profile.subMeterTypes === null ? 1000 : 300_000;
      expect(decoded.deviceTimeMs).toBe(atMs - (atMs % step));
      const shownAtMs = profile.subMeterTypes === null ? atMs : atMs - (atMs % step);
      for (const [counterId, found] of Object.entries(decoded.counts)) {
        const parts =
          counterId === "import" || counterId === "export"
            ? [`${counterId}Day`, `${counterId}Night`]
            : [counterId];
        const thousandths = parts
          .map((id) => Math.floor(truth.indexAt(meter.id, id, shownAtMs) / 1000))
          .reduce((sum, part) => sum + part, 0);
        expect(found).toMatchObject({ kind: "count", count: thousandths, decimals: 3 });
      }
    }
  }
});

test.each(onMqtt.map((meter) => [meter.id, meter] as const))(
  "%s publishes what its profile reads as the truth, on a topic it listens to",
  (_, meter) => {
    const { place } = meter;
    if (place.kind !== "mqtt") throw new Error("no MQTT meter");
    const { devices } = buildingParts(scenario, modbusProfiles());
    const device = devices.map((faulty) => faulty.device).find(({ id }) => id === meter.id);
    const configured = configureMqttMeter(profileOf(meter, "mqtt"), {
      mac: place.mac,
      deviceChannel: place.deviceChannel,
      ...(place.topic === undefined ? {} : { topic: place.topic }),
    });
    expect([device?.online?.payload, device?.offline?.payload]).toEqual([
      configured.presence?.online,
      configured.presence?.offline,
    ]);
    expect(device?.online?.topic).toBe(configured.presence?.topic);
    for (const atMs of instants) {
      const message = device?.readingAt(atMs);
      const route = configured.routes.find(({ topic }) => topic === message?.topic);
      if (message === undefined || route === undefined) throw new Error("nobody listens");
      const decoded = decodeMessage(configured, route, new TextEncoder().encode(message.payload));
      if (decoded.kind !== "message") throw new Error("not understood");
      for (const counter of configured.counters) {
        if (!messagesOf(counter).includes(route.message)) continue;
        const part = decoded.parts.get(counter.counterId);
        const found = combineParts(counter, part === undefined ? [] : [part]);
        const index = truth.indexAt(meter.id, counter.counterId, atMs);
        expect(
          found.kind === "count"
            ? decimalText({ amount: found.count, decimals: found.decimals })
            : found,
        ).toBe(cut(index, counter.decimals));
      }
    }
  },
);
