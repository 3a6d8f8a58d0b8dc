// A month that is over for long: what a reading of it takes when it is packed as the server packs it.

import { freezeMonth } from "../../../apps/server/src/cold/freeze-months.ts";
import { addTestGateway } from "../../../apps/server/src/testing/test-fleet.ts";
import { chanceFrom } from "../../powercut/chance.ts";
import { roundOf } from "../ledger/build-ledger.ts";
import { sentBuilding } from "../mirror/sent-building.ts";
import type { BenchRow } from "../row.ts";
import { type BenchServer, sendUpTo } from "./open-server.ts";
import { atMost } from "./rows.ts";

/** The hours of January. */
const ROUNDS = 744;
/** Beyond those of the other gateways. */
const GATEWAY_NO = 200;
const COLD_BYTES = 2;
/** Most that a meter counts in an hour, in steps of ten thousandths of its unit. */
const RISE_MAX = 60;
const STEP = 10;
/** Between two answers on a line, and what chance adds. */
const ANSWER_MS = 45;
const JITTER_MS = 8;

/** Measures it. */
export async function measureCold(
  { database, clock }: BenchServer,
  tell: (row: BenchRow) => void,
): Promise<void> {
  const building = await sentBuilding(ROUNDS, drawnRounds());
  const { gatewayId } = await addTestGateway(database, GATEWAY_NO, clock.nowMs());
  await sendUpTo({ database, building, gatewayId, seq: building.ledger.entries.length });
  const frozen = await freezeMonth(database, { gatewayId, ledgerNo: 1, month: "2016-01" });
  if (frozen === null) throw new Error("the month was not packed");
  tell(atMost("a reading of a cold month", frozen.bytes / frozen.readings, COLD_BYTES, "bytes"));
}

/** Loads and times by chance: what follows a rule packs into nothing, and no house does. */
function drawnRounds(): typeof roundOf {
  const chance = chanceFrom(20_161);
  const counts = new Map<number, number>();
  return (meters, hour) => {
    const round = roundOf(meters, hour);
    if (round.kind !== "round-taken") return round;
    const items = round.items.map((item) => {
      const { sourceNo } = item;
      const count = (counts.get(sourceNo) ?? 1_000_000) + STEP * chance(RISE_MAX);
      counts.set(sourceNo, count);
      const takenAtMs = round.dueAtMs + ANSWER_MS * sourceNo + chance(JITTER_MS);
      return { ...item, takenAtMs, judgement: { status: "accepted", count } as const };
    });
    return { ...round, items };
  };
}
