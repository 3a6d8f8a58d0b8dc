// What every operation answers to every tenant: no digit, name, serial number or log time of another
// channel or of another time may stand anywhere in it, whatever the file is packed in.

import {
  API_PREFIX,
  type ChannelDetail,
  type CountersTable,
  type OperationName,
  operations,
  access as rules,
  type Series,
} from "@mega/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readable } from "./testing/readable-bytes.ts";
import {
  changeMs,
  handoverMs,
  type Planted,
  type TenantName,
  type TenantsBuilding,
  tenants,
  tenantsBuilding,
} from "./testing/tenants-building.ts";

const names = Object.keys(operations) as OperationName[];
const tenantNames = Object.keys(tenants) as TenantName[];
const channelNos = [1, 2, 3, 4, 5, 6];
const year = "from=2026-01-01T00:00:00Z&to=2026-06-01T00:00:00Z";

let building: TenantsBuilding;
beforeAll(async () => {
  building = await tenantsBuilding();
}, 120_000);
afterAll(() => building.rig.close());

const owned = (name: TenantName, { channelNo, atMs }: Planted) =>
  tenants[name].some(
    (stay) =>
      stay.channelNo === channelNo &&
      atMs >= stay.fromMs &&
      atMs <= (stay.toMs ?? Number.POSITIVE_INFINITY),
  );

/** Everything that must not be read by a tenant. */
function forbidden(name: TenantName): ReadonlySet<string> {
  const mine = new Set<string>();
  const found = new Set<string>();
  for (const planted of building.planted) {
    const digits = [planted.index, planted.index.replace(".", ""), planted.takenAt];
    for (const one of digits) (owned(name, planted) ? mine : found).add(one);
  }
  const words = ["one", "two", "three", "four", "five", "six"];
  for (const [at, word] of words.entries()) {
    const stay = tenants[name].find(({ channelNo }) => channelNo === at + 1);
    if (stay === undefined || stay.toMs !== null) found.add(`canary-${word}`);
    const meter = word === "six" ? "one" : word;
    if (stay === undefined) found.add(`SN-${meter}`);
    if (stay === undefined || stay.toMs !== null) found.add(`SN-${meter}-new`);
  }
  if (name === "anna" || name === "bert") found.delete("SN-one");
  // The new meter's number holds that of the old one.
  for (const other of ["owner", ...tenantNames]) {
    if (other !== name) found.add(`login-${other}`).add(`${other}@canary`);
  }
  for (const one of mine) found.delete(one);
  return found;
}

async function ask(name: TenantName | "owner", method: "GET" | "POST", path: string) {
  const { app } = building.rig;
  const headers = building.headers(name);
  const body = method === "GET" ? {} : { payload: {} };
  const remoteAddress = "192.168.0.7";
  return app.inject({ method, url: `${API_PREFIX}${path}`, remoteAddress, headers, ...body });
}

function leaks(name: TenantName, text: string): string[] {
  return [...forbidden(name)].filter((canary) => text.includes(canary));
}

/** The ways to ask an operation that tenants may call. */
function pathsOf(name: OperationName): readonly string[] {
  const { path } = operations[name];
  switch (name) {
    case "counters":
    case "exportJson":
      return [path, `${path}?months=2026-05,2026-03,2026-02,2026-01`];
    case "exportCsv":
      return ["rfc4180", "excel-be"].flatMap((dialect) =>
        ["long", "wide"].map((shape) => `${path}?dialect=${dialect}&shape=${shape}&language=de`),
      );
    case "exportXlsx":
    case "exportPdf":
      return [`${path}?language=fr`];
    case "channel":
      return channelNos.map((no) => path.replace(":channelNo", String(no)));
    case "series":
      return channelNos.flatMap((no) =>
        [`bucket=day&${year}`, `bucket=month&${year}&compare=previous`].map(
          (query) => `${path.replace(":channelNo", String(no))}?${query}`,
        ),
      );
    case "gateway":
    case "session":
      return [path];
    default:
      return [];
  }
}

const readings = names.filter((name) => pathsOf(name).length > 0);

describe.each(tenantNames)("%s", (tenant) => {
  test.each(readings)("is told by %s of nothing but his own", async (name) => {
    for (const path of pathsOf(name)) {
      const answer = await ask(tenant, "GET", path);
      expect([200, 400, 404], `${path}: ${answer.body}`).toContain(answer.statusCode);
      const text = readable(answer.headers, answer.rawPayload);
      expect(leaks(tenant, text), path).toEqual([]);
    }
  });

  test("is refused every operation that no tenant may call", async () => {
    for (const name of names.filter((one) => !rules[one].roles.includes("tenant"))) {
      const { method, path } = operations[name];
      const url = `${API_PREFIX}${path.replace(/:\w+/g, "1")}`;
      const headers = building.headers(tenant);
      const body = method === "GET" ? {} : { payload: {} };
      const answer = await building.rig.app.inject({
        method,
        url,
        remoteAddress: "192.168.0.7",
        headers,
        ...body,
      });
      expect(answer.statusCode, `${name} ${answer.body}`).toBe(403);
      expect(leaks(tenant, readable(answer.headers, answer.rawPayload)), name).toEqual([]);
    }
  });

  test("finds other channels as little as ones that the gateway does not have", async () => {
    const own = tenants[tenant].map(({ channelNo }) => channelNo);
    for (const channelNo of channelNos.filter((no) => !own.some((one) => one === no))) {
      for (const path of ["", `/series?bucket=day&${year}`]) {
        const answer = await ask(tenant, "GET", `/channels/${channelNo}${path}`);
        const absent = await ask(tenant, "GET", `/channels/17${path}`);
        expect(absent.statusCode).toBe(404);
        expect(answer.statusCode).toBe(404);
        expect(answer.body).toBe(absent.body.replaceAll(/\b17\b/g, String(channelNo)));
      }
      for (const path of ["/counters", "/export.csv", "/export.pdf"]) {
        const answer = await ask(tenant, "GET", `${path}?channels=${channelNo}`);
        const absent = await ask(tenant, "GET", `${path}?channels=17`);
        expect(answer.statusCode).toBe(400);
        expect(answer.body).toBe(absent.body.replaceAll(/\b17\b/g, String(channelNo)));
      }
    }
  });
});

