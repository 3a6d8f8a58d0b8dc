// What is asked of the readings of two months: in blocks, which do not depend on the machine, and in ms;
// and what it costs that every row is judged by whose it is.

import type {
  ServerDatabase,
  Transaction,
} from "../../../apps/server/src/database/server-database.ts";
import { readBetween } from "../../../apps/server/src/readings/reading-questions.ts";
import { readRoundsAround } from "../../../apps/server/src/readings/rounds-around.ts";
import { firstDueAtMs } from "../ledger/build-ledger.ts";
import { middleOf } from "../measure/middle.ts";
import type { BenchRow } from "../row.ts";
import { type BenchServer, ROUNDS } from "./open-server.ts";
import { atMost, plainRow } from "./rows.ts";

const HOUR_MS = 3_600_000;
/** Two months of them, from two days. */
const COPIES = 31;
const REPEATS = 40;
const MONTH_MS = 31 * 24 * HOUR_MS;
const READINGS_MAX = 100_000;

type Asking = (tx: Transaction) => Promise<unknown>;

/** Measures it. */
export async function measureQuestions(
  bench: BenchServer,
  tell: (row: BenchRow) => void,
): Promise<void> {
  const { gateways } = bench;
  await makeMonths(bench);
  const place = { gatewayId: gateways[1]?.gatewayId ?? 0, ledgerNo: 1 };
  const fromMs = firstDueAtMs + 5 * 24 * HOUR_MS;
  const statement: Asking = async (tx) => {
    await readRoundsAround(tx, place, fromMs);
    await readRoundsAround(tx, place, fromMs + MONTH_MS);
  };
  const curve: Asking = async (tx) => {
    for (const sourceNo of [3, 4]) {
      const span = { fromMs, toMs: fromMs + MONTH_MS, limit: READINGS_MAX };
      await readBetween(tx, place, { sourceNo, ...span });
    }
  };
  tell(atMost("a month of 128 channels, blocks", await blocksOf(bench, statement), 10, "blocks"));
  tell(atMost("a month of 128 channels", await msOf(bench, statement), 1, "ms"));
  const blocks = await blocksOf(bench, curve);
  tell(plainRow("a tenant's hours of a month, 2 channels, blocks", `${blocks} blocks`));
  tell(atMost("a tenant's hours of a month, 2 channels", await msOf(bench, curve), 10, "ms"));
  await tellPolicies(bench, { gatewayId: place.gatewayId, statement }, tell);
}

/** The rounds that are there once more, two days later and later. */
async function makeMonths({ owner }: BenchServer): Promise<void> {
  await owner.query(
    `INSERT INTO reading_bench SELECT due_at_ms + copy * $1::bigint, seq + copy * $2::bigint, gateway_id,
       month_no, ledger_no, clock_state, states, offsets, counts, far_times, decisions
     FROM reading_bench, generate_series(1, $3::int) AS copy
     WHERE gateway_id <= (SELECT min(gateway_id) + 31 FROM reading_bench)
       AND seq > (SELECT min(seq) FROM reading_bench)`,
    [(ROUNDS - 1) * HOUR_MS, ROUNDS - 1, COPIES],
  );
  await owner.query("VACUUM ANALYZE reading");
}

/** Blocks that the statements of a question touch, all that stand in memory. */
async function blocksOf({ database }: BenchServer, asking: Asking): Promise<number> {
  let blocks = 0;
  await database.as({ kind: "job" }, (tx) => {
    const query: Transaction["query"] = async (text, values = []) => {
      const [row] = await tx.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values);
      const plans = row?.["QUERY PLAN"] as readonly { readonly Plan: Record<string, number> }[];
      for (const { Plan } of plans) {
        blocks += (Plan["Shared Hit Blocks"] ?? 0) + (Plan["Shared Read Blocks"] ?? 0);
      }
      return tx.query(text, values);
    };
    return asking({ ...tx, query });
  });
  return blocks;
}

/** A whole transaction with all of its questions, as the server asks them. */
async function msOf(
  { database, clock }: BenchServer,
  asking: Asking,
  identity: Parameters<ServerDatabase["as"]>[0] = { kind: "job" },
): Promise<number> {
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const fromMs = clock.monotonicMs();
    await database.as(identity, asking);
    times.push(clock.monotonicMs() - fromMs);
  }
  return middleOf(times);
}

/** The same statements as the owner, whom no policy judges, and as a gateway, in as many exchanges. */
async function tellPolicies(
  bench: BenchServer,
  { gatewayId, statement }: { readonly gatewayId: number; readonly statement: Asking },
  tell: (row: BenchRow) => void,
): Promise<void> {
  const asRole = (role: string) => {
    const asking: Asking = async (tx) => {
      await tx.query(`SET LOCAL ROLE ${role}`);
      await statement(tx);
    };
    return msOf(bench, asking, { kind: "gateway", gatewayId });
  };
  // One after the other and again, so that neither has the warmer memory.
  const bare = [await asRole("mega")];
  const judged = [await asRole("mega_gateway")];
  bare.push(await asRole("mega"));
  judged.push(await asRole("mega_gateway"));
  const [without, within] = [Math.min(...bare), Math.min(...judged)];
  const ratio = within / without;
  tell({
    ...plainRow("a month of 128 channels, judged row by row", `${within.toFixed(2)} ms`),
    ...{ peer: `without policies ${without.toFixed(2)} ms`, ratio: `${ratio.toFixed(2)} ×` },
    ...{ goal: "≤ 1.6 ×", met: ratio <= 1.6 },
  });
}
