/** A scenario taken apart into what is served: buses, P1 ports and MQTT devices, with one truth. */

import { type Clock, MegaError } from "@mega/domain";
import type { SlaveBehaviour } from "@mega/modbus";
import { type ModbusProfile, wordCountOf } from "@mega/profiles";
import { type FaultyDevice, faultyDevice } from "../meters/message-faults.ts";
import { modbusMeter } from "../meters/modbus-meter.ts";
import { mqttDevice } from "../meters/mqtt-device.ts";
import { mqttProfileIds } from "../meters/mqtt-families.ts";
import { p1Telegram } from "../meters/p1-telegram.ts";
import { othersShows, showsOf } from "../meters/shows.ts";
import { wallClock } from "../meters/wall-clock.ts";
import type { Scenario, ScenarioBus, ScenarioMeter, ScenarioP1Port } from "../scenario/scenario.ts";
import { type BuildingTruth, buildingTruth } from "../truth/building-truth.ts";
import type { WitnessBook } from "../witness/witness.ts";
import { type BusMeter, busBehaviour } from "./bus-behaviour.ts";

/** Modbus profiles by id. */
export type ModbusProfiles = ReadonlyMap<string, ModbusProfile>;

/** What is served. */
export interface BuildingParts {
  readonly truth: BuildingTruth;
  readonly buses: readonly {
    readonly bus: ScenarioBus;
    /** Modbus addresses that are answered for. */
    readonly addresses: readonly number[];
    /** A fresh one for each link: chance starts again with the line. */
    behaviour(clock: Clock, turnaroundMs: number, witness?: WitnessBook): SlaveBehaviour;
  }[];
  readonly p1Ports: readonly {
    readonly port: ScenarioP1Port;
    telegramAt(instantMs: number): Uint8Array;
  }[];
  readonly devices: readonly FaultyDevice[];
}

/**
 * Takes a scenario apart.
 *
 * @throws MegaError CONFIG_INVALID for a profile that no virtual meter has, and for a pulse input or
 *   a serial number that the profile has no room for.
 */
export function buildingParts(scenario: Scenario, profiles: ModbusProfiles): BuildingParts {
  const truth = buildingTruth(scenario);
  const showsOfMeter = (meterId: string) => {
    const meter = scenario.meters.find(({ id }) => id === meterId);
    if (meter === undefined) throw new RangeError(`The building has no meter "${meterId}".`);
    return showsOf(meter, truth);
  };
  const clockOnTheWall = wallClock(scenario.timeZone);
  return {
    truth,
    devices: scenario.meters.flatMap((meter) => {
      if (meter.place.kind !== "mqtt") return [];
      const device = mqttDevice(meter, truth, clockOnTheWall);
      if (device === undefined) throw unknownProfile(meter, mqttProfileIds);
      const { faults } = meter;
      return [faultyDevice({ device, faults, seed: scenario.seed, showsOf: showsOfMeter })];
    }),
    buses: scenario.buses.map((bus) => {
      const meters = scenario.meters.flatMap((meter) => busMeters(meter, bus, profiles, truth));
      const { framing } = bus;
      const { seed } = scenario;
      return {
        bus,
        addresses: meters.map(({ meter }) => meter.address),
        behaviour: (clock, turnaroundMs, witness) =>
          busBehaviour({ framing, meters, clock, seed, turnaroundMs, witness: witness ?? null }),
      };
    }),
    p1Ports: scenario.p1Ports.map((port) => {
      const meters = scenario.meters.filter(
        ({ place }) => place.kind === "p1" && place.port === port.id,
      );
      const behind = { meters, truth, wallClock: clockOnTheWall };
      return { port, telegramAt: (instantMs) => p1Telegram(behind, instantMs) };
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
  if (profile === undefined) throw unknownProfile(meter, [...profiles.keys()].sort());
  const inputs = Object.keys(profile.counters).filter(
    (id) => profile.counters[id]?.unit === "pulse",
  );
  const stranger = Object.keys(meter.inputs).find((id) => !inputs.includes(id));
  if (stranger !== undefined) throw unknownInput(meter, stranger, inputs);
  const duplicates = meter.faults.filter((fault) => fault.kind === "duplicate");
  const serialNumbers = [
    meter.serialNumber,
    ...meter.exchanges.map((one) => one.serialNumber),
    ...duplicates.map(({ otherSerial }) => otherSerial),
  ];
  const unfit = serialNumbers.find((serialNumber) => !fits(serialNumber, profile));
  if (unfit !== undefined) throw unfitSerialNumber(meter, unfit);
  const onBus = { ...meter, place };
  const others = duplicates.map((fault) => ({
    fault,
    meter: modbusMeter(onBus, profile, othersShows(meter, fault, truth), truth),
  }));
  const { id, faults } = meter;
  return [{ id, meter: modbusMeter(onBus, profile, showsOf(meter, truth), truth), others, faults }];
}

/** Whether a profile's words can hold a serial number. */
function fits(serialNumber: string, { serialNumber: at }: ModbusProfile): boolean {
  if (at?.form !== "number") return true;
  const bits = 16n * BigInt(wordCountOf[at.type]);
  return /^\d{1,19}$/.test(serialNumber) && BigInt(serialNumber) < 1n << bits;
}

function unfitSerialNumber({ id, profile }: ScenarioMeter, serialNumber: string): MegaError {
  const message = `The meter "${id}" cannot have the serial number "${serialNumber}".`;
  return new MegaError("CONFIG_INVALID", message, {
    hint: `The profile "${profile}" holds it as a number: digits only.`,
    context: { meterId: id, value: serialNumber },
  });
}

function unknownProfile({ id, profile }: ScenarioMeter, allowed: readonly string[]): MegaError {
  return new MegaError("CONFIG_INVALID", `The meter "${id}" has an unknown profile "${profile}".`, {
    hint: `A virtual meter here can have: ${allowed.join(", ")}.`,
    context: { meterId: id, value: profile, allowed },
  });
}

function unknownInput(
  { id, profile }: ScenarioMeter,
  input: string,
  allowed: readonly string[],
): MegaError {
  return new MegaError("CONFIG_INVALID", `The meter "${id}" has no pulse input "${input}".`, {
    hint: `The profile "${profile}" has: ${allowed.join(", ") || "no pulse inputs"}.`,
    context: { meterId: id, value: input, allowed },
  });
}
