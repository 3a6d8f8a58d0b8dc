import { expect, test } from "vitest";
import { parseConfig } from "../document/load-config.ts";
import { faultsOf } from "../testing/faults-of.ts";
import { planReadings } from "./plan-readings.ts";
import { loadProfileSet } from "./profile-set.ts";

const profiles = loadProfileSet("/nowhere");

/** The faults of a file with one meter, once its profile is known. */
function faultsOfMeter(meter: string, channel = "") {
  const text = `
version: 1
building: { name: Hollestraat 1 }
gateway: { model: MEGA16 }
buses: [{ id: line, link: { kind: tty, path: /dev/ttyUSB0 } }]
p1Ports: [{ id: port, link: { kind: tty, path: /dev/ttyP1 } }]
mqtt: { embedded: {} }
meters: [{ id: m1, ${meter} }]
channels: [{ no: 1, name: Flat 1A, meter: m1 ${channel} }]
`;
  return faultsOf(() => planReadings(parseConfig(text, "test.yaml"), profiles));
}

const onBus = "bus: line, address: 4";
const onMqtt = (more = "") => `mqtt: { mac: a4cf12b3d4e5, token: a-token-of-its-own ${more} }`;

test.each([
  [
    "a Modbus meter",
    `profile: eastron-sdm630, ${onBus}, factor: { numerator: 40, denominator: 1 }`,
  ],
  [
    "a heat meter with its unit",
    `profile: kamstrup, ${onBus}, energyUnit: MWh, ratedMaximumPerHour: 500`,
  ],
  ["a P1 meter", "profile: p1, p1Port: port"],
  ["an MQTT meter", `profile: mqtt-water, medium: water, ${onMqtt()}`],
  [
    "any MQTT device",
    `profile: mqtt-generic, medium: water, ratedMaximumPerHour: 20, ${onMqtt(", topic: a/b, pointer: /v, unit: L, decimals: 1")}`,
  ],
])("%s is taken with the settings of its kind", (_, meter) => {
  expect(faultsOfMeter(meter)).toEqual([]);
});

test.each([
  [
    "a ratio of a P1 meter",
    "profile: p1, p1Port: port, factor: { numerator: 40, denominator: 1 }",
    "factor",
    "a group of the keys numerator, denominator",
    "only on a bus; other meters show what was consumed",
  ],
  [
    "a ratio of an MQTT meter",
    `profile: mqtt, ${onMqtt()}, factor: { numerator: 2, denominator: 1 }`,
    "factor",
    "a group of the keys numerator, denominator",
    "only on a bus; other meters show what was consumed",
  ],
  [
    "pulse inputs of an MQTT meter",
    `profile: mqtt, ${onMqtt()}, inputs: {}`,
    "inputs",
    "a group of the keys ",
    "only for pulse counters on a bus",
  ],
  [
    "a unit that the profile fixes",
    `profile: eastron-sdm630, ${onBus}, energyUnit: MWh`,
    "energyUnit",
    '"MWh"',
    "only where the profile leaves the unit open; that of eastron-sdm630 is fixed",
  ],
  [
    "a medium that the profile does not measure",
    `profile: mqtt-water, medium: gas, ${onMqtt()}`,
    "medium",
    '"gas"',
    "water, which mqtt-water measures",
  ],
  [
    "a unit of an MQTT profile that says it",
    `profile: mqtt-z2m-water, ${onMqtt(", topic: a, unit: L")}`,
    "mqtt/unit",
    '"L"',
    "only where the profile leaves it open; mqtt-z2m-water says it itself",
  ],
  [
    "decimals of an MQTT profile that says them",
    `profile: mqtt-water, ${onMqtt(", decimals: 1")}`,
    "mqtt/decimals",
    "1",
    "only where the profile leaves it open; mqtt-water says it itself",
  ],
  [
    "a pointer of an MQTT profile that says it",
    `profile: mqtt-water, ${onMqtt(", pointer: /v")}`,
    "mqtt/pointer",
    '"/v"',
    "only where the profile leaves it open; mqtt-water says it itself",
  ],
])("%s is refused, because it would change nothing", (_, meter, key, value, allowed) => {
  expect(faultsOfMeter(meter)).toEqual([{ path: `/meters[id=m1]/${key}`, value, allowed }]);
});

test("a profile that is not known is answered with the nearest ones", () => {
  const [fault] = faultsOfMeter(`profile: sdm360, ${onBus}`);
  expect(fault).toMatchObject({ path: "/meters[id=m1]/profile", value: '"sdm360"' });
  expect(fault?.allowed).toMatch(/^one of \d+ profiles, of which the nearest: eastron-sdm630, /);
});

test("a profile of another kind than the meter's place is named with both kinds", () => {
  expect(faultsOfMeter(`profile: eastron-sdm630, ${onMqtt()}`)).toEqual([
    {
      path: "/meters[id=m1]/profile",
      value: '"eastron-sdm630"',
      allowed: 'a profile of kind "mqtt"; this one is of kind "modbus"',
    },
  ]);
});

test("a setting that the profile needs is named with what the profile says of it", () => {
  const [fault] = faultsOfMeter(`profile: mqtt-tasmota, ${onMqtt()}`);
  expect(fault).toMatchObject({ path: "/meters[id=m1]/mqtt/topic", value: "nothing" });
  expect(fault?.allowed).toContain("mqtt-tasmota: ");
  const generic = `profile: mqtt-generic, medium: water, ${onMqtt(", topic: a, pointer: '', unit: L")}`;
  expect(faultsOfMeter(generic)).toEqual([
    {
      path: "/meters[id=m1]",
      value: "volume of mqtt-generic as it stands",
      allowed: "the most that can pass in an hour (keys ratedMaximumPerHour, inputs)",
    },
  ]);
});

test("a counter that the profile does not have is named with those it has", () => {
  const [fault] = faultsOfMeter(`profile: mqtt, ${onMqtt()}`, ", counter1: improt");
  expect(fault).toEqual({
    path: "/channels[no=1]/counter1",
    value: '"improt"',
    allowed: "a counter of mqtt: import, export",
  });
});
