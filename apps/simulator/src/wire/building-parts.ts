/** A scenario taken apart into what is served: buses, P1 ports and MQTT devices, with one truth. */

import { type Clock, MegaError } from "@mega/domain";
import type { ModbusProfile } from "@mega/profiles";
import { modbusMeter } from "../meters/modbus-meter.ts";
import { type MqttDevice, mqttDevice } from "../meters/mqtt-device.ts";
import { p1Telegram } from "../meters/p1-telegram.ts";
import type { Scenario, ScenarioBus, ScenarioMeter, ScenarioP1Port } from "../scenario/scenario.ts";
import { type BuildingTruth, buildingTruth } from "../truth/building-truth.ts";
import { type BusMeter, busBehaviour } from "./bus-behaviour.ts";
import type { SlaveBehaviour } from "./slave-engine.ts";

/** Modbus profiles by id. */
export type ModbusProfiles = ReadonlyMap<string, ModbusProfile>;

/** What is served. */
export interface BuildingParts {
  readonly truth: BuildingTruth;
  readonly buses: readonly {
    readonly bus: ScenarioBus;
    /** A fresh one for each link: chance starts again with the line. */
    behaviour(clock: Clock, turnaroundMs: number): SlaveBehaviour;
  }[];
  readonly p1Ports: readonly {
    readonly port: ScenarioP1Port;
    telegramAt(instantMs: number): Uint8Array;
  }[];
  readonly devices: readonly MqttDevice[];
}

/**
 * Takes a scenario apart.
 *
 * @throws MegaError CONFIG_INVALID for a profile that no virtual meter has.
 */
export function buildingParts(scenario: Scenario, profiles: ModbusProfiles): BuildingParts {
  const truth = buildingTruth(scenario);
  const devices = scenario.meters.flatMap((meter) => {
    if (meter.place.kind !== "mqtt") return [];
    const device = mqttDevice(meter, truth);
    if (device === undefined) throw unknownProfile(meter);
    return [device];
  });
  return {
    truth,
    devices,
    buses: scenario.buses.map((bus) => {
      const meters = scenario.meters.flatMap((meter) => busMeters(meter, bus, profiles, truth));
      const { framing } = bus;
      const { seed } = scenario;
      return {
        bus,
        behaviour: (clock, turnaroundMs) =>
          busBehaviour({ framing, meters, clock, seed, turnaroundMs }),
      };
    }),
    p1Ports: scenario.p1Ports.map((port) => {
      const meters = scenario.meters.filter(
        ({ place }) => place.kind === "p1" && place.port === port.id,
      );
      return { port, telegramAt: (instantMs) => p1Telegram(meters, truth, instantMs) };
    }),
  };
}

function busMeters(
  meter: ScenarioMeter,
  bus: ScenarioBus,
  profiles: ModbusProfiles,
  truth: BuildingTruth,
): readonly BusMeter[] {
  const { place } = meter;
  if (place.kind !== "bus" || place.bus !== bus.id) return [];
  const profile = profiles.get(meter.profile);
  if (profile === undefined) throw unknownProfile(meter);
  return [
    { id: meter.id, meter: modbusMeter({ ...meter, place }, profile, truth), faults: meter.faults },
  ];
}

function unknownProfile({ id, profile }: ScenarioMeter): MegaError {
  return new MegaError("CONFIG_INVALID", `The meter "${id}" has an unknown profile "${profile}".`, {
    hint: "Use a profile that a virtual meter has.",
    context: { meterId: id, profile },
  });
}
