/**
 * A virtual Modbus meter: what its words are at an instant. The map is the profile's; the figures are
 * the truth's. Only what changed since the words were last asked for is encoded anew: a year of
 * rounds asks for them some million times.
 */

import { encodeCounters, encodeMeter, type ModbusProfile, type WordBlock } from "@mega/profiles";
import type { ScenarioMeter } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";
import { liveAt } from "./live-values.ts";
import { countAt } from "./meter-counts.ts";

/** The words of one function, by address. */
export type WordMap = ReadonlyMap<number, number>;

/** A virtual meter's words at an instant. */
export interface ModbusMeter {
  readonly address: number;
  readonly profile: ModbusProfile;
  /** Valid until the words of another instant are asked for. */
  wordsAt(functionCode: 3 | 4, instantMs: number): WordMap;
}

type AnsweredBlock = Extract<WordBlock, { kind: "words" }>;

const hourMs = 3_600_000;

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
  const counterIds = Object.keys(profile.counters);
  const knownCounts = new Map<string, number>();
  let knownAtMs = Number.NaN;
  let knownHourNo = Number.NaN;
  let knownSerial: string | undefined;

  function put(blocks: readonly AnsweredBlock[]): void {
    for (const block of blocks) {
      for (const [index, word] of [...block.words].entries()) {
        words[block.function].set(block.wordAddress + index, word);
      }
    }
  }

  function refresh(instantMs: number): void {
    for (const id of counterIds) {
      const count = countAt(meter, profile, truth, id, instantMs);
      if (knownCounts.get(id) === count) continue;
      put(encodeCounters(profile, { [id]: count }));
      knownCounts.set(id, count);
    }
    // What flows is the same all through an hour, and so are the values of the moment.
    const hourNo = Math.floor(instantMs / hourMs);
    const serialNumber = truth.serialAt(meter.id, instantMs);
    if (hourNo === knownHourNo && serialNumber === knownSerial) return;
    const live = liveAt(meter, profile, truth, instantMs);
    put(encodeMeter(profile, { counters: {}, live, serialNumber }));
    knownHourNo = hourNo;
    knownSerial = serialNumber;
  }

  return {
    address: meter.place.address,
    profile,
    wordsAt(functionCode, instantMs) {
      if (instantMs !== knownAtMs) refresh(instantMs);
      knownAtMs = instantMs;
      return words[functionCode];
    },
  };
}
