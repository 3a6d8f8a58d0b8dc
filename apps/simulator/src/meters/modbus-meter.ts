/**
 * A virtual Modbus meter: what its words are at an instant. The map is the profile's; the figures are
 * the truth's. Only what is asked for is worked out, and only what changed is encoded anew: a year of
 * rounds asks some hundred thousand times.
 */

import type { ModbusProfile } from "@mega/profiles";
import type { ScenarioMeter } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";
import { type ShownValue, shownValues } from "./shown-values.ts";

/** Words that are asked for. */
interface AskedWords {
  readonly functionCode: 3 | 4;
  readonly address: number;
  readonly count: number;
}

/** A virtual meter. */
export interface ModbusMeter {
  readonly address: number;
  readonly profile: ModbusProfile;
  /** The words at an instant; undefined where the meter has none. */
  wordsAt(asked: AskedWords, instantMs: number): readonly (number | undefined)[];
}

/** A value with where its words stand and for which value they were encoded. */
interface Placed {
  readonly shown: ShownValue;
  readonly spans: readonly { readonly functionCode: 3 | 4; from: number; to: number }[];
  key: number | string;
}

/**
 * Makes a virtual meter.
 *
 * @param meter Its place in the scenario, on a bus.
 * @param profile Where its counters stand.
 * @param truth What it shows.
 */
export function modbusMeter(
  meter: ScenarioMeter & { readonly place: { readonly kind: "bus"; readonly address: number } },
  profile: ModbusProfile,
  truth: BuildingTruth,
): ModbusMeter {
  const words = { 3: new Map<number, number>(), 4: new Map<number, number>() };

  function put(shown: ShownValue, instantMs: number): Placed["spans"] {
    return shown.blocksAt(instantMs).map((block) => {
      const { function: functionCode, wordAddress } = block;
      for (const [index, word] of [...block.words].entries()) {
        words[functionCode].set(wordAddress + index, word);
      }
      return { functionCode, from: wordAddress, to: wordAddress + block.words.length };
    });
  }

  const placed = shownValues(meter, profile, truth).map((shown): Placed => {
    return { shown, spans: put(shown, 0), key: shown.keyAt(0) };
  });

  return {
    address: meter.place.address,
    profile,
    wordsAt({ functionCode, address, count }, instantMs) {
      for (const value of placed) {
        const isAsked = value.spans.some(
          (span) =>
            span.functionCode === functionCode && span.from < address + count && address < span.to,
        );
        if (!isAsked) continue;
        const key = value.shown.keyAt(instantMs);
        if (key === value.key) continue;
        put(value.shown, instantMs);
        value.key = key;
      }
      const known = words[functionCode];
      return Array.from({ length: count }, (_, index) => known.get(address + index));
    },
  };
}
