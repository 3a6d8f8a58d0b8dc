// What the portal shows of a real building's ledger, to its manager, its tenants, those who left and
// those of another building: held against what the gateway itself shows, in every kind of file.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  API_PREFIX,
  type ChannelDetail,
  type CountersTable,
  type PortalOperationName,
  type Series,
  type StayList,
} from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readable } from "../../apps/gateway/src/access/limits/testing/readable-bytes.ts";
import {
  changeMs,
  firstMs,
  type Planted,
  type TenantName,
  type TenantsBuilding,
  tenants,
  tenantsBuilding,
} from "../../apps/gateway/src/access/limits/testing/tenants-building.ts";
import { makePortalRig, type PortalRig } from "../../apps/server/src/portal/testing/portal-rig.ts";
import {
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";
import { handOver, handOverBuilding } from "./hand-over.ts";
import { addAccount, giveRole, giveStay } from "./people-rows.ts";

const HOUR_MS = 3_600_000;
const files = ["gatewayJson", "gatewayCsv", "gatewayXlsx", "gatewayPdf"] as const;
const names = Object.keys(tenants) as TenantName[];
type Person = TenantName | "manager" | "installer" | "open" | "neighbour" | "operator";

let postgres: TestPostgres;
let building: TenantsBuilding;
let rig: PortalRig;
let gatewayId: number;
const accounts = new Map<Person, number>();

beforeAll(async () => {
  building = await tenantsBuilding();
  postgres = await startTestPostgres();
  const startMs = building.rig.clock.nowMs();
  rig = await makePortalRig(postgres, mkdtempSync(join(tmpdir(), "mega-portal-")), { startMs });
  const { database } = rig.context;
  gatewayId = await handOverBuilding(database, building.rig);
  await people();
}, 120_000);
afterAll(async () => {
  await rig.close();
  await postgres.stop();
  await building.rig.close();
});

/** The gateway's manager, installer and tenants; a tenant without an end; one of another gateway. */
async function people(): Promise<void> {
  const neighbours = await handOver(rig.context.database, building.rig.ledger);
  await rig.context.database.as({ kind: "job" }, async (tx) => {
    const all: Person[] = [...names, "manager", "installer", "open", "neighbour", "operator"];
    for (const at of all) {
      accounts.set(at, await addAccount(tx, { at, isOperator: at === "operator" }));
    }
    const of = (who: Person) => accounts.get(who) ?? 0;
    await giveRole(tx, of("manager"), gatewayId);
    await giveRole(tx, of("installer"), gatewayId, "installer");
    for (const name of names) {
      for (const stay of tenants[name]) await giveStay(tx, of(name), { gatewayId, ...stay });
    }
    const endless = { channelNo: 1, fromMs: firstMs - HOUR_MS, toMs: null };
    await giveStay(tx, of("open"), { gatewayId, ...endless });
    await giveStay(tx, of("neighbour"), { gatewayId: neighbours, ...endless });
  });
}

async function ask(who: Person, name: PortalOperationName, more: object = {}) {
  const headers = await rig.loggedIn(accounts.get(who) ?? 0);
  return rig.ask(name, { headers, params: { gatewayId, channelNo: 1 }, ...more });
}

async function gatewayTells<Answer>(name: TenantName | "owner", path: string): Promise<Answer> {
  const headers = building.headers(name);
  const url = `${API_PREFIX}${path}`;
  const remoteAddress = "192.168.0.7";
  return (await building.rig.app.inject({ method: "GET", url, remoteAddress, headers })).json();
}

/** Without the software's version, which no message tells. */
const bare = ({ gateway, ...rest }: CountersTable) => ({
  ...rest,
  gateway: { ...gateway, version: "" },
});

test.each(["manager", "installer"] as const)(
  "the %s sees the whole table of the gateway",
  async (who) => {
    const shown = (await ask(who, "gatewayCounters")).json<CountersTable>();
    expect(shown.rows.length).toBeGreaterThan(5);
    expect(bare(shown)).toEqual(bare(await gatewayTells("owner", "/counters")));
  },
);

test.each(names.filter((name) => tenants[name].length > 0))(
  "%s sees what the gateway shows him",
  async (name) => {
    const shown = (await ask(name, "gatewayCounters")).json<CountersTable>();
    expect(bare(shown)).toEqual(bare(await gatewayTells(name, "/counters")));
  },
);

test.each(["manager", "anna", "bert", "dora"] as const)(
  "%s sees a channel closely as the gateway shows it to him, but for its raw words",
  async (who) => {
    const channelNo = who === "dora" ? 4 : 1;
    const params = { gatewayId, channelNo };
    const shown = (await ask(who, "gatewayChannel", { params })).json<ChannelDetail>();
    const path = `/channels/${channelNo}`;
    const own = await gatewayTells<ChannelDetail>(who === "manager" ? "owner" : who, path);
    expect(own.tenancies.length).toBeGreaterThan(0);
    expect(shown).toEqual({ ...own, evidence: [] });
    if (who === "manager") return;
    const other = await ask(who, "gatewayChannel", { params: { gatewayId, channelNo: 2 } });
    expect(other.statusCode).toBe(404);
  },
);

test("a stay without an end is over where a new period begins", async () => {
  const shown = (await ask("open", "gatewayCounters")).json<CountersTable>();
  expect(bare(shown)).toEqual(bare((await ask("anna", "gatewayCounters")).json<CountersTable>()));
});

test.each(["neighbour", "nora"] as const)(
  "%s, who has no stay there, is answered as for no gateway",
  async (who) => {
    for (const name of ["gatewayCounters", ...files] as const) {
      const answer = await ask(who, name);
      // Nora has no stay anywhere, and is no tenant.
      expect(answer.statusCode, name).toBe(who === "nora" ? 403 : 404);
    }
    expect((await ask("operator", "gatewayCounters")).statusCode).toBe(403);
  },
);

/** Readings behind a channel that somebody may see no digit of. */
function notHis(name: TenantName): readonly Planted[] {
  const within = ({ channelNo, atMs }: Planted) =>
    tenants[name].some(
      (stay) =>
        stay.channelNo === channelNo &&
        atMs >= stay.fromMs &&
        atMs <= (stay.toMs ?? Number.MAX_VALUE),
    );
  const own = new Set(building.planted.filter(within).map(({ index }) => index));
  return building.planted.filter((one) => !within(one) && !own.has(one.index));
}

test.each(["anna", "bert", "dora"] as const)(
  "no file of %s holds a digit of anybody else",
  async (name) => {
    for (const file of ["gatewayCounters", ...files] as const) {
      const { headers, rawPayload, statusCode } = await ask(name, file);
      expect(statusCode, file).toBe(200);
      const text = readable(headers, rawPayload);
      const found = notHis(name).filter(({ index }) => text.includes(index));
      expect(found, file).toEqual([]);
      for (const other of ["canary-two", "canary-three", "canary-five"])
        expect(text).not.toContain(other);
    }
  },
);

test("bars are by day until a tenant chooses hours, and by hour to nobody but him", async () => {
  const toMs = changeMs - 10 * HOUR_MS;
  const query = { bucket: "hour", from: toUtcString(toMs - 48 * HOUR_MS), to: toUtcString(toMs) };
  const bars = async (who: Person) => (await ask(who, "gatewaySeries", { query })).json<Series>();
  expect(await bars("anna")).toMatchObject({ bucket: "day", hoursHidden: "not-chosen" });
  expect(await bars("manager")).toMatchObject({ bucket: "day", hoursHidden: "stay" });
  const choose = async (who: Person) => ask(who, "chooseHourly", { body: { allowed: true } });
  expect((await choose("anna")).json()).toMatchObject({ hourly: true });
  // Another stay of the same time is somebody's too, who has not chosen.
  expect(await bars("anna")).toMatchObject({ bucket: "day" });
  await choose("open");
  expect(await bars("anna")).toMatchObject({ bucket: "hour" });
  expect(await bars("manager")).toMatchObject({ bucket: "day", hoursHidden: "stay" });
  await ask("anna", "chooseHourly", { body: { allowed: false } });
  expect(await bars("anna")).toMatchObject({ bucket: "day", hoursHidden: "not-chosen" });
});

test("a channel beside his own is answered to a tenant like one that is not there", async () => {
  const query = { bucket: "day", from: "2026-04-01T00:00:00Z", to: "2026-05-01T00:00:00Z" };
  for (const channelNo of [2, 17]) {
    const answer = await ask("anna", "gatewaySeries", { query, params: { gatewayId, channelNo } });
    expect(answer.statusCode).toBe(404);
  }
});

test("one account has so many figures drawn in a minute, and nobody else waits for it", async () => {
  const { clock } = rig;
  await clock.advanceTo(clock.nowMs() + 60_000);
  // A gateway that is not his costs a turn too, and little besides.
  const params = { gatewayId: 4711 };
  for (let files = 0; files < 75; files++) await ask("dora", "gatewayPdf", { params });
  const refused = await ask("dora", "gatewayCounters");
  expect(refused.json()).toMatchObject({ status: 429, code: "TOO_MANY_REQUESTS" });
  expect(refused.headers["retry-after"]).toBe("60");
  expect((await ask("dora", "me")).statusCode).toBe(200);
  expect((await ask("emil", "gatewayCounters")).statusCode).toBe(200);
  await clock.advanceTo(clock.nowMs() + 60_000);
  expect((await ask("dora", "gatewayCounters")).statusCode).toBe(200);
});

test("whoever ends a tenant's stay earlier is not shown the hours that were private", async () => {
  const toMs = changeMs - 10 * HOUR_MS;
  const query = { bucket: "hour", from: toUtcString(toMs - 48 * HOUR_MS), to: toUtcString(toMs) };
  const bars = async () => (await ask("manager", "gatewaySeries", { query })).json<Series>();
  await rig.context.database.as({ kind: "job" }, async (tx) => {
    await tx.query("DELETE FROM stay WHERE account_id = $1", [accounts.get("open")]);
    await tx.query("UPDATE account SET password_hash = 'set'");
  });
  const { stays } = (await ask("manager", "stays")).json<StayList>();
  const [anna] = stays.filter(({ email }) => email === "anna@example.org");
  if (anna === undefined) throw new Error("anna has a stay");
  // What was lived once stays private, however often the end is typed over.
  for (const seconds of [1, 2]) {
    const params = { gatewayId, stayId: anna.stayId };
    const body = { to: toUtcString(Date.parse(anna.from) + seconds * 1000) };
    expect((await ask("manager", "changeStay", { params, body })).statusCode).toBe(200);
    expect(await bars()).toMatchObject({ bucket: "day", hoursHidden: "stay" });
  }
});
