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
  a fault that ends at once      | kind: noisy, corruptPermille: 5, latePermille: 0 | kind: glitch, shows: zero, from: 2025-02-01T00:00:00Z, to: 2025-02-01T00:00:00Z | /meters/2/faults/0/to | "2025-02-01T00:00:00Z"
  a display that shows nothing   | kind: noisy, corruptPermille: 5, latePermille: 0 | kind: glitch, shows: nothing, from: 2025-02-01T00:00:00Z, to: 2025-03-01T00:00:00Z | /meters/2/faults/0/shows | "nothing"
  a glitch without an end        | kind: noisy, corruptPermille: 5, latePermille: 0 | kind: glitch, shows: old, from: 2025-02-01T00:00:00Z | /meters/2/faults/0/to | nothing
  a reset without its instant    | kind: noisy, corruptPermille: 5, latePermille: 0 | kind: reset | /meters/2/faults/0/at | nothing
  rates beyond a thousand        | latePermille: 0          | latePermille: 990, noisePermille: 10 | /meters/2/faults/0/noisePermille | 10
  lateness the wrong way round   | latePermille: 0          | latePermille: 9, lateMsMin: 3000, lateMsMax: 2000 | /meters/2/faults/0/lateMsMax | 2000
  messages on a bus              | kind: noisy, corruptPermille: 5, latePermille: 0 | kind: doubled, permille: 5 | /meters/2/faults/0/kind | "doubled"
  an export of a part of an hour | kind: noisy, corruptPermille: 5, latePermille: 0 | kind: export, unitsPerHour: 2, register: falls, from: 2025-02-01T00:30:00Z, to: 2025-02-01T05:00:00Z | /meters/2/faults/0/from | 1738369800000
  a fault behind a P1 port       | load: { kind: gas, yearlyM3: 900 } | load: { kind: gas, yearlyM3: 900 }, faults: [{ kind: reset, at: 2025-02-01T00:00:00Z }] | /meters/1/faults/0/kind | "reset"
  noise on a broker              | load: { kind: common, yearlyKwh: 60 } | load: { kind: common, yearlyKwh: 60 }, faults: [{ kind: slow, turnaroundMs: 9 }] | /meters/4/faults/0/kind | "slow"
  a stranger's messages          | load: { kind: common, yearlyKwh: 60 } | load: { kind: common, yearlyKwh: 60 }, faults: [{ kind: mixed-up, permille: 9, other: nobody }] | /meters/4/faults/0/other | "nobody"
  an export behind a gas meter   | load: { kind: common, yearlyKwh: 60 } | load: { kind: water, yearlyM3: 60 }, faults: [{ kind: export, unitsPerHour: 2, register: holds, from: 2025-02-01T00:00:00Z, to: 2025-02-01T05:00:00Z }] | /meters/4/faults/0/kind | "water"
  a register that never was      | start: { import: 3.5 }   | rollsOverAt: { imprt: 1000 } | /meters/2/rollsOverAt | "imprt"
  a start beyond the register    | start: { import: 3.5 }   | start: { import: 3500 }, rollsOverAt: { import: 1000 } | /meters/2/rollsOverAt | 1000
  a second meter's odd counter   | kind: noisy, corruptPermille: 5, latePermille: 0 | kind: duplicate, otherSerial: "9", otherStart: { volume: 1 } | /meters/2/faults/0/otherStart | "volume"
  a load beside pulse inputs     | inputs: {                | load: { kind: water, yearlyM3: 1 }, inputs: { | /meters/3/load | {"kind":"water","yearlyM3":1}
`;

test.each(slips.trim().split("\n"))("%s", (row) => {
  const [, from = "", to = "", path, value] = row.split("|").map((cell) => cell.trim());
  expect(valid).toContain(from);
  const faults = faultsOf(valid.replace(from, to));
  expect(faults.map((fault) => [fault.path, fault.value])).toContainEqual([path, value]);
});

// fault as written                                   | as read
const faults = `
  { kind: dead }                                      | {"kind":"dead","fromMs":0,"toMs":9007199254740991}
  { kind: noisy, corruptPermille: 5, latePermille: 3 } | {"kind":"noisy","corruptPermille":5,"latePermille":3,"doubledPermille":0,"noisePermille":0,"lateMsMin":1100,"lateMsMax":1800,"fromMs":0,"toMs":9007199254740991}
  { kind: slow, turnaroundMs: 90, from: 2025-02-01T00:00:00Z, to: 2025-02-02T00:00:00Z } | {"kind":"slow","turnaroundMs":90,"fromMs":1738368000000,"toMs":1738454400000}
  { kind: unsaved, at: 2025-02-01T00:00:00Z, minutes: 90 } | {"kind":"unsaved","atMs":1738368000000,"minutes":90}
  { kind: jitter, steps: 1, from: 2025-02-01T00:00:00Z } | {"kind":"jitter","steps":1,"fromMs":1738368000000,"toMs":9007199254740991}
`;

test.each(faults.trim().split("\n"))("%s", (row) => {
  const [written = "", read = ""] = row.split("|").map((cell) => cell.trim());
  const noisy = "{ kind: noisy, corruptPermille: 5, latePermille: 0 }";
  const { meters } = parseScenario(valid.replace(noisy, written));
  expect(meters[2]?.faults).toEqual([JSON.parse(read)]);
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
