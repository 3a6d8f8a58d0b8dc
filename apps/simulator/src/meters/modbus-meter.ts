/**
 * A virtual Modbus meter: what its words are at an instant. The map is the profile's; the figures are
 * the truth's. Only what is asked for is worked out, and only what changed is encoded anew: a year of
 * rounds asks some hundred thousand times.
 */

import { type ModbusProfile, wordCountOf } from "@mega/profiles";
import type { ScenarioMeter } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";
import { type ShownCounterValue, type ShownValue, shownValues } from "./shown-values.ts";
import type { Shows } from "./shows.ts";

/** Words that are asked for. */
export interface AskedWords {
  readonly functionCode: 3 | 4;
  readonly address: number;
  readonly count: number;
}

/** What an answer shows, for whoever writes it down. */
interface AnswerShows {
  /** By the meter's `counterIds`, micro-units or pulses; NaN for a counter that was not asked for. */
  readonly figures: Float64Array;
  /** null where the answer holds none. */
  readonly serial: string | null;
}

/** A virtual meter. */
export interface ModbusMeter {
  readonly address: number;
  readonly profile: ModbusProfile;
  /** The counters the building knows. */
  readonly counterIds: readonly string[];
  /** The words at an instant; undefined where the meter has none. The next question may reuse them. */
  wordsAt(asked: AskedWords, instantMs: number): readonly (number | undefined)[];
  /** What those words show; the next question may reuse it. */
  shownIn(asked: AskedWords, instantMs: number): AnswerShows;
}

interface Span {
  readonly functionCode: 3 | 4;
  readonly from: number;
  readonly to: number;
}

/** A value with where its words stand and for which value they were encoded. */
interface Placed {
  readonly value: ShownValue;
  readonly spans: readonly Span[];
  key: number | string;
}

/** A question that was asked before. */
interface Plan {
  readonly values: readonly Placed[];
  readonly words: (number | undefined)[];
  /** Of the words the plan was filled from. */
  version: number;
}

/** Questions remembered; a gateway asks a meter the same few for years. */
const plansMax = 64;

/**
 * Makes a virtual meter.
 *
 * @param meter Its place in the scenario, on a bus.
 * @param profile Where its counters stand.
 * @param shows What it shows.
 */
export function modbusMeter(
  meter: ScenarioMeter & { readonly place: { readonly kind: "bus"; readonly address: number } },
  profile: ModbusProfile,
  shows: Shows,
  truth: BuildingTruth,
): ModbusMeter {
  const words = { 3: new Map<number, number>(), 4: new Map<number, number>() };
  const plans = new Map<number, Plan>();
  let version = 0;

  function put(blocks: ReturnType<ShownValue["blocksOf"]>): Placed["spans"] {
    version += 1;
    return blocks.map(({ function: functionCode, wordAddress, words: put }) => {
      for (let at = 0; at < put.length; at++) {
        words[functionCode].set(wordAddress + at, put[at] ?? 0);
      }
      return { functionCode, from: wordAddress, to: wordAddress + put.length };
    });
  }

  function place(value: ShownValue): Placed {
    const key = value.keyAt(0);
    return { value, spans: put(value.blocksOf(key)), key };
  }

  const { serialNumber, counters, live } = shownValues(meter, profile, shows, truth);
  const serialPlaced = place(serialNumber);
  const countersPlaced = counters.map(place);
  const placed = [serialPlaced, ...countersPlaced, ...live.map(place)];
  const known = counters.filter((counter) => counter.known);
  const serialSpans = serialPlaces(profile);
  const figures = new Float64Array(known.length);

  function planOf(asked: AskedWords): Plan {
    const { functionCode, address, count } = asked;
    const key = (functionCode * 0x1_0000 + address) * 0x100 + count;
    const found = plans.get(key);
    if (found !== undefined) return found;
    if (plans.size >= plansMax) plans.clear();
    const values = placed.filter(({ spans }) => spans.some((span) => overlaps(span, asked)));
    const plan: Plan = { values, words: Array.from({ length: count }), version: -1 };
    plans.set(key, plan);
    return plan;
  }

  function refresh(value: Placed, instantMs: number): void {
    const key = value.value.keyAt(instantMs);
    if (key === value.key) return;
    const { numbersOf, blocksOf } = value.value;
    put(typeof key === "number" && numbersOf !== undefined ? numbersOf(key) : blocksOf(key));
    value.key = key;
  }

  return {
    address: meter.place.address,
    profile,
    counterIds: known.map(({ counterId }) => counterId),
    wordsAt(asked, instantMs) {
      const plan = planOf(asked);
      for (const value of plan.values) refresh(value, instantMs);
      if (plan.version === version) return plan.words;
      const from = words[asked.functionCode];
      for (let at = 0; at < asked.count; at++) plan.words[at] = from.get(asked.address + at);
      plan.version = version;
      return plan.words;
    },
    shownIn(asked, instantMs) {
      for (let at = 0; at < known.length; at++) {
        const counter = known[at];
        if (counter === undefined) continue;
        const isAsked = counter.numbers.some((number) => overlaps(number, asked));
        figures[at] = isAsked ? shownFigure(counter, instantMs) : Number.NaN;
      }
      const hasSerial = serialSpans.some((span) => overlaps(span, asked));
      return { figures, serial: hasSerial ? String(serialNumber.keyAt(instantMs)) : null };
    },
  };
}

function shownFigure(counter: ShownCounterValue, instantMs: number): number {
  return counter.microOf(Number(counter.keyAt(instantMs)));
}

/** Where the serial number itself stands, without what identifies the kind. */
function serialPlaces({ serialNumber: at }: ModbusProfile): readonly Span[] {
  if (at === null) return [];
  const length = at.form === "number" ? wordCountOf[at.type] : at.wordCount;
  const { function: functionCode, wordAddress: from } = at;
  return [{ functionCode, from, to: from + length }];
}

function overlaps(span: Span, asked: AskedWords): boolean {
  const { functionCode, address, count } = asked;
  return span.functionCode === functionCode && span.from < address + count && address < span.to;
}
