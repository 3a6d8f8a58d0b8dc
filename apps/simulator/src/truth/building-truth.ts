/**
 * The true consumption of a building: the only place where it is known. Meters show it, the gateway
 * reads the meters, and tests compare the bill with this.
 */

import type { Load, Scenario, ScenarioMeter } from "../scenario/scenario.ts";
import { type Cumulative, cumulative } from "./cumulative.ts";
import {
  commonFlow,
  excessFlow,
  type Flow,
  flowDuring,
  gasFlow,
  heatFlow,
  householdFlow,
  solarFlow,
  sumOfFlows,
  waterFlow,
} from "./flows.ts";
import { isDayTariff } from "./hour-of-life.ts";
import { seedOf } from "./seeded-hash.ts";

/** One counter of one meter at one instant. */
export interface BuildingTruth {
  /**
   * What the meter's counter stands at, in whole micro-units (0.000001 kWh or m³; pulses in whole
   * pulses). It falls only where the meter is exchanged.
   */
  indexAt(meterId: string, counterId: string, instantMs: number): number;
  /** What passed since the building's start, in whole micro-units, whatever meter was there. */
  consumedAt(meterId: string, counterId: string, instantMs: number): number;
  /** What flows at the instant, in micro-units an hour. */
  flowAt(meterId: string, counterId: string, instantMs: number): number;
  /** The serial number of the meter that is there at the instant. */
  serialAt(meterId: string, instantMs: number): string;
  /** The counters of a meter. */
  countersOf(meterId: string): readonly string[];
}

interface TrueCounter {
  readonly flow: Flow;
  readonly passed: Cumulative;
  readonly pulsesPerUnit: number | null;
}

const micro = 1_000_000;
const hourMs = 3_600_000;
const nothing: Flow = () => 0;

/**
 * Works a scenario's truth out.
 *
 * @param scenario A checked scenario.
 * @returns The truth; every question throws RangeError for a meter or counter that is not there.
 */
export function buildingTruth(scenario: Scenario): BuildingTruth {
  const meters = new Map(scenario.meters.map((meter) => [meter.id, meter]));
  const flowsByMeter = new Map<string, Readonly<Record<string, Flow>>>();
  const counters = new Map<string, TrueCounter>();

  function flowsOf(meterId: string): Readonly<Record<string, Flow>> {
    const known = flowsByMeter.get(meterId);
    if (known !== undefined) return known;
    const { load, id } = meterCalled(meterId);
    const flows = load === undefined ? {} : flowsOfLoad(load, id);
    flowsByMeter.set(meterId, flows);
    return flows;
  }

  function flowsOfLoad(load: Load, name: string): Readonly<Record<string, Flow>> {
    if (load.kind !== "main") return ownFlows(load, scenario.seed, name);
    const fed = load.feeds.map(flowsOf);
    const imports = sumOfFlows(fed.map((flows) => flows["import"] ?? nothing));
    const exports = sumOfFlows(fed.map((flows) => flows["export"] ?? nothing));
    const used: Flow = (hourNo) => {
      const sum = imports(hourNo);
      return sum + Math.round((sum * load.lossPermille) / 1000);
    };
    return byTariff(excessFlow(used, exports), excessFlow(exports, used));
  }

  function meterCalled(meterId: string): ScenarioMeter {
    const meter = meters.get(meterId);
    if (meter === undefined) throw new RangeError(`The building has no meter "${meterId}".`);
    return meter;
  }

  function counterOf(meterId: string, counterId: string): TrueCounter {
    const key = `${meterId}/${counterId}`;
    const known = counters.get(key);
    if (known !== undefined) return known;
    const input = meterCalled(meterId).inputs[counterId];
    const flows = input === undefined ? flowsOf(meterId) : flowsOfLoad(input.load, key);
    const flow = input === undefined ? flows[counterId] : (flows["volume"] ?? flows["import"]);
    if (flow === undefined) throw new RangeError(`"${meterId}" has no counter "${counterId}".`);
    // The main meter adds many flows up: each hour of it is worked out once.
    const passed = cumulative(flow, scenario.startMs);
    const counter = { flow, passed, pulsesPerUnit: input?.pulsesPerUnit ?? null };
    counters.set(key, counter);
    return counter;
  }

  return {
    indexAt(meterId, counterId, instantMs) {
      const meter = meterCalled(meterId);
      const { passed, pulsesPerUnit } = counterOf(meterId, counterId);
      const exchange = latestExchange(meter, instantMs);
      const sinceMs = exchange === undefined ? scenario.startMs : exchange.atMs;
      const start = (exchange ?? meter).start[counterId] ?? 0;
      if (pulsesPerUnit !== null) {
        const startCount = exchange === undefined ? (meter.inputs[counterId]?.startCount ?? 0) : 0;
        const count = (atMs: number) => Math.floor((passed(atMs) * pulsesPerUnit) / micro);
        return startCount + count(instantMs) - count(sinceMs);
      }
      return Math.round(start * micro) + passed(instantMs) - passed(sinceMs);
    },
    consumedAt: (meterId, counterId, instantMs) => counterOf(meterId, counterId).passed(instantMs),
    flowAt: (meterId, counterId, instantMs) =>
      counterOf(meterId, counterId).flow(Math.floor(instantMs / hourMs)),
    serialAt(meterId, instantMs) {
      const meter = meterCalled(meterId);
      return (latestExchange(meter, instantMs) ?? meter).serialNumber;
    },
    countersOf(meterId) {
      const inputs = Object.keys(meterCalled(meterId).inputs);
      return inputs.length > 0 ? inputs : Object.keys(flowsOf(meterId));
    },
  };
}

function ownFlows(
  load: Exclude<Load, { kind: "main" }>,
  buildingSeed: number,
  name: string,
): Readonly<Record<string, Flow>> {
  const seed = seedOf(buildingSeed, name);
  const skySeed = seedOf(buildingSeed, "sky");
  switch (load.kind) {
    case "household": {
      const used = householdFlow(seed, load.yearlyKwh);
      const solar = solarFlow(skySeed, load.solarYearlyKwh ?? 0);
      return { import: excessFlow(used, solar), export: excessFlow(solar, used) };
    }
    case "common":
      return { import: commonFlow(seed, load.yearlyKwh), export: nothing };
    case "solar":
      return { import: nothing, export: solarFlow(skySeed, load.yearlyKwh) };
    case "heat": {
      const energy = heatFlow(seed, skySeed, load.yearlyKwh);
      // 1 m³ of water that cools by 25 K gives 29 kWh.
      return { energy, volume: (hourNo) => Math.round(energy(hourNo) / 29) };
    }
    case "water":
      return { volume: waterFlow(seed, load.yearlyM3) };
    case "gas":
      return { volume: gasFlow(seed, skySeed, load.yearlyM3) };
  }
}

function byTariff(imports: Flow, exports: Flow): Readonly<Record<string, Flow>> {
  const isNight = (hourNo: number) => !isDayTariff(hourNo);
  return {
    import: imports,
    export: exports,
    importDay: flowDuring(imports, isDayTariff),
    importNight: flowDuring(imports, isNight),
    exportDay: flowDuring(exports, isDayTariff),
    exportNight: flowDuring(exports, isNight),
  };
}

function latestExchange(meter: ScenarioMeter, instantMs: number) {
  return meter.exchanges.findLast((exchange) => exchange.atMs <= instantMs);
}
