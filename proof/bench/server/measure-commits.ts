// Batches stored as the server stores them, beside the raw COPY of what came of them; then all of it once
// more, as a gateway sends what it was not told of.

import process from "node:process";
import { storeBatch } from "../../../apps/server/src/mirror/store-batch.ts";
import { batchOf } from "../../../apps/server/src/testing/sent-ledger.ts";
import type { TestGateway } from "../../../apps/server/src/testing/test-fleet.ts";
import { cpuMsOf } from "../measure/process-cost.ts";
import { walOf } from "../mirror/database-costs.ts";
import type { BenchRow } from "../row.ts";
import { type CopyLimits, copyLimits } from "./copy-limits.ts";
import { type BenchServer, inLanes, ROUNDS, sendersOf } from "./open-server.ts";
import { besideRate, inThousands, plainRow } from "./rows.ts";

/** As many as the server has connections. */
const AT_ONCE = 10;
/** Rounds of a day. */
const DAY = 24;
const ROW_LIMIT = "COPY of a row for each reading, 2 streams";

/** Measures it; the limits, for what else is held against them. */
export async function measureCommits(
  bench: BenchServer,
  tell: (row: BenchRow) => void,
): Promise<CopyLimits> {
  const hourly = sendersOf(bench, "hourly");
  const daily = sendersOf(bench, "daily");
  const fresh = await sendAll(bench, hourly, 1);
  const nightly = await sendAll(bench, daily, DAY);
  let again = { rate: 0, serverMs: 0 };
  const replayWal = await walOf(bench.owner, async () => {
    again = await sendAll(bench, hourly, 1);
  });
  await bench.owner.query("VACUUM reading");
  const limits = await copyLimits(bench.owner, bench.url, bench.clock);

  const what = "committed with entries, a round a batch";
  tell(besideRate(what, fresh.rate, { peer: ROW_LIMIT, of: limits.rows, goal: 2 }));
  const own = { peer: "COPY of a row for each round, 2 streams", of: limits.arrays, goal: 0.6 };
  tell(besideRate(`${what}, beside their own table`, fresh.rate, own));
  const day = { peer: ROW_LIMIT, of: limits.rows, goal: 2 };
  tell(besideRate("committed with entries, a day a batch", nightly.rate, day));
  tell(plainRow("server's processor time of a round", `${fresh.serverMs.toFixed(2)} ms`));
  const ratio = again.rate / fresh.rate;
  tell({
    ...plainRow("sent once more, a round a batch", inThousands(again.rate)),
    ...{ peer: `the first time ${inThousands(fresh.rate)}`, ratio: `${ratio.toFixed(2)} ×` },
    ...{ goal: "≥ 1 ×", met: ratio >= 1 },
  });
  const each = replayWal / (hourly.length * (ROUNDS - 1) * bench.building.meters);
  tell({
    ...plainRow("WAL of a reading that is sent once more", `${each.toFixed(2)} bytes`),
    ...{ goal: "≤ 0.5 bytes", met: each <= 0.5 },
  });
  return limits;
}

/** Sends every round behind the first, so many in a batch; readings a second. */
async function sendAll(
  { database, building, clock }: BenchServer,
  gateways: readonly TestGateway[],
  roundsEach: number,
) {
  const { ledger, firstRoundSeq, meters } = building;
  const fromMs = clock.monotonicMs();
  const fromCpuMs = cpuMsOf(process.pid);
  await inLanes(gateways, AT_ONCE, async ({ gatewayId }) => {
    for (let no = 1; no < ROUNDS; no += roundsEach) {
      const batch = batchOf(ledger, firstRoundSeq + no, Math.min(roundsEach, ROUNDS - no));
      const outcome = await storeBatch(database, { gatewayId, generation: 1, batch, nowMs: 0 });
      if (outcome.kind !== "committed") throw new Error(`a round was ${outcome.kind}`);
    }
  });
  const rounds = gateways.length * (ROUNDS - 1);
  const seconds = (clock.monotonicMs() - fromMs) / 1000;
  return {
    rate: (rounds * meters) / seconds,
    serverMs: (cpuMsOf(process.pid) - fromCpuMs) / rounds,
  };
}
