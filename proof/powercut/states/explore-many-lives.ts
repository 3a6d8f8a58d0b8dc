/** Crash states of many ledgers: each life is another, from a seed of its own. */

import { addTallies, emptyTally, type Tally } from "../check/tally.ts";
import { exploreLedger } from "./explore-ledger.ts";
import type { Safety } from "./logged-run.ts";

/** Lives that are explored. */
export interface ManyLives {
  readonly library: string;
  readonly seed: number;
  readonly safety: Safety;
  /** States in all. */
  readonly states: number;
  /** Now and then two syncs in a row fail, and what they were to sync may never reach the disk. */
  readonly lostSyncs?: boolean;
}

/** A life that fills its log, rests, and begins the log anew. */
export const largeLife = { channels: 64, batches: 150, batchesBehindRest: 20 } as const;

const STATES_OF_A_LIFE = 300;
const LIVES_BELOW = 1_000_000;
/** The making of the file takes less syncs. */
const LOST_EVERY_MIN = 17;

/** Explores so many states, 300 of each life; small buildings and large ones. */
export async function exploreManyLives(wanted: ManyLives): Promise<Tally> {
  const { library, safety, seed } = wanted;
  let tally = emptyTally;
  for (let life = 0; tally.ends < wanted.states; life++) {
    const states = Math.min(STATES_OF_A_LIFE, wanted.states - tally.ends);
    // Every eighth building is so large that its log is taken into the file between two batches.
    const isLarge = life % 8 === 7;
    const size = isLarge ? largeLife : { channels: 4 + (life % 5), batches: 30 };
    const lost = wanted.lostSyncs === true ? { lostSyncEvery: LOST_EVERY_MIN + (life % 16) } : {};
    const one = { library, safety, states, ...size, ...lost };
    tally = addTallies(tally, await exploreLedger({ ...one, seed: seed * LIVES_BELOW + life }));
  }
  return tally;
}
