/** What a fault does when it strikes. Whatever it killed is back, or on its way, when it has struck. */

import { sleep } from "@mega/domain";
import { ownerClient } from "../../../apps/server/src/testing/owner-client.ts";
import type { Chance } from "../../powercut/chance.ts";
import type { FaultName } from "../faults.ts";
import { NATS_NODES, type Stage } from "../stage/stage.ts";

/** Answers on their way arrive within this time. */
const ARRIVED_MS = 30;
/** So long what was killed stays away, at most. */
const AWAY_MS_MAX = 400;

/** Lets a fault strike once; entries that were acknowledged and are not there. */
export async function strike(fault: FaultName, stage: Stage, chance: Chance): Promise<number> {
  const { clock, ingests, fleets, brokers } = stage;
  switch (fault) {
    case "none":
      return 0;
    case "ingest": {
      // One of them, and now and then all of them at once.
      const struck = chance(4) === 0 ? ingests : [ingests[chance(ingests.length)]];
      await Promise.all(struck.map((one) => one?.kill()));
      await sleep(clock, chance(AWAY_MS_MAX));
      for (const one of struck) one?.start();
      return 0;
    }
    case "gateways": {
      const struck = fleets[chance(fleets.length)];
      await struck?.kill();
      await sleep(clock, chance(AWAY_MS_MAX));
      struck?.start();
      return 0;
    }
    case "mosquitto":
    case "nats":
    case "nats-node": {
      await brokers?.kill(fault === "nats-node" ? chance(NATS_NODES) : undefined);
      // Meanwhile the fleet sends past it; it would have sent all before a cluster is whole again.
      await sleep(clock, chance(AWAY_MS_MAX));
      await whileStill(fleets, async () => brokers?.recover());
      return 0;
    }
    case "postgres":
    case "failover":
    case "planted":
      return strikeDatabase(stage);
    case "all": {
      const everybody = [...fleets, ...ingests];
      const killed = [stage.database.kill(), brokers?.kill()];
      await Promise.all([...killed, ...everybody.map((one) => one.kill())]);
      await sleep(clock, chance(AWAY_MS_MAX));
      await stage.database.recover();
      await brokers?.recover();
      const lost = await lostIn(stage);
      for (const one of everybody) one.start();
      return lost;
    }
  }
}

/** The fleet stands still until it is counted: nobody sends again what is gone. */
async function strikeDatabase(stage: Stage): Promise<number> {
  const { clock, database, fleets } = stage;
  await database.kill();
  await sleep(clock, ARRIVED_MS);
  return whileStill(fleets, async () => {
    await database.recover();
    return lostIn(stage);
  });
}

async function whileStill<Result>(
  fleets: Stage["fleets"],
  work: () => Promise<Result>,
): Promise<Result> {
  for (const fleet of fleets) fleet.freeze();
  try {
    return await work();
  } finally {
    for (const fleet of fleets) fleet.thaw();
  }
}

/** Acknowledged entries that the database does not have. */
async function lostIn({ database, gateways, acknowledged }: Stage): Promise<number> {
  const owner = await ownerClient(database.url);
  try {
    const rows = await owner.query("SELECT gateway_id, head_seq::float8 AS seq FROM ledger");
    const heads = new Map(rows.map((row) => [Number(row["gateway_id"]), Number(row["seq"])]));
    let lost = 0;
    for (const { no, gatewayId } of gateways) {
      const head = heads.get(gatewayId) ?? 0;
      const missing = acknowledged.newestOf(no) - head;
      if (missing <= 0) continue;
      lost += missing;
      acknowledged.lower(no, head);
    }
    return lost;
  } finally {
    await owner.close();
  }
}