const table = async (name: TenantName | "owner"): Promise<CountersTable> =>
  (await ask(name, "GET", "/counters")).json();
const cellOf = (of: CountersTable, channelNo: number, month: string) =>
  of.rows
    .find((row) => row.channelNo === channelNo)
    ?.counters[0]?.cells.find((cell) => cell.month === month);

test("the canaries are seen by the owner, so that the search for them finds", async () => {
  const text = readable({}, (await ask("owner", "GET", "/export.xlsx")).rawPayload);
  for (const name of tenantNames) expect(leaks(name, text).length, name).toBeGreaterThan(10);
  const pdf = readable({}, (await ask("owner", "GET", "/export.pdf")).rawPayload);
  for (const name of tenantNames) expect(leaks(name, pdf).length, name).toBeGreaterThan(10);
});

test("a former tenant sees his stay up to its closing index, and nothing of today", async () => {
  const anna = await table("anna");
  expect(anna.months.map(({ month }) => month)).toEqual(["2026-03", "2026-02", "2026-01"]);
  expect(anna.rows).toMatchObject([{ channelNo: 1, name: "", meter: null, state: "late" }]);
  const [opened] = (await table("owner")).rows[0]?.counters ?? [];
  const bert = await table("bert");
  // His closing index is the opening one of the next, and that of the ledger.
  const closing = cellOf(anna, 1, "2026-03")?.index;
  expect(closing).toBe(cellOf(bert, 1, "2026-03")?.opening);
  expect(closing).toBe(opened?.cells.find(({ month }) => month === "2026-03")?.opening);
  const detail: ChannelDetail = (await ask("anna", "GET", "/channels/1")).json();
  expect(detail.tenancies).toMatchObject([{ endedAt: new Date(changeMs).toISOString() }]);
  expect(detail.evidence).toEqual([]);
});

test("two tenants of a month share its consumption, each with his indexes", async () => {
  const [dora, emil] = [await table("dora"), await table("emil")];
  const [before, after] = [cellOf(dora, 4, "2026-04"), cellOf(emil, 4, "2026-04")];
  expect(before?.index).toBe(after?.opening);
  const whole = cellOf(await table("owner"), 4, "2026-04")?.consumption;
  const sum = Number(before?.consumption) + Number(after?.consumption);
  expect(sum.toFixed(3)).toBe(whole);
  expect(emil.rows[0]?.firstInit).toBe(new Date(handoverMs).toISOString());
  const exchanges = async (name: TenantName) =>
    (await ask(name, "GET", "/channels/4")).json<ChannelDetail>().exchanges.length;
  expect(await exchanges("dora")).toBe(0);
  expect(await exchanges("emil")).toBe(1);
});

test("totals are over what a tenant sees, and the file's name says which channels", async () => {
  const carl = await table("carl");
  expect(carl.rows.map(({ channelNo }) => channelNo)).toEqual([2, 3]);
  expect(carl.totals.map(({ channels }) => channels)).toEqual([[2, 3]]);
  const answer = await ask("carl", "GET", "/export.csv");
  expect(answer.headers["content-disposition"]).toContain("_ch2-ch3_");
  const info = (await ask("carl", "GET", "/gateway")).json();
  expect(info.counts).toEqual({ channels: 2, used: 2, meters: 2, buses: 0 });
});

test("values by the hour are seen by the tenant who chose them, and hidden at once", async () => {
  const path = `/channels/1/series?bucket=hour&from=2026-05-10T00:00:00Z&to=2026-05-11T00:00:00Z`;
  const bucketFor = async (name: TenantName | "owner") =>
    (await ask(name, "GET", path)).json<Series>().bucket;
  expect(await bucketFor("bert")).toBe("day");
  const choose = async (allowed: boolean) => {
    const { accounts } = building.rig.context.access;
    const accountId = accounts.findByName("login-bert")?.accountId ?? "";
    accounts.change(accountId, { hourly: allowed });
  };
  await choose(true);
  const seen = await ask("bert", "GET", path);
  expect(seen.json<Series>().bucket).toBe("hour");
  expect(leaks("bert", readable({}, seen.rawPayload))).toEqual([]);
  await choose(false);
  expect(await bucketFor("bert")).toBe("day");
  expect(await bucketFor("owner")).toBe("day");
});

test("bars of days outside of a stay are absent", async () => {
  const series: Series = (await ask("anna", "GET", `/channels/1/series?bucket=day&${year}`)).json();
  expect(series.bars.at(-1)?.from).toBe("2026-03-09T23:00:00.000Z");
  expect(series.bars.every(({ from }) => Date.parse(from) < changeMs)).toBe(true);
});

test("months outside of the stay are refused, and dropped beside others", async () => {
  expect((await ask("anna", "GET", "/counters?months=2026-05")).statusCode).toBe(400);
  const both = await ask("anna", "GET", "/counters?months=2026-05,2026-02");
  expect(both.json<CountersTable>().months.map(({ month }) => month)).toEqual(["2026-02"]);
});
