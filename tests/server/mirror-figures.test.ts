// A gateway and its server draw the same figures. The ledgers of whole buildings are handed over to the
// mirror; then the table, stays and bars of both sides are held against each other, cell by cell.

import { readFileSync } from "node:fs";
import {
  API_PREFIX,
  type Bucket,
  type CountersTable,
  type MeterConfig,
  type Series,
} from "@mega/contract";
import { type MovedClock, toUtcString } from "@mega/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type TenantName,
  type TenantsBuilding,
  tenants,
  tenantsBuilding,
} from "../../apps/gateway/src/access/limits/testing/tenants-building.ts";
import type { ApiRig } from "../../apps/gateway/src/api/testing/api-rig.ts";
import { smallBuilding } from "../../apps/gateway/src/api/testing/small-building.ts";
import { buildingWithWaiting } from "../../apps/gateway/src/api/testing/waiting-building.ts";
import type { ServerDatabase } from "../../apps/server/src/database/server-database.ts";
import { keptFigures } from "../../apps/server/src/figures/kept-figures.ts";
import type { MirrorFigures, Viewer } from "../../apps/server/src/figures/mirror-figures.ts";
import { enrolledGateway } from "../../apps/server/src/testing/sent-ledger.ts";
import {
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";
import { handOver, handOverBuilding, keepConfiguration } from "./hand-over.ts";

const HOUR_MS = 3_600_000;

let postgres: TestPostgres;
let database: ServerDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

/** Nobody's hours are hidden: the gateway is asked from the machine itself. */
const machine: Viewer = { accountId: null, why: "stay", staysBehind: () => [] };

interface BothSides {
  readonly rig: ApiRig;
  readonly mirror: MirrorFigures;
}

async function bothSides(rig: ApiRig): Promise<BothSides> {
  const gatewayId = await handOverBuilding(database, rig);
  return { rig, mirror: await drawn(gatewayId, rig) };
}

async function drawn(gatewayId: number, { clock }: ApiRig): Promise<MirrorFigures> {
  const figures = await keptFigures({ clock, database, dataFolder: "/nowhere" })(gatewayId);
  if (figures === undefined) throw new Error("no configuration has come");
  return figures;
}

describe.each([
  ["a small building", () => smallBuilding()],
  ["a building where readings wait", buildingWithWaiting],
])("of %s", (_, make) => {
  let both: BothSides;
  beforeAll(async () => {
    both = await bothSides(await make());
  });
  afterAll(() => both.rig.close());

  test("the table is the same, but for why a meter never answered", async () => {
    const wanted: CountersTable = (await both.rig.get("/counters")).json();
    const seen = both.mirror.whole(machine);
    const drawn = await seen.table(seen.part({}));
    expect(wanted.rows.some(({ counters }) => counters.some(({ cells }) => cells.length > 0))).toBe(
      true,
    );
    expect(drawn).toEqual(withoutUnknown(wanted));
  });

  test("a part of the table is the same, with its totals", async () => {
    const query = { channels: "1,4", months: "2026-05,2026-04" };
    const wanted = await both.rig.get("/counters?channels=1,4&months=2026-05,2026-04");
    const seen = both.mirror.whole(machine);
    expect(await seen.table(seen.part(query))).toEqual(withoutUnknown(wanted.json()));
  });

  test.each(["hour", "day", "month"] as const)("bars by %s are the same", async (bucket) => {
    const seen = both.mirror.whole(machine);
    for (const channelNo of [1, 2, 3, 4]) {
      const query = spanOf(bucket, both.rig.clock);
      const path = `/channels/${channelNo}/series?${new URLSearchParams(query)}`;
      const wanted: Series = (await both.rig.get(path)).json();
      expect(wanted.bars.length).toBeGreaterThan(0);
      expect(await both.mirror.series(seen, channelNo, query)).toEqual(wanted);
    }
  });
});

/** What no entry of the ledger holds, and the server therefore cannot know. */
function withoutUnknown(table: CountersTable): CountersTable {
  const gateway = { ...table.gateway, version: "unknown" };
  const rows = table.rows.map((row) => {
    const isUnknown = row.state === "never" && row.problem?.reason === "timeout";
    return isUnknown ? { ...row, problem: null } : row;
  });
  return { ...table, gateway, rows };
}

/** A span that ends now, with one to compare. */
function spanOf(bucket: Bucket, clock: MovedClock) {
  const lengthMs = { hour: 48, day: 24 * 60, month: 24 * 120 }[bucket] * HOUR_MS;
  const toMs = Math.ceil(clock.nowMs() / HOUR_MS) * HOUR_MS;
  const [from, to] = [toUtcString(toMs - lengthMs), toUtcString(toMs)];
  return { bucket, from, to, compare: "previous" } as const;
}

describe("of a building whose tenants come and go", () => {
  let building: TenantsBuilding;
  let mirror: MirrorFigures;
  beforeAll(async () => {
    building = await tenantsBuilding();
    ({ mirror } = await bothSides(building.rig));
  }, 120_000);
  afterAll(() => building.rig.close());

  async function gatewayTells<Answer>(name: TenantName | "owner", path: string): Promise<Answer> {
    const { rig, headers } = building;
    const remoteAddress = "192.168.0.7";
    const url = `${API_PREFIX}${path}`;
    const answer = await rig.app.inject({
      method: "GET",
      url,
      remoteAddress,
      headers: headers(name),
    });
    return answer.json();
  }

  test("the owner's table is the same", async () => {
    const seen = mirror.whole(machine);
    expect(await seen.table({})).toEqual(withoutUnknown(await gatewayTells("owner", "/counters")));
  });

  test.each(Object.keys(tenants) as TenantName[])(
    "%s sees the same on both sides",
    async (name) => {
      const seen = mirror.ofStays(tenants[name], machine);
      const wanted: CountersTable = await gatewayTells(name, "/counters");
      expect(await seen.table(seen.part({}))).toEqual(withoutUnknown(wanted));
      for (const { channelNo } of tenants[name]) {
        for (const bucket of ["day", "month"] as const) {
          const query = spanOf(bucket, building.rig.clock);
          const path = `/channels/${channelNo}/series?${new URLSearchParams(query)}`;
          expect(await mirror.series(seen, channelNo, query)).toEqual(
            await gatewayTells(name, path),
          );
        }
      }
    },
  );

  test("a channel of somebody else is answered like one that is not there", async () => {
    const seen = mirror.ofStays(tenants.anna, machine);
    for (const channelNo of [2, 17]) {
      await expect(seen.channel(channelNo)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  test("hours within a stay are hidden from everybody but its tenant who chose them", async () => {
    const behind = tenants.bert.map((stay) => ({ ...stay, accountId: "7", hourly: true }));
    const staysBehind = (channelNo: number) =>
      behind.filter((stay) => stay.channelNo === channelNo);
    const bucketFor = async (accountId: string) => {
      const seen = mirror.whole({ accountId, why: "stay", staysBehind });
      return (await mirror.series(seen, 1, spanOf("hour", building.rig.clock))).bucket;
    };
    expect(await bucketFor("7")).toBe("hour");
    expect(await bucketFor("8")).toBe("day");
  });
});

describe("of a gateway of which little is known", () => {
  let rig: ApiRig;
  beforeAll(async () => {
    rig = await smallBuilding();
  });
  afterAll(() => rig.close());
  const configured = (profile: string) => {
    const { configuration } = rig.context.desk.current();
    const meters = (configuration["meters"] as readonly MeterConfig[]).map((meter) =>
      meter.id === "flat" ? { ...meter, profile } : meter,
    );
    return { ...configuration, meters };
  };

  test("nothing is drawn before a configuration has come", async () => {
    const draw = keptFigures({ clock: rig.clock, database, dataFolder: "/nowhere" });
    expect(await draw(await handOver(database, rig.ledger))).toBe(undefined);
  });

  test("channels are drawn without figures before an entry has come", async () => {
    const gatewayId = await enrolledGateway(database);
    await keepConfiguration(database, gatewayId, {
      configuration: configured("eastron-sdm630"),
      profiles: [],
    });
    const table = await (await drawn(gatewayId, rig)).whole(machine).table({});
    expect(table.head).toEqual({ seq: 0, hash: null });
    expect(new Set(table.rows.map(({ state }) => state))).toEqual(new Set(["never", "unused"]));
  });

  test("a profile of its own comes with the configuration, or is named with its meter", async () => {
    const file = new URL("../../packages/profiles/meters/eastron-sdm630.json", import.meta.url);
    const own = { ...JSON.parse(readFileSync(file, "utf8")), id: "own-meter" };
    const gatewayId = await handOver(database, rig.ledger);
    const profiles = [{ file: "own-meter.json", text: JSON.stringify(own) }];
    const configuration = configured("own-meter");
    await keepConfiguration(database, gatewayId, { configuration, profiles });
    const wanted: CountersTable = (await rig.get("/counters")).json();
    const table = await (await drawn(gatewayId, rig)).whole(machine).table({});
    expect(table.rows[0]?.meter?.profileId).toBe("own-meter");
    expect(table.rows.map(({ counters }) => counters)).toEqual(
      wanted.rows.map(({ counters }) => counters),
    );
    const without = await enrolledGateway(database);
    await keepConfiguration(database, without, { configuration, profiles: [] });
    await expect(drawn(without, rig)).rejects.toThrow(
      '/meters[id=flat]/profile: found "own-meter"',
    );
  });
});
