// Holds what a gateway read against what the meters showed: wrong is worse than missed.

import type { BuildingTruth } from "@mega/simulator";

/** One reading as a gateway has it. */
export interface TakenReading {
  readonly meterId: string;
  /** Index of the import counter in thousandths of a kWh, as decimal text with dot: "1017.482". */
  readonly index: string;
  /** When the gateway says it was taken, milliseconds since 1970 UTC. */
  readonly takenAtMs: number;
}

/** How a round went. */
export interface RoundTally {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

/** A reading is older than the time it carries by the way it came; a message by up to a second. */
const wayMs = 3000;
/** A float of 32 bits and a text of three decimals tell a thousandth, rounded. */
const stepMicro = 1000;

/**
 * Counts one round.
 *
 * @param meterIds Every meter that should have been read.
 * @param readings What the round gave; a meter without one was missed.
 */
export function tallyRound(
  meterIds: readonly string[],
  readings: readonly TakenReading[],
  truth: BuildingTruth,
): RoundTally {
  const byMeter = new Map(readings.map((reading) => [reading.meterId, reading]));
  const tally = { right: 0, wrong: 0, missed: 0 };
  for (const meterId of meterIds) {
    const reading = byMeter.get(meterId);
    if (reading === undefined) tally.missed += 1;
    else tally[isRight(reading, truth) ? "right" : "wrong"] += 1;
  }
  return tally;
}

function isRight({ meterId, index, takenAtMs }: TakenReading, truth: BuildingTruth): boolean {
  const micro = Math.round(Number(index) * 1_000_000);
  const low = truth.indexAt(meterId, "import", takenAtMs - wayMs) - stepMicro;
  const high = truth.indexAt(meterId, "import", takenAtMs) + stepMicro;
  return micro >= low && micro <= high;
}
