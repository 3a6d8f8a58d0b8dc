/**
 * The true consumption of a building: the only place where it is known. Meters show it, the gateway
 * reads the meters, and tests compare the bill with this.
 */

import { countersOfLoad } from "../scenario/load-counters.ts";
import type { Scenario, ScenarioMeter } from "../scenario/scenario.ts";
import { buildingFlows } from "./building-flows.ts";
import { type Cumulative, cumulative } from "./cumulative.ts";
import type { Flow } from "./flows.ts";

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
}

const micro = 1_000_000;
const hourMs = 3_600_000;
/** A main meter has a register for each tariff; what it counts in all is their sum. */
const tariffsOf: Readonly<Record<string, readonly string[]>> = {
  import: ["importDay", "importNight"],
  export: ["exportDay", "exportNight"],
};

/**
 * Works a scenario's truth out.
 *
 * @param scenario A checked scenario.
 * @returns The truth; every question throws RangeError for a meter or counter that is not there.
 */
export function buildingTruth(scenario: Scenario): BuildingTruth {
  const { startMs } = scenario;
  const meters = new Map(scenario.meters.map((meter) => [meter.id, meter]));
  const flows = buildingFlows(scenario);
  const counters = new Map<string, TrueCounter>();

  function meterCalled(meterId: string): ScenarioMeter {
    const meter = meters.get(meterId);
    if (meter === undefined) throw new RangeError(`The building has no meter "${meterId}".`);
    return meter;
  }

  function counterOf(meter: ScenarioMeter, counterId: string): TrueCounter {
    const key = `${meter.id}/${counterId}`;
    const known = counters.get(key);
    if (known !== undefined) return known;
    const flow = flows.ofInput(meter, counterId) ?? flows.ofMeter(meter)[counterId];
    if (flow === undefined) throw new RangeError(`"${meter.id}" has no counter "${counterId}".`);
    const counter = { flow, passed: cumulative(flow, startMs) };
    counters.set(key, counter);
    return counter;
  }

  function indexAt(meterId: string, counterId: string, instantMs: number): number {
    const meter = meterCalled(meterId);
    const tariffs = meter.load?.kind === "main" ? tariffsOf[counterId] : undefined;
    if (tariffs !== undefined) {
      return tariffs.reduce((sum, tariff) => sum + indexAt(meterId, tariff, instantMs), 0);
    }
    const { passed } = counterOf(meter, counterId);
    return meter.inputs[counterId] === undefined
      ? unitsAt(meter, counterId, passed, startMs, instantMs)
      : pulsesAt(meter, counterId, passed, startMs, instantMs);
  }

  return {
    indexAt,
    consumedAt: (meterId, counterId, instantMs) =>
      counterOf(meterCalled(meterId), counterId).passed(instantMs),
    flowAt: (meterId, counterId, instantMs) =>
      counterOf(meterCalled(meterId), counterId).flow(Math.floor(instantMs / hourMs)),
    serialAt(meterId, instantMs) {
      const meter = meterCalled(meterId);
      return (latestExchange(meter, instantMs) ?? meter).serialNumber;
    },
    countersOf(meterId) {
      const { inputs, load } = meterCalled(meterId);
      return load === undefined ? Object.keys(inputs) : countersOfLoad(load);
    },
  };
}

/** Micro-units: where the meter that is there began, and what has passed through it. */
function unitsAt(
  meter: ScenarioMeter,
  counterId: string,
  passed: Cumulative,
  startMs: number,
  instantMs: number,
): number {
  const exchange = latestExchange(meter, instantMs);
  const start = (exchange ?? meter).start[counterId] ?? 0;
  return Math.round(start * micro) + passed(instantMs) - passed(exchange?.atMs ?? startMs);
}

/** Pulses: the mechanical meter goes on closing its contact, a new pulse counter begins at 0. */
function pulsesAt(
  meter: ScenarioMeter,
  inputId: string,
  passed: Cumulative,
  startMs: number,
  instantMs: number,
): number {
  const input = meter.inputs[inputId];
  if (input === undefined) return 0;
  const pulses = (atMs: number) => Math.floor((passed(atMs) * input.pulsesPerUnit) / micro);
  const exchange = latestExchange(meter, instantMs);
  if (exchange !== undefined) return pulses(instantMs) - pulses(exchange.atMs);
  return input.startCount + pulses(instantMs) - pulses(startMs);
}

function latestExchange(meter: ScenarioMeter, instantMs: number) {
  return meter.exchanges.findLast((exchange) => exchange.atMs <= instantMs);
}
