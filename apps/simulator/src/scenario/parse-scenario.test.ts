import { MegaError, monthOf, monthSpan, parseInstant, toUtcString } from "@mega/domain";
import { expect, test } from "vitest";
import { demoScenarioText } from "../testing/demo-building.ts";
import type { ScenarioFault } from "./field-reader.ts";
import { parseScenario } from "./parse-scenario.ts";

const valid = `
version: 1
seed: 7
start: 2025-01-01T00:00:00Z
buses:
  - { id: riser, port: 15020 }
p1Ports:
  - { id: grid, port: 15030 }
brokerPort: 18883
meters:
  - { id: main, profile: p1, p1Port: grid, serialNumber: M1, load: { kind: main, feeds: [flat], lossPermille: 10 } }
  - { id: gas, profile: p1-gas, p1Port: grid, serialNumber: G1, load: { kind: gas, yearlyM3: 900 } }
  - { id: flat, profile: eastron-sdm120, bus: riser, address: 4, serialNumber: "12", load: { kind: household, yearlyKwh: 2000 }, start: { import: 3.5 }, faults: [{ kind: noisy, corruptPermille: 5, latePermille: 0 }] }
  - { id: pulses, profile: moco, bus: riser, address: 5, serialNumber: "13", inputs: { pulse1: { load: { kind: water, yearlyM3: 80 }, pulsesPerUnit: 100 } } }
  - { id: plug, profile: mqtt-tasmota, mqtt: { mac: a4cf12b3d4e5, token: secret-1 }, serialNumber: a4, load: { kind: common, yearlyKwh: 60 } }
`;

function faultsOf(text: string, referenceMs?: number): readonly ScenarioFault[] {
  try {
    parseScenario(text, referenceMs === undefined ? {} : { referenceMs });
  } catch (error) {
    if (error instanceof MegaError) return error.context["faults"] as ScenarioFault[];
    throw error;
  }
  return [];
}

test("a small file becomes a scenario with its defaults", () => {
  const scenario = parseScenario(valid);
  expect(scenario).toMatchObject({
    timeZone: "Europe/Brussels",
    buses: [{ id: "riser", framing: "rtu", port: 15_020 }],
    p1Ports: [{ intervalMs: 1000 }],
  });
  expect(scenario.meters.map(({ place }) => place.kind)).toEqual([
    "p1",
    "p1",
    "bus",
    "bus",
    "mqtt",
  ]);
});

// what                          | in place of              | stands                       | path | value
const slips = `
  a load that does not exist     | kind: gas,               | kind: gass,                  | /meters/1/load/kind | "gass"
  an address out of range        | address: 4               | address: 248                 | /meters/2/address | 248
  a bus that is not there        | bus: riser, address: 4   | bus: rise, address: 4        | /meters/2/bus | "rise"
  a misspelt start index         | { import: 3.5 }          | { imprt: 3.5 }               | /meters/2/start | "imprt"
  a misspelt key                 | port: 15020              | port: 15020, prot: 1         | /buses/0/prot | 1
  a rate beyond a thousand       | corruptPermille: 5       | corruptPermille: 1005        | /meters/2/faults/0/corruptPermille | 1005
  a fault that does not exist    | kind: noisy              | kind: loud                   | /meters/2/faults/0/kind | "loud"
  a feed that is not there       | feeds: [flat]            | feeds: [flat, fat]           | /meters/0/load/feeds | "fat"
  a feed that is added twice     | feeds: [flat]            | feeds: [flat, flat]          | /meters/0/load/feeds | "flat"
  gas in a sum of electricity    | feeds: [flat]            | feeds: [gas]                 | /meters/0/load/feeds | "gas"
  two meters of one name         | id: pulses               | id: flat                     | /meters | "flat"
  two meters at one address      | address: 5               | address: 4                   | /meters | "riser address 4"
  a P1 port without main meter   | kind: main, feeds: [flat], lossPermille: 10 | kind: gas, yearlyM3: 3 | /p1Ports/0 | "0 main meters"
  a flat behind a P1 port        | kind: gas, yearlyM3: 900 | kind: common, yearlyKwh: 9   | /meters/1/load/kind | "common"
  MQTT without a broker          | brokerPort: 18883        |                              | /meters/4/mqtt | "a4cf12b3d4e5"
  a start within an hour         | 01T00:00:00Z             | 01T00:30:00Z                 | /start | "2025-01-01T00:30:00Z"
  a MAC that is none             | mac: a4cf12b3d4e5        | mac: a4cf12b3d4              | /meters/4/mqtt/mac | "a4cf12b3d4"
  a zone that does not exist     | seed: 7                  | timeZone: Mars/North         | /timeZone | "Mars/North"
  a missing seed                 | seed: 7                  |                              | /seed | nothing
  a load beside pulse inputs     | inputs: {                | load: { kind: water, yearlyM3: 1 }, inputs: { | /meters/3/load | {"kind":"water","yearlyM3":1}
`;

test.each(slips.trim().split("\n"))("%s", (row) => {
  const [, from = "", to = "", path, value] = row.split("|").map((cell) => cell.trim());
  expect(valid).toContain(from);
  const faults = faultsOf(valid.replace(from, to));
  expect(faults.map((fault) => [fault.path, fault.value])).toContainEqual([path, value]);
});

test("a fault says what would be allowed, and the message holds all of it", () => {
  const text = valid.replace("kind: gas", "kind: gass").replace("address: 4", "address: 0");
  expect(faultsOf(text)).toEqual([
    {
      path: "/meters/1/load/kind",
      value: '"gass"',
      allowed: "one of household, common, solar, main, heat, water, gas",
    },
    { path: "/meters/2/address", value: "0", allowed: "a whole number from 1 to 247" },
  ]);
  expect(() => parseScenario(text)).toThrow("/meters/2/address: found 0; a whole number from 1");
});

test("text that is no YAML is refused in one line of its own", () => {
  expect(faultsOf("meters: [")[0]).toMatchObject({ path: "/", allowed: "YAML" });
});

test("the same file at two references is the same building at two times", () => {
  const text = valid.replace("2025-01-01T00:00:00Z", "-P14M");
  const startAt = (reference: string) =>
    toUtcString(parseScenario(text, { referenceMs: parseInstant(reference) ?? 0 }).startMs);
  expect(startAt("2026-11-25T21:17:40Z")).toBe("2025-09-25T20:00:00.000Z");
  expect(startAt("2027-02-01T08:00:00Z")).toBe("2025-12-01T08:00:00.000Z");
  expect(faultsOf(text)).toEqual([
    {
      path: "/start",
      value: '"-P14M"',
      allowed: "an instant like 2024-01-01T00:00:00Z, as no reference was given",
    },
  ]);
});

test("the demo is sound on whatever day it is first served, its outages over a month's end", () => {
  const text = demoScenarioText();
  const firstMs = parseInstant("2026-01-01T00:30:00Z") ?? 0;
  for (let day = 0; day < 430; day += 9) {
    const { meters, timeZone } = parseScenario(text, { referenceMs: firstMs + day * 87_000_000 });
    const outages = meters.flatMap(({ faults }) =>
      faults.flatMap((fault) => (fault.kind === "outage" ? [fault] : [])),
    );
    const before = outages.map(({ fromMs, toMs }) => {
      return monthSpan(monthOf(toMs, timeZone), timeZone).fromMs - fromMs;
    });
    expect(before).toEqual([40 * 60_000, 31 * 3_600_000]);
  }
});
