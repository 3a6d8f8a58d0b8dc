/**
 * The writing process is ended without a warning, again and again, and its ledger goes on afterwards.
 * The machine keeps running, so that this tells nothing of syncs; it tells whether a batch is stored
 * whole and a ledger that was left in the middle opens again.
 */

import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { quickFolder } from "../../quick-folder.ts";
import { chanceFrom } from "../chance.ts";
import { checkLedger, isBroken } from "../check/check-ledger.ts";
import { emptyTally, type Tally, withFinding } from "../check/tally.ts";
import { goOn, hear, type Said, saidNothing } from "../writer/said.ts";
import { startWriter } from "../writer/writer-run.ts";

/** How the writer is to be killed. */
export interface KillOptions {
  readonly seed: number;
  readonly kills: number;
  readonly channels: number;
  readonly onKill?: (tally: Tally) => void;
}

/** Kills in the life of one ledger. */
const LEDGER_KILLS = 25;
const BATCHES_BELOW = 80;
const MILLISECONDS_BELOW = 10;

/** Kills the writer and adds up what was found. */
export async function killWriter({ seed, kills, channels, onKill }: KillOptions): Promise<Tally> {
  const chance = chanceFrom(seed);
  let tally = emptyTally;
  let folder = quickFolder("killed");
  let said: Said = saidNothing;
  try {
    for (let kill = 1; kill <= kills; kill++) {
      const path = join(folder, "ledger.db");
      const writer = startWriter({ path, channels, seed: chance(1_000_000), safety: "FULL" });
      await writer.begun(chance(BATCHES_BELOW));
      await sleep(chance(MILLISECONDS_BELOW));
      writer.kill();
      const before = said.acknowledged.length;
      said = (await writer.ended).reduce(hear, said);
      const finding = await checkLedger(path, said);
      const acknowledged = said.acknowledged.length - before;
      tally = withFinding(tally, finding, acknowledged, `kill ${kill} of seed ${seed}`);
      onKill?.(tally);
      said = goOn(said, finding.head);
      if (kill % LEDGER_KILLS !== 0 && !isBroken(finding)) continue;
      rmSync(folder, { recursive: true });
      folder = quickFolder("killed");
      said = saidNothing;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return tally;
}
