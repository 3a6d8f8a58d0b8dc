/** Everything a Modbus meter shows, each with the words it stands in and what they depend on. */

import {
  countScale,
  encodeCounters,
  encodeMeter,
  type ModbusProfile,
  type NumberAt,
  type WordBlock,
} from "@mega/profiles";
import type { ScenarioMeter } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";
import { liveValue, type Moment, momentAt } from "./live-values.ts";
import { shownCounter } from "./meter-counts.ts";
import { wordsOfNumber } from "./number-words.ts";
import type { Shows } from "./shows.ts";

type AnsweredBlock = Extract<WordBlock, { kind: "words" }>;

/** One counter, one value of the moment or the serial number. */
export interface ShownValue {
  /** Tells one value from another; the words are the same as long as it is. */
  keyAt(instantMs: number): number | string;
  /** All its words, with those of units and modes that never change. */
  blocksOf(key: number | string): readonly AnsweredBlock[];
  /** The words of its numbers alone, where they are all that changes. */
  readonly numbersOf?: (key: number) => readonly AnsweredBlock[];
}

/** A counter among the values, and its figure for whoever writes down what was shown. */
export interface ShownCounterValue extends ShownValue {
  readonly counterId: string;
  /** Micro-units, or pulses, of a key. */
  microOf(key: number): number;
  readonly known: boolean;
  /** Where its own numbers stand. */
  readonly numbers: readonly { functionCode: 3 | 4; from: number; to: number }[];
}

/** What a meter shows, in the order in which its words are put: the meter's own kind comes first. */
export interface ShownValues {
  readonly serialNumber: ShownValue;
  readonly counters: readonly ShownCounterValue[];
  readonly live: readonly ShownValue[];
}

const hourMs = 3_600_000;

/** Takes a meter apart into the values it shows. */
export function shownValues(
  meter: ScenarioMeter,
  profile: ModbusProfile,
  shows: Shows,
  truth: BuildingTruth,
): ShownValues {
  return {
    serialNumber: {
      keyAt: (instantMs) => shows.serialAt(instantMs),
      blocksOf: (key) => encodeMeter(profile, { counters: {}, serialNumber: String(key) }),
    },
    counters: Object.keys(profile.counters).map((id) => counterValue(profile, shows, id)),
    live: liveValues(meter, profile, truth),
  };
}

function counterValue(profile: ModbusProfile, shows: Shows, counterId: string): ShownCounterValue {
  const { countAt, microOf, known } = shownCounter(profile, shows, counterId);
  const numbersOf = counterNumbers(profile, counterId);
  return {
    counterId,
    known,
    microOf,
    keyAt: countAt,
    numbers: (numbersOf?.(0) ?? []).map(({ function: functionCode, wordAddress, words }) => {
      return { functionCode, from: wordAddress, to: wordAddress + words.length };
    }),
    blocksOf: (key) => encodeCounters(profile, { [counterId]: Number(key) }),
    ...(numbersOf === undefined ? {} : { numbersOf }),
  };
}

/** The numbers of a counter for a count; undefined where it has none of its own. */
function counterNumbers(profile: ModbusProfile, counterId: string) {
  const counter = profile.counters[counterId];
  const scale = counter === undefined ? undefined : countScale(counter, undefined);
  if (counter === undefined || scale === undefined) return undefined;
  const { countsPerStep, partsPerWhole, stepExponent } = scale;
  const { fraction } = counter;
  return (count: number): readonly AnsweredBlock[] => {
    const steps = count / countsPerStep;
    if (fraction === undefined)
      return [numberBlock(counter, inUnits(steps, counter, stepExponent))];
    const part = steps % partsPerWhole;
    return [numberBlock(counter, (steps - part) / partsPerWhole), numberBlock(fraction, part)];
  };
}

function liveValues(
  meter: ScenarioMeter,
  profile: ModbusProfile,
  truth: BuildingTruth,
): readonly ShownValue[] {
  // Without its identification, which the serial number brings along.
  const bare = { ...profile, identification: [] };
  // What flows is the same for an hour, and every value of the moment follows from it.
  let hourNo = Number.NaN;
  let moment: Moment = { powerW: 0, flowLitresPerHour: 0 };
  const momentOf = (instantMs: number) => {
    const asked = Math.floor(instantMs / hourMs);
    if (asked !== hourNo) {
      moment = momentAt(meter, truth, instantMs);
      hourNo = asked;
    }
    return moment;
  };
  return Object.entries(profile.live).map(([name, at]): ShownValue => {
    const { decimals } = liveValue(name, at.unit, moment);
    const isFloat = at.type === "float32" || at.type === "float64";
    // Of a step of 0.1 and an amount with one decimal, one is one.
    const above = decimals + (isFloat ? 0 : Math.round(Math.log10(Number(at.step))));
    return {
      numbersOf: (amount) => [numberBlock(at, scaled(amount, above, isFloat))],
      keyAt: (instantMs) => liveValue(name, at.unit, momentOf(instantMs)).amount,
      blocksOf: (key) =>
        encodeMeter(bare, { counters: {}, live: { [name]: { amount: Number(key), decimals } } }),
    };
  });
}

/** amount / 10^exponent; halves of a whole number go away from 0. */
function scaled(amount: number, exponent: number, isFloat: boolean): number {
  const value = exponent >= 0 ? amount / 10 ** exponent : amount * 10 ** -exponent;
  return isFloat ? value : Math.sign(value) * Math.round(Math.abs(value));
}

function numberBlock(at: NumberAt, value: number): AnsweredBlock {
  const words = wordsOfNumber(value, at);
  return { kind: "words", function: at.function, wordAddress: at.wordAddress, words };
}

/** Steps as an integer register holds them, or as units for a float. */
function inUnits(steps: number, { type }: NumberAt, stepExponent: number): number {
  if (type !== "float32" && type !== "float64") return steps;
  return stepExponent >= 0 ? steps * 10 ** stepExponent : steps / 10 ** -stepExponent;
}
