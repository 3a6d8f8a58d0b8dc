// A gateway and its server draw the same figures. The ledgers of whole buildings are handed over to the
// mirror; then the table, stays and bars of both sides are held against each other, cell by cell.

import {
  API_PREFIX,
  type Bucket,
  type CountersTable,
  type GatewayConfig,
  type Series,
} from "@mega/contract";
import { MegaError, type MovedClock, toUtcString } from "@mega/domain";
import { loadProfileSet } from "@mega/installation";
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
import {
  type MirrorFigures,
  mirrorFigures,
  type Viewer,
} from "../../apps/server/src/figures/mirror-figures.ts";
import { mirrorReader } from "../../apps/server/src/readings/mirror-reader.ts";
import { enrolledGateway } from "../../apps/server/src/testing/sent-ledger.ts";
import {
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";
import { handOver } from "./hand-over.ts";

const HOUR_MS = 3_600_000;
const profiles = loadProfileSet("/nowhere");

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
  const mirror = mirrorReader(database, await handOver(database, rig.ledger));
  const config = rig.context.desk.current().configuration as unknown as GatewayConfig;
  const gateway = { config, mac: "02:00:00:00:00:99", version: "0.0.0-test", mirror };
  return { rig, mirror: await mirrorFigures({ clock: rig.clock, profiles }, gateway) };
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
  const rows = table.rows.map((row) => {
    const isUnknown = row.state === "never" && row.problem?.reason === "timeout";
    return isUnknown ? { ...row, problem: null } : row;
  });
  return { ...table, rows };
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
    expect(await seen.table({})).toEqual(await gatewayTells("owner", "/counters"));
  });

  test.each(Object.keys(tenants) as TenantName[])(
    "%s sees the same on both sides",
    async (name) => {
      const seen = mirror.ofStays(tenants[name], machine);
      expect(await seen.table(seen.part({}))).toEqual(await gatewayTells(name, "/counters"));
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

test("a gateway of which no entry has come yet is drawn without figures", async () => {
  const rig = await smallBuilding();
  const config = rig.context.desk.current().configuration as unknown as GatewayConfig;
  const mirror = mirrorReader(database, await enrolledGateway(database));
  const gateway = { config, mac: "02:00:00:00:00:99", version: "1", mirror };
  const seen = (await mirrorFigures({ clock: rig.clock, profiles }, gateway)).whole(machine);
  const table = await seen.table({});
  expect(table.head).toEqual({ seq: 0, hash: null });
  expect(new Set(table.rows.map(({ state }) => state))).toEqual(new Set(["never", "unused"]));
  await rig.close();
});

test("a profile that the server does not have is named with its meter", async () => {
  const rig = await smallBuilding();
  const config = rig.context.desk.current().configuration as unknown as GatewayConfig;
  const meters = (config.meters ?? []).map((meter) =>
    meter.id === "flat" ? { ...meter, profile: "own-meter" } : meter,
  );
  const gateway = {
    config: { ...config, meters },
    mac: "02:00:00:00:00:99",
    version: "1",
    mirror: mirrorReader(database, await enrolledGateway(database)),
  };
  const drawing = mirrorFigures({ clock: rig.clock, profiles }, gateway);
  await expect(drawing).rejects.toThrow(MegaError);
  await expect(drawing).rejects.toThrow('/meters[id=flat]/profile: found "own-meter"');
  await rig.close();
});
