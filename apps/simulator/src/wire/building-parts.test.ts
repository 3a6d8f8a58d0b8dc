import { expect, test } from "vitest";
import type { Scenario, ScenarioMeter } from "../scenario/scenario.ts";
import { demoGatewayConfig, demoScenario, modbusProfiles } from "../testing/demo-building.ts";
import { buildingParts } from "./building-parts.ts";

const scenario = demoScenario();

function withMeter(id: string, change: Partial<ScenarioMeter>): Scenario {
  const meters = scenario.meters.map((meter) =>
    meter.id === id ? { ...meter, ...change } : meter,
  );
  return { ...scenario, meters };
}

const pulses = scenario.meters.find(({ id }) => id === "pulses")?.inputs ?? {};

test.each([
  ["an unknown profile", "flat-01", { profile: "sdm121" }, 'unknown profile "sdm121"'],
  [
    "an MQTT device it cannot speak",
    "laundry-water",
    { profile: "mqtt-x" },
    'unknown profile "mqtt-x"',
  ],
  [
    "an input the profile has not",
    "pulses",
    { inputs: { pulse9: { ...pulses["pulse1"] } } },
    'no pulse input "pulse9"',
  ],
  ["a serial number no word holds", "flat-01", { serialNumber: "A1" }, 'the serial number "A1"'],
  ["a serial number beyond 32 bits", "flat-01", { serialNumber: "4294967296" }, '"4294967296"'],
] as const)("%s is refused by name, with what is allowed", (_, id, change, message) => {
  const building = withMeter(id, change as Partial<ScenarioMeter>);
  expect(() => buildingParts(building, modbusProfiles())).toThrow(message);
});

interface GatewayConfig {
  readonly buses: readonly { readonly id: string; readonly link: { kind: string; port: number } }[];
  readonly p1Ports: readonly { readonly id: string; readonly link: { readonly port: number } }[];
  readonly mqtt: { readonly embedded: { readonly port: number } };
  readonly meters: readonly {
    readonly id: string;
    readonly profile: string;
    readonly bus?: string;
    readonly address?: number;
    readonly p1Port?: string;
    readonly equipmentId?: string;
    readonly mqtt?: { mac: string; token: string; topic?: string; deviceChannel?: number };
  }[];
}

/** What a gateway must be told of a meter to read it. */
function wantedConfigOf({ id, profile, place, load, serialNumber }: ScenarioMeter): object {
  switch (place.kind) {
    case "bus":
      return { id, profile, bus: place.bus, address: place.address };
    case "p1":
      return load?.kind === "main"
        ? { id, profile, p1Port: place.port }
        : { id, profile, p1Port: place.port, equipmentId: serialNumber };
    case "mqtt": {
      const { mac, token, topic, deviceChannel } = place;
      return { id, profile, mqtt: { mac, token, topic, deviceChannel } };
    }
  }
}

test("the gateway of the demo is configured for the building that is served", () => {
  const config = demoGatewayConfig() as GatewayConfig;
  const framings = { "rtu-over-tcp": "rtu", "modbus-tcp": "mbap" } as Record<string, string>;
  expect(config.buses.map(({ id, link }) => [id, framings[link.kind], link.port])).toEqual(
    scenario.buses.map(({ id, framing, port }) => [id, framing, port]),
  );
  expect(config.p1Ports.map(({ id, link }) => [id, link.port])).toEqual(
    scenario.p1Ports.map(({ id, port }) => [id, port]),
  );
  expect(config.mqtt.embedded.port).toBe(scenario.brokerPort);
  const served = scenario.meters.map(wantedConfigOf);
  const configured = config.meters.map(
    ({ id, profile, bus, address, p1Port, equipmentId, mqtt }) => {
      if (mqtt === undefined) return { id, profile, bus, address, p1Port, equipmentId };
      const { mac, token, topic, deviceChannel = 1 } = mqtt;
      return { id, profile, mqtt: { mac, token, topic, deviceChannel } };
    },
  );
  expect(configured).toEqual(served.map((meter) => expect.objectContaining(meter)));
});
