/**
 * One bus of virtual meters as the slave engine wants it: the words behind every address, and what
 * goes wrong with the replies. Chance is drawn from the scenario's seed.
 */

import type { Clock } from "@mega/domain";
import {
  createSeededRandom,
  drawFault,
  type SlaveBehaviour,
  type SlaveFault,
  type SlaveImage,
} from "@mega/modbus";
import type { ModbusMeter } from "../meters/modbus-meter.ts";
import { type Fault, holdsAt } from "../scenario/faults.ts";
import { seedOf } from "../truth/seeded-hash.ts";

/** A meter with what goes wrong with it. */
export interface BusMeter {
  readonly id: string;
  readonly meter: ModbusMeter;
  readonly faults: readonly Fault[];
}

/** What the behaviour of a bus is made of. */
export interface BusBehaviourOptions {
  readonly framing: "rtu" | "mbap";
  readonly meters: readonly BusMeter[];
  readonly clock: Clock;
  readonly seed: number;
  /** Of a meter in good health. */
  readonly turnaroundMs: number;
}

const illegalDataAddress = { kind: "exception", code: 2 } as const;
const otherSpans = { noiseBytesMax: 40, chunkPauseMsMax: 20 };

/** The slaves of one bus. */
export function busBehaviour(options: BusBehaviourOptions): SlaveBehaviour {
  const { framing, meters, clock, seed } = options;
  const byAddress = new Map(meters.map((entry) => [entry.meter.address, entry]));
  const randomOf = new Map(
    meters.map(({ id, meter }) => [meter.address, createSeededRandom(seedOf(seed, `fault ${id}`))]),
  );
  return {
    framing,
    image: imageOf(byAddress, clock),
    turnaroundMs: (unit) => slowness(byAddress.get(unit)) ?? options.turnaroundMs,
    faultFor({ unit }) {
      const entry = byAddress.get(unit);
      const random = randomOf.get(unit);
      if (entry === undefined || random === undefined) return undefined;
      return drawn(entry.faults, random, clock.nowMs());
    },
  };
}

function slowness(entry: BusMeter | undefined): number | undefined {
  const slow = entry?.faults.find((fault) => fault.kind === "slow");
  return slow?.kind === "slow" ? slow.turnaroundMs : undefined;
}

function drawn(
  faults: readonly Fault[],
  random: ReturnType<typeof createSeededRandom>,
  instantMs: number,
): SlaveFault | undefined {
  for (const fault of faults) {
    if (!holdsAt(fault, instantMs)) continue;
    if (fault.kind === "dead" || fault.kind === "outage") return { kind: "silence" };
    if (fault.kind === "noisy") {
      const rates = { corrupt: fault.corruptPermille, late: fault.latePermille };
      const { lateMsMin, lateMsMax } = fault;
      const hit = drawFault(random, rates, { lateMsMin, lateMsMax, ...otherSpans });
      if (hit !== undefined) return hit;
    }
  }
  return undefined;
}

function imageOf(byAddress: ReadonlyMap<number, BusMeter>, clock: Clock): SlaveImage {
  return {
    serves: (unit) => byAddress.has(unit),
    readWords(unit, functionCode, address, count) {
      const meter = byAddress.get(unit)?.meter;
      if (meter === undefined || count > meter.profile.limits.maxWordsPerRead) {
        return illegalDataAddress;
      }
      const known = meter.wordsAt({ functionCode, address, count }, clock.nowMs());
      const words = known.map((word) => word ?? 0);
      const missing = known.filter((word) => word === undefined).length;
      const refused = missing === count || (missing > 0 && !meter.profile.limits.holesAllowed);
      return refused ? illegalDataAddress : { kind: "words", words };
    },
  };
}
