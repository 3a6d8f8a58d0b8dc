/** Meters of a made-up building: their kinds, places, loads, start indexes and serial numbers. */

import type { Load, Place, ScenarioBus, ScenarioMeter } from "../scenario/scenario.ts";
import type { Chance } from "./chance.ts";
import {
  billedCounter,
  busKinds,
  type MeterKind,
  messageKinds,
  rollingKinds,
} from "./meter-kinds.ts";

/** A meter with the kind it is of. */
export interface RandomMeter {
  readonly kind: MeterKind;
  readonly meter: ScenarioMeter;
  /** Of a flat nobody lives in yet: a few units on the counter, and none is added. */
  readonly standsStill?: true;
}

/** A line carries 32 meters; half as many keep a round short. */
const metersOfBus = 16;
const firstPort = 15_020;
const everySeconds = 60;
/** One in so many power meters whose messages name no unit. */
const standsStillOf = 15;

/** The buses that so many meters need. */
export function randomBuses(rtuMeters: number): readonly ScenarioBus[] {
  const count = Math.ceil(rtuMeters / metersOfBus);
  return Array.from({ length: count }, (_, at) => {
    return { id: `riser-${at + 1}`, framing: "rtu", port: firstPort + at } as const;
  });
}

/** So many meters on buses and by message; of every kind in turn, so that many are there. */
export function randomMeters(
  chance: Chance,
  counts: { readonly rtuMeters: number; readonly mqttMeters: number },
): readonly RandomMeter[] {
  const { rtuMeters, mqttMeters } = counts;
  const rolling = Math.min(rollingKinds.length, Math.floor(rtuMeters / 6));
  const onBus = [
    ...rollingKinds.slice(0, rolling),
    ...kindsInTurn(chance, busKinds, rtuMeters - rolling),
  ];
  const byMessage = kindsInTurn(chance, messageKinds, mqttMeters);
  const drawn = [
    ...onBus.map((kind, at) => meterOf(chance, kind, at, busPlace(at))),
    ...byMessage.map((kind, at) =>
      meterOf(chance, kind, rtuMeters + at, messagePlace(kind, rtuMeters + at)),
    ),
  ];
  // What power can draw in days is a thousand times what little stands on such a counter.
  const nameless = drawn.filter(
    ({ kind, meter }) =>
      meter.place.kind === "mqtt" && kind.measures === "power" && kind.namesUnit !== true,
  );
  const still = new Set(nameless.filter((_, at) => at % standsStillOf === 0));
  return drawn.map((one) => (still.has(one) ? standingStill(chance, one) : one));
}

function standingStill(chance: Chance, { kind, meter }: RandomMeter): RandomMeter {
  const start = { [billedCounter(meter.load)]: chance.whole(500, 2000) / 1000 };
  const load = { kind: "common", yearlyKwh: 0 } as const;
  return { kind, meter: { ...meter, load, start }, standsStill: true };
}

/** A serial number that no other meter of the building has. */
export function serialOf({ serial }: MeterKind, no: number, generation: number): string {
  const digits = String(20_000_000 + generation * 1_000_000 + no * 1013);
  return serial === "letters" ? `MX${digits}` : digits;
}

function kindsInTurn(
  chance: Chance,
  kinds: readonly MeterKind[],
  count: number,
): readonly MeterKind[] {
  const order = chance.shuffled(kinds);
  return Array.from({ length: count }, (_, at) => order[at % order.length] ?? chance.oneOf(kinds));
}

function meterOf(chance: Chance, kind: MeterKind, no: number, place: Place): RandomMeter {
  const load = loadOf(chance, kind);
  const { rollsOverAt } = kind;
  const meter: ScenarioMeter = {
    id: `${nameOf(kind)}-${String(no + 1).padStart(3, "0")}`,
    profile: kind.profile,
    place,
    serialNumber: serialOf(kind, no, 0),
    load,
    inputs: {},
    start: startOf(chance, kind, load),
    rollsOverAt: rollsOverAt === undefined ? {} : { [rollsOverAt.counterId]: rollsOverAt.units },
    faults: [],
    exchanges: [],
  };
  return { kind, meter };
}

function nameOf({ measures, small }: MeterKind): string {
  if (small === true) return "appliance";
  return measures === "power" ? "flat" : measures;
}

function busPlace(at: number): Place {
  const bus = `riser-${Math.floor(at / metersOfBus) + 1}`;
  return { kind: "bus", bus, address: (at % metersOfBus) + 1 };
}

function messagePlace({ profile, plain }: MeterKind, no: number): Place {
  const mac = `02004d${(no + 1).toString(16).padStart(6, "0")}`;
  const name = String(no + 1).padStart(3, "0");
  const own = {
    kind: "mqtt",
    mac,
    deviceChannel: 1,
    token: `token-of-${name}`,
    everySeconds,
  } as const;
  // Without a topic of its own a device is found under its MAC.
  const topics: Readonly<Record<string, string>> = {
    "mqtt-tasmota": `appliance-${name}`,
    "mqtt-z2m-water": `zigbee2mqtt/meter-${name}`,
    "mqtt-z2m-energy": `zigbee2mqtt/meter-${name}`,
    "mqtt-wmbus-water": `wmbusmeters/meter-${name}`,
    "mqtt-wmbus-heat": `wmbusmeters/meter-${name}`,
    "mqtt-generic": `building/meter-${name}`,
  };
  const topic = topics[profile];
  return {
    ...own,
    ...(topic === undefined ? {} : { topic }),
    ...(plain === undefined ? {} : { plain }),
  };
}

function loadOf(chance: Chance, { measures, oneWay, small, rollsOverAt }: MeterKind): Load {
  switch (measures) {
    case "power": {
      if (small === true) return { kind: "common", yearlyKwh: chance.whole(120, 900) };
      // Enough to come to the end of the register within the year.
      if (rollsOverAt !== undefined) return { kind: "common", yearlyKwh: chance.whole(3000, 6000) };
      if (chance.hits(200)) return { kind: "common", yearlyKwh: chance.whole(500, 9000) };
      const yearlyKwh = chance.whole(1100, 4800);
      if (oneWay !== undefined || !chance.hits(150)) return { kind: "household", yearlyKwh };
      return { kind: "household", yearlyKwh, solarYearlyKwh: chance.whole(1500, 4500) };
    }
    case "heat":
      return { kind: "heat", yearlyKwh: chance.whole(2500, 12_000) };
    case "water":
      return { kind: "water", yearlyM3: chance.whole(25, 160) };
    case "gas":
      return { kind: "gas", yearlyM3: chance.whole(400, 2400) };
  }
}

function startOf(chance: Chance, kind: MeterKind, load: Load): ScenarioMeter["start"] {
  const { startMax, rollsOverAt } = kind;
  if (rollsOverAt !== undefined && (load.kind === "common" || load.kind === "household")) {
    const left = Math.round(load.yearlyKwh * (chance.whole(150, 850) / 1000));
    return { import: startMax - left };
  }
  const thousandths = (most: number) => chance.whole(500_000, Math.round(most * 1000)) / 1000;
  const start: Record<string, number> = { [billedCounter(load)]: thousandths(startMax) };
  if (load.kind === "heat" && kind.stepOf !== undefined) start["volume"] = thousandths(900);
  if (load.kind === "household" && load.solarYearlyKwh !== undefined) {
    start["export"] = thousandths(9000);
  }
  return start;
}
