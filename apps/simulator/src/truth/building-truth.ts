/**
 * The true consumption of a building: the only place where it is known. Meters show it, the gateway
 * reads the meters, and tests compare the bill with this.
 */

import { countersOfLoad } from "../scenario/load-counters.ts";
import type { Scenario, ScenarioMeter } from "../scenario/scenario.ts";
import { buildingFlows } from "./building-flows.ts";
import { type Cumulative, cumulative } from "./cumulative.ts";
import { type Flow, sumOfFlows } from "./flows.ts";
import { type FigureAt, type Register, registerOf } from "./register.ts";

/** One counter of one meter at one instant. */
export interface BuildingTruth {
  /**
   * What the meter's counter stands at, in whole micro-units (0.000001 kWh or m³; pulses in whole
   * pulses). It falls only where the scenario says so: another meter, a reset, a power failure, the
   * end of the register, a meter that turns backwards.
   */
  indexAt(meterId: string, counterId: string, instantMs: number): number;
  /** What the display shows of it, before it is cut to a step: the index but for a glitch. */
  shownAt(meterId: string, counterId: string, instantMs: number): number;
  /** The same for one counter, for those who ask again and again. */
  shownFigure(meterId: string, counterId: string): FigureAt;
  /**
   * What passed since the building's start, in whole micro-units, whatever meter was there: what is
   * to be billed. What somebody fed in behind a meter that only knows import is not taken off.
   */
  consumedAt(meterId: string, counterId: string, instantMs: number): number;
  /** What flows at the instant, in micro-units an hour. */
  flowAt(meterId: string, counterId: string, instantMs: number): number;
  /** The serial number of the meter that is there at the instant. */
  serialAt(meterId: string, instantMs: number): string;
  /** The counters of a meter; electricity also has their sum, "total". */
  countersOf(meterId: string): readonly string[];
}

interface TrueCounter {
  readonly flow: Flow;
  readonly passed: Cumulative;
  readonly register: Register;
}

const micro = 1_000_000;
const hourMs = 3_600_000;
/** A main meter has a register for each tariff; what it counts in all is their sum. */
const tariffsOf: Readonly<Record<string, readonly string[]>> = {
  import: ["importDay", "importNight"],
  export: ["exportDay", "exportNight"],
};
/** Some meters count both directions into one register. */
const bothDirections = ["import", "export"];

/**
 * Works a scenario's truth out.
 *
 * @param scenario A checked scenario.
 * @returns The truth; every question throws RangeError for a meter or counter that is not there.
 */
export function buildingTruth(scenario: Scenario): BuildingTruth {
  const meters = new Map(
    scenario.meters.map((meter) => [meter.id, { meter, counters: new Map<string, TrueCounter>() }]),
  );
  const flows = buildingFlows(scenario);

  function meterCalled(meterId: string) {
    const found = meters.get(meterId);
    if (found === undefined) throw new RangeError(`The building has no meter "${meterId}".`);
    return found;
  }

  function counterOf(meterId: string, counterId: string): TrueCounter {
    const { meter, counters } = meterCalled(meterId);
    const known = counters.get(counterId);
    if (known !== undefined) return known;
    const parts = partsOf(meter, counterId);
    const flow = flows.ofInput(meter, counterId) ?? flowOf(meter, counterId);
    if (flow === undefined) throw new RangeError(`"${meterId}" has no counter "${counterId}".`);
    const passed = cumulative(flow, scenario.startMs);
    const register =
      parts === undefined
        ? registerOf(registerParts(meter, counterId, passed))
        : sumOfRegisters(
            parts.map((part) => counterOf(meterId, part).register),
            (meter.rollsOverAt[counterId] ?? 0) * micro,
          );
    const counter = { flow, passed, register };
    counters.set(counterId, counter);
    return counter;
  }

  function flowOf(meter: ScenarioMeter, counterId: string): Flow | undefined {
    const own = flows.ofMeter(meter);
    if (counterId !== "total" || own["import"] === undefined) return own[counterId];
    return sumOfFlows(bothDirections.flatMap((id) => own[id] ?? []));
  }

  function registerParts(meter: ScenarioMeter, counterId: string, passed: Cumulative) {
    const turning = counterId === "import" ? flows.turningImport(meter) : undefined;
    const counted = turning === undefined ? passed : cumulative(turning, scenario.startMs);
    const input = meter.inputs[counterId];
    const place = { meter, counterId, startMs: scenario.startMs };
    if (input === undefined) return { ...place, counted, unit: micro, startUnit: micro };
    const { pulsesPerUnit } = input;
    return {
      ...place,
      meter: { ...meter, start: { [counterId]: input.startCount } },
      counted: (atMs: number) => Math.floor((passed(atMs) * pulsesPerUnit) / micro),
      unit: pulsesPerUnit,
      startUnit: 1,
    };
  }

  return {
    indexAt: (meterId, counterId, atMs) => counterOf(meterId, counterId).register.standsAt(atMs),
    shownAt: (meterId, counterId, atMs) => counterOf(meterId, counterId).register.shownAt(atMs),
    shownFigure: (meterId, counterId) => counterOf(meterId, counterId).register.shownAt,
    consumedAt: (meterId, counterId, instantMs) => counterOf(meterId, counterId).passed(instantMs),
    flowAt: (meterId, counterId, instantMs) =>
      counterOf(meterId, counterId).flow(Math.floor(instantMs / hourMs)),
    serialAt(meterId, instantMs) {
      const { meter } = meterCalled(meterId);
      if (meter.exchanges.length === 0) return meter.serialNumber;
      const exchange = meter.exchanges.findLast(({ atMs }) => atMs <= instantMs);
      return (exchange ?? meter).serialNumber;
    },
    countersOf(meterId) {
      const { inputs, load } = meterCalled(meterId).meter;
      return load === undefined ? Object.keys(inputs) : countersOfLoad(load);
    },
  };
}

/** The registers that a counter is the sum of; undefined where it has its own. */
function partsOf({ load }: ScenarioMeter, counterId: string): readonly string[] | undefined {
  if (load?.kind === "main" && tariffsOf[counterId] !== undefined) return tariffsOf[counterId];
  return load !== undefined && counterId === "total" ? bothDirections : undefined;
}

/** @param end Where the sum begins again at 0; 0 for never. */
function sumOfRegisters(registers: readonly Register[], end: number): Register {
  const sumOf = (figures: readonly FigureAt[]) => (atMs: number) => {
    const sum = figures.reduce((part, figure) => part + figure(atMs), 0);
    return end > 0 ? sum % end : sum;
  };
  return {
    standsAt: sumOf(registers.map(({ standsAt }) => standsAt)),
    shownAt: sumOf(registers.map(({ shownAt }) => shownAt)),
  };
}
