/** The gateway's configuration of a simulated building, as an installer would write it. */

import { type Installation, parseConfig } from "@mega/installation";
import type { Scenario, ScenarioMeter } from "@mega/simulator";
import { channelMeters, modelOf } from "./channels.ts";

/** The installation of the building. */
export function installationOf(scenario: Scenario): Installation {
  const meters = new Map(scenario.meters.map((meter) => [meter.id, meter]));
  const document = {
    version: 1,
    building: { name: "Simulated building", timeZone: scenario.timeZone },
    gateway: { model: `MEGA${modelOf(scenario)}`, mac: "02:00:00:00:00:01", language: "en" },
    buses: scenario.buses.map(({ id, framing, port }) => ({
      id,
      link: {
        kind: framing === "rtu" ? "rtu-over-tcp" : "modbus-tcp",
        host: "127.0.0.1",
        port,
      },
    })),
    mqtt: { embedded: {} },
    meters: scenario.meters.map(meterOf),
    channels: channelMeters(scenario).map((meterId, at) => ({
      no: at + 1,
      name: `${meterId} ${at + 1}`.slice(0, 31),
      meter: meterId,
      ...(hasTwo(meters.get(meterId)) ? {} : { counter2: "none" }),
    })),
  };
  return parseConfig(JSON.stringify(document), "the simulated building");
}

/** A second counter is billed where something flows through it. */
function hasTwo(meter: ScenarioMeter | undefined): boolean {
  const load = meter?.load;
  return load?.kind === "household" && load.solarYearlyKwh !== undefined;
}

function meterOf(meter: ScenarioMeter): object {
  const { id, profile, place } = meter;
  const kind = { id, profile, ...ratingOf(meter), ...mediumOf(meter) };
  switch (place.kind) {
    case "bus":
      return { ...kind, bus: place.bus, address: place.address };
    case "p1":
      return { ...kind, p1Port: place.port };
    case "mqtt": {
      const { mac, deviceChannel, token, topic, plain } = place;
      const own = { mac, deviceChannel, token, ...(topic === undefined ? {} : { topic }) };
      if (plain === undefined) return { ...kind, mqtt: own };
      const { pointer, unit, decimals } = plain;
      // Decimals are kept in the unit of billing: Wh and litres have three digits less.
      const kept = unit === "Wh" || unit === "L" ? decimals + 3 : decimals;
      return { ...kind, mqtt: { ...own, pointer, unit, decimals: Math.min(6, kept) } };
    }
  }
}

/** What the meter can count at most, as an installer takes it from the data sheet. */
function ratingOf({ load, profile }: ScenarioMeter): object {
  switch (load?.kind) {
    case "heat":
      return { ratedMaximumPerHour: "40" };
    case "water":
      return { ratedMaximumPerHour: "2.5" };
    case "gas":
      return { ratedMaximumPerHour: "16" };
    default:
      // Three phases of 63 A; 36 A where the device speaks by message.
      return { ratedMaximumPerHour: profile.startsWith("mqtt") ? "25" : "43.5" };
  }
}

function mediumOf({ load, place, profile }: ScenarioMeter): object {
  const open = profile === "mqtt-generic" || (place.kind === "mqtt" && place.plain !== undefined);
  if (!open) return {};
  switch (load?.kind) {
    case "water":
      return { medium: "water" };
    case "gas":
      return { medium: "gas" };
    case "heat":
      return { medium: "heat" };
    default:
      return { medium: "electricity" };
  }
}
