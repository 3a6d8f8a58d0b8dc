/** One kind of fault: a fleet lives and uploads while it strikes; then both sides are compared. */

import { sleep } from "@mega/domain";
import { type Chance, chanceFrom } from "../../powercut/chance.ts";
import { compareSides } from "../check/compare-sides.ts";
import { type FaultName, pipeOf } from "../faults.ts";
import type { FaultFigures } from "../figures.ts";
import { type Stage, type StageSize, setStage } from "../stage/stage.ts";
import { strike } from "./strike.ts";

/** What is asked of a run. */
export interface FaultRun {
  readonly fault: FaultName;
  readonly seed: number;
  /** Of the whole fleet, at least. */
  readonly rounds: number;
  readonly strikes: number;
  /** Of the fleet. */
  readonly gateways: number;
}

const INGESTS = 2;
const FLEETS = 2;
/** A run in which nothing is acknowledged for so long is stuck. */
const SILENCE_MS_MAX = 60_000;
/** Strikes come at any moment of what goes on. */
const ASTRAY_MS = 50;

/** Runs it. */
export async function runFault(wanted: FaultRun): Promise<FaultFigures> {
  const { fault, seed, rounds, gateways } = wanted;
  const size: StageSize = {
    ...{ seed, gateways, ingests: INGESTS, fleets: FLEETS },
    roundsEach: Math.ceil(rounds / gateways),
    answering: fault === "planted" ? "before COMMIT" : "after COMMIT",
    standby: fault === "failover",
    pipe: pipeOf[fault] ?? null,
  };
  const stage = await setStage(size);
  try {
    const fromMs = stage.clock.monotonicMs();
    for (const one of [...stage.ingests, ...stage.fleets]) one.start();
    const { struck, lost } = await untilSent(stage, wanted, size);
    const seconds = (stage.clock.monotonicMs() - fromMs) / 1000;
    await Promise.all([...stage.fleets, ...stage.ingests].map((one) => one.kill()));
    const compared = await compareSides(stage);
    const { acknowledged } = stage;
    return {
      ...{ fault, seconds, struck, ...compared },
      // Who answers early also says less than before while a commit is on its way.
      lost: lost + (fault === "planted" ? 0 : acknowledged.wentBack),
      ...acknowledged.ways,
      longestPauseMs: acknowledged.longestPauseMs,
      refusal: acknowledged.refusal,
    };
  } finally {
    await stage.stop();
  }
}

async function untilSent(stage: Stage, { fault, seed, strikes }: FaultRun, size: StageSize) {
  const { acknowledged, allSent } = stage;
  const chance: Chance = chanceFrom(seed);
  const entries = size.gateways * size.roundsEach;
  const guard = new AbortController();
  const stuck = untilStuck(stage, guard.signal);
  // It may come while a fault strikes, and is heard of afterwards.
  stuck.catch(() => undefined);
  let isOver = false;
  const over = allSent.then(() => {
    isOver = true;
  });
  let [struck, lost] = [0, 0];
  try {
    while (fault !== "none" && struck < strikes) {
      const next = Math.round((entries * (struck + 1)) / (strikes + 1));
      await Promise.race([acknowledged.reached(next), over, stuck]);
      if (isOver) break;
      await sleep(stage.clock, chance(ASTRAY_MS));
      lost += await strike(fault, stage, chance);
      struck += 1;
    }
    await Promise.race([over, stuck]);
    return { struck, lost };
  } finally {
    guard.abort();
  }
}

/** Rejects when nothing moves any more, and says why as far as it is known. */
async function untilStuck({ clock, acknowledged, ...stage }: Stage, signal: AbortSignal) {
  let seen = -1;
  while (!signal.aborted) {
    if (acknowledged.entries === seen) throw stuckBecause({ clock, acknowledged, ...stage });
    seen = acknowledged.entries;
    await sleep(clock, SILENCE_MS_MAX, signal);
    if (signal.aborted) return;
  }
}

function stuckBecause({ acknowledged, ingests, fleets }: Stage): Error {
  const failures = [...ingests, ...fleets].flatMap(({ failure }) => failure ?? []);
  const why = [acknowledged.refusal ?? [], failures].flat().join("; ");
  return new Error(`Nothing was acknowledged for ${SILENCE_MS_MAX} ms. ${why}`);
}
