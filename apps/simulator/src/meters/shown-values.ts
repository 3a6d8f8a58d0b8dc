/** Everything a Modbus meter shows, each with the words it stands in and what they depend on. */

import { encodeCounters, encodeMeter, type ModbusProfile, type WordBlock } from "@mega/profiles";
import type { ScenarioMeter } from "../scenario/scenario.ts";
import type { BuildingTruth } from "../truth/building-truth.ts";
import { liveValue, momentAt } from "./live-values.ts";
import { countAt } from "./meter-counts.ts";

type AnsweredBlock = Extract<WordBlock, { kind: "words" }>;

/** One counter, one value of the moment or the serial number. */
export interface ShownValue {
  /** Tells one value from another; the words are the same as long as it is. */
  keyAt(instantMs: number): number | string;
  blocksAt(instantMs: number): readonly AnsweredBlock[];
}

/** What a meter shows, in the order in which its words are put: the meter's own kind comes first. */
export function shownValues(
  meter: ScenarioMeter,
  profile: ModbusProfile,
  truth: BuildingTruth,
): readonly ShownValue[] {
  const serialAt = (instantMs: number) => truth.serialAt(meter.id, instantMs);
  const serialNumber: ShownValue = {
    keyAt: serialAt,
    blocksAt: (instantMs) =>
      encodeMeter(profile, { counters: {}, serialNumber: serialAt(instantMs) }),
  };
  const counters = Object.keys(profile.counters).map((id): ShownValue => {
    const keyAt = (instantMs: number) => countAt(meter, profile, truth, id, instantMs);
    return {
      keyAt,
      blocksAt: (instantMs) => encodeCounters(profile, { [id]: keyAt(instantMs) }),
    };
  });
  // Without its identification, which the serial number brings along.
  const bare = { ...profile, identification: [] };
  const live = Object.entries(profile.live).map(([name, { unit }]): ShownValue => {
    const valueAt = (instantMs: number) => liveValue(name, unit, momentAt(meter, truth, instantMs));
    return {
      keyAt: (instantMs) => valueAt(instantMs).amount,
      blocksAt: (instantMs) =>
        encodeMeter(bare, { counters: {}, live: { [name]: valueAt(instantMs) } }),
    };
  });
  return [serialNumber, ...counters, ...live];
}
