/** Crash states of the gateway's ledger, with its own commits or weakened ones. */

import { join } from "node:path";
import { chanceFrom } from "../chance.ts";
import { checkLedger, type Finding } from "../check/check-ledger.ts";
import { emptyTally, type Tally, withFinding } from "../check/tally.ts";
import { hear, saidNothing } from "../writer/said.ts";
import { explore } from "./explore.ts";
import { loggedRun, type Safety } from "./logged-run.ts";

/** What is to be explored. */
export interface LedgerExploration {
  /** libdisk.so */
  readonly library: string;
  readonly seed: number;
  readonly safety: Safety;
  readonly states: number;
  readonly channels: number;
  /** Batches that the writer stores before it closes its file. */
  readonly batches: number;
  /** So many of them after a rest in which the log is taken into the file; none when absent. */
  readonly batchesBehindRest?: number;
  /** Of so many syncs one fails, and what it was to sync may never reach the disk; none when absent. */
  readonly lostSyncEvery?: number;
}

/** A sync takes a moment, as on a disk: what is acknowledged without waiting for it is then seen. */
const SYNC_MS = 3;

/** Logs a writer's life and looks at the disks that a cut could leave of it. */
export async function exploreLedger(wanted: LedgerExploration): Promise<Tally> {
  const { library, seed, safety, states, batchesBehindRest = 0 } = wanted;
  const { lostSyncEvery } = wanted;
  const end = lostSyncEvery === undefined ? "close" : "go-on";
  const life = [
    String(wanted.channels),
    String(seed),
    String(wanted.batches),
    end,
    String(batchesBehindRest),
  ];
  const losing = lostSyncEvery === undefined ? "" : `sync-lost-every=${lostSyncEvery}`;
  const wishes = `sync-ms=${SYNC_MS} ${losing}`;
  const { steps, folder } = loggedRun(
    library,
    "writer/writer.child.ts",
    (data) => [join(data, "ledger.db"), ...life],
    { safety, wishes },
  );
  let tally = emptyTally;
  await explore({
    steps,
    folder,
    states,
    chance: chanceFrom(seed),
    async judge(state, lines): Promise<{ finding: Finding; acknowledged: number }> {
      const said = lines.reduce(hear, saidNothing);
      const finding = await checkLedger(join(state, "ledger.db"), said);
      return { finding, acknowledged: said.acknowledged.length };
    },
    onState({ finding, acknowledged }, stepNo) {
      const where = `state ${tally.ends + 1} of seed ${seed}, before step ${stepNo}, ${safety}`;
      tally = withFinding(tally, finding, acknowledged, where);
    },
  });
  return tally;
}
