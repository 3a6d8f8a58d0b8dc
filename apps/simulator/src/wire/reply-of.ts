/** What happens to the next reply of a meter on a bus: drawn from its faults of the moment. */

import { drawFault, type SeededRandom, type SlaveFault } from "@mega/modbus";
import type { ModbusMeter } from "../meters/modbus-meter.ts";
import { type Fault, holdsAt } from "../scenario/faults.ts";
import { fractionAt } from "../truth/seeded-hash.ts";

/** A meter as its next reply is drawn. */
export interface ReplyTurn {
  readonly faults: readonly Fault[];
  readonly others: readonly {
    readonly fault: Extract<Fault, { kind: "duplicate" }>;
    readonly meter: ModbusMeter;
  }[];
  readonly random: SeededRandom;
  /** Which of two meters of one address is the stronger for a while. */
  readonly strengthSeed: number;
  /** In good health. */
  readonly turnaroundMs: number;
}

/** One reply. */
export interface Reply {
  readonly fault: SlaveFault | undefined;
  readonly turnaroundMs: number;
  /** The meter that answers in the place of the one that was asked; null for itself. */
  readonly other: ModbusMeter | null;
}

type Noisy = Extract<Fault, { kind: "noisy" }>;

const noiseBytesMax = 40;
const silence: SlaveFault = { kind: "silence" };
/** Of a thousand answers of two meters at once, so many are garbled. */
const garbledPermille = 850;
/** Lines and temperatures change: for so long the same one of the two is the stronger. */
const strongerForMs = 900_000;

/** Draws what happens to the reply that is due now. */
export function replyOf(turn: ReplyTurn, instantMs: number): Reply {
  let { turnaroundMs } = turn;
  if (turn.faults.length === 0) return { fault: undefined, turnaroundMs, other: null };
  let other: ModbusMeter | null = null;
  for (const fault of turn.faults) {
    if (!holdsAt(fault, instantMs)) continue;
    switch (fault.kind) {
      case "dead":
      case "outage":
        return { fault: silence, turnaroundMs, other };
      case "slow":
        turnaroundMs = fault.turnaroundMs;
        break;
      case "duplicate": {
        const garbled = collision(turn);
        if (garbled !== undefined) return { fault: garbled, turnaroundMs, other };
        const isStronger =
          fractionAt(turn.strengthSeed, Math.floor(instantMs / strongerForMs)) < 0.5;
        if (isStronger) other = turn.others.find((one) => one.fault === fault)?.meter ?? null;
        break;
      }
      case "noisy": {
        const hit = noise(fault, turn.random);
        if (hit !== undefined) return { fault: hit, turnaroundMs, other };
        break;
      }
      default:
        break;
    }
  }
  return { fault: undefined, turnaroundMs, other };
}

/** Two frames over each other: wrong bytes, or one that breaks off. */
function collision({ random }: ReplyTurn): SlaveFault | undefined {
  const share = random.fraction() * 1000;
  if (share >= garbledPermille) return undefined;
  if (share < garbledPermille / 4) return { kind: "cut", keepBytes: 1 + random.below(6) };
  return { kind: "corrupt", at: random.below(16), mask: 1 + random.below(255) };
}

/** Stray bytes come before the reply, behind it, or later when nobody asks, each as often. */
function noise(fault: Noisy, random: SeededRandom): SlaveFault | undefined {
  const { corruptPermille, latePermille, doubledPermille, noisePermille } = fault;
  const rates = {
    corrupt: corruptPermille,
    late: latePermille,
    doubled: doubledPermille,
    noiseBefore: noisePermille / 3,
    noiseAfter: noisePermille / 3,
    noiseLater: noisePermille / 3,
  };
  const { lateMsMin, lateMsMax } = fault;
  return drawFault(random, rates, { lateMsMin, lateMsMax, noiseBytesMax, chunkPauseMsMax: 20 });
}
