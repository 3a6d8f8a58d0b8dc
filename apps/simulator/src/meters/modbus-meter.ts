/**
 * A virtual Modbus meter: what its words are at an instant. The map is the profile's; the figures are
 * the truth's, cut to the steps of the meter as a display cuts them.
 */

import type { Decimal, Unit } from "@mega/domain";
import { countScale, encodeMeter, type LiveUnit, type ModbusProfile } from "@mega/profiles";
import type { ScenarioMeter } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";

/** The words of one function, by address. */
export type WordMap = ReadonlyMap<number, number>;

/** A virtual meter's words at an instant. */
export interface ModbusMeter {
  readonly address: number;
  readonly profile: ModbusProfile;
  wordsAt(functionCode: 3 | 4, instantMs: number): WordMap;
}

/** What a live value is made of. */
interface Moment {
  readonly powerW: number;
  readonly flowLitresPerHour: number;
}

/**
 * Makes a virtual meter.
 *
 * @param meter Its place in the scenario, on a bus.
 * @param profile Where its counters stand.
 * @param truth What it shows.
 * @returns The meter; its words are worked out once for an instant.
 */
export function modbusMeter(
  meter: ScenarioMeter & { readonly place: { readonly kind: "bus"; readonly address: number } },
  profile: ModbusProfile,
  truth: BuildingTruth,
): ModbusMeter {
  let knownAtMs = Number.NaN;
  let known: Readonly<Record<3 | 4, WordMap>> = { 3: new Map(), 4: new Map() };

  function encode(instantMs: number): Readonly<Record<3 | 4, WordMap>> {
    const words = { 3: new Map<number, number>(), 4: new Map<number, number>() };
    const state = {
      counters: countsAt(meter, profile, truth, instantMs),
      live: liveAt(meter, profile, truth, instantMs),
      serialNumber: truth.serialAt(meter.id, instantMs),
    };
    for (const block of encodeMeter(profile, state)) {
      block.words.forEach((word, index) =>
        words[block.function].set(block.wordAddress + index, word),
      );
    }
    return words;
  }

  return {
    address: meter.place.address,
    profile,
    wordsAt(functionCode, instantMs) {
      if (instantMs !== knownAtMs) {
        known = encode(instantMs);
        knownAtMs = instantMs;
      }
      return known[functionCode];
    },
  };
}

/**
 * What a meter's counters count at an instant, in the steps of its profile. A counter the building
 * knows nothing of stands at 0, as an input nobody wired does.
 */
export function countsAt(
  meter: ScenarioMeter,
  profile: ModbusProfile,
  truth: BuildingTruth,
  instantMs: number,
): Readonly<Record<string, number>> {
  const known = truth.countersOf(meter.id);
  const indexAt = (id: string) => (known.includes(id) ? truth.indexAt(meter.id, id, instantMs) : 0);
  return Object.fromEntries(
    Object.entries(profile.counters).map(([id, counter]) => {
      if (counter.unit === "pulse") return [id, indexAt(id)];
      const scale = countScale(counter, undefined);
      const microUnits =
        id === "total" && !known.includes(id) ? indexAt("import") + indexAt("export") : indexAt(id);
      if (scale === undefined) return [id, 0];
      const count = countOfMicro(microUnits, scale.unit, scale.decimals);
      return [id, count - (count % scale.countsPerStep)];
    }),
  );
}

/** Micro-kWh or micro-m³ as whole counts of 10^-decimals of a unit, cut. */
export function countOfMicro(micro: number, unit: Unit, decimals: number): number {
  const inUnit = unit === "MWh" ? micro / 1000 : unit === "GJ" ? (micro * 36) / 10_000 : micro;
  return decimals >= 6
    ? Math.floor(inUnit) * 10 ** (decimals - 6)
    : Math.floor(inUnit / 10 ** (6 - decimals));
}

/** Power and flow at an instant, from what the hour brings. */
function momentOf(meter: ScenarioMeter, truth: BuildingTruth, instantMs: number): Moment {
  const known = truth.countersOf(meter.id);
  const flow = (id: string) => (known.includes(id) ? truth.flowAt(meter.id, id, instantMs) : 0);
  return {
    powerW: Math.round((flow("import") - flow("export") + flow("energy")) / 1000),
    flowLitresPerHour: Math.round(flow("volume") / 1000),
  };
}

function liveAt(
  meter: ScenarioMeter,
  profile: ModbusProfile,
  truth: BuildingTruth,
  instantMs: number,
): Readonly<Record<string, Decimal>> {
  const moment = momentOf(meter, truth, instantMs);
  return Object.fromEntries(
    Object.entries(profile.live).map(([name, { unit }]) => [name, liveValue(name, unit, moment)]),
  );
}

function liveValue(name: string, unit: LiveUnit, moment: Moment): Decimal {
  const isPhase = /[lL][123]/.test(name);
  const powerW = isPhase ? Math.round(moment.powerW / 3) : moment.powerW;
  const whole = (amount: number): Decimal => ({ amount, decimals: 0 });
  switch (unit) {
    case "W":
      return whole(powerW);
    case "kW":
      return { amount: powerW, decimals: 3 };
    case "var":
      return whole(Math.round(powerW / 8));
    case "kvar":
      return { amount: Math.round(powerW / 8), decimals: 3 };
    case "V":
      return { amount: 2314, decimals: 1 };
    case "A":
      return { amount: Math.abs(Math.round((powerW * 100) / 231)), decimals: 2 };
    case "Hz":
      return { amount: 5000, decimals: 2 };
    case "°C":
      return { amount: /return/i.test(name) ? 412 : 662, decimals: 1 };
    case "K":
      return whole(25);
    case "L/h":
      return whole(moment.flowLitresPerHour);
    case "m3/h":
      return { amount: moment.flowLitresPerHour, decimals: 3 };
    case "1":
      return { amount: 97, decimals: 2 };
    default:
      return whole(0);
  }
}
