/** Buildings of a few meters for tests of faults. */

import type { Fault } from "../scenario/faults.ts";
import type { Load, PlainPayload, Scenario, ScenarioMeter } from "../scenario/scenario.ts";

/** 2027-11-01T00:00Z. */
export const smallStartMs = 1_825_027_200_000;

const household: Load = { kind: "household", yearlyKwh: 3000 };
const plain: ScenarioMeter = {
  id: "flat",
  profile: "eastron-sdm120",
  place: { kind: "bus", bus: "riser", address: 1 },
  serialNumber: "20000001",
  load: household,
  inputs: {},
  start: { import: 100 },
  rollsOverAt: {},
  faults: [],
  exchanges: [],
};

/** A meter on the bus "riser". */
export function meterOnBus(address: number, more: Partial<ScenarioMeter> = {}): ScenarioMeter {
  const place = { kind: "bus", bus: "riser", address } as const;
  return { ...plain, id: `flat-${address}`, place, serialNumber: `2000000${address}`, ...more };
}

/** A meter that speaks by message. */
export function meterByMessage(
  profile: string,
  faults: readonly Fault[],
  more: Partial<ScenarioMeter> & { readonly topic?: string; readonly payload?: PlainPayload } = {},
): ScenarioMeter {
  const { topic, payload, ...rest } = more;
  const own = {
    kind: "mqtt",
    mac: "a4cf12b3d4e5",
    deviceChannel: 1,
    token: "token-of-it",
  } as const;
  const place = {
    ...own,
    everySeconds: 60,
    ...(topic === undefined ? {} : { topic }),
    ...(payload === undefined ? {} : { plain: payload }),
  };
  return { ...plain, id: "spoken", profile, place, serialNumber: "20000099", faults, ...rest };
}

/** A building of these meters. */
export function smallBuilding(meters: readonly ScenarioMeter[], seed = 11): Scenario {
  return {
    ...{ seed, meters, timeZone: "Europe/Brussels", startMs: smallStartMs, p1Ports: [] },
    buses: [{ id: "riser", framing: "rtu", port: 1 }],
    brokerPort: 1883,
  };
}
