// A tenant takes his choice of hours back: what was kept because of it is nowhere in the database any
// more, and every figure that somebody has a right to is as it was.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CountersTable, PortalOperationName, Series } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  changeMs,
  firstMs,
  lastMs,
  type TenantsBuilding,
  tenants,
  tenantsBuilding,
} from "../../apps/gateway/src/access/limits/testing/tenants-building.ts";
import { freezeMonth, warmMonths } from "../../apps/server/src/cold/freeze-months.ts";
import { makePortalRig, type PortalRig } from "../../apps/server/src/portal/testing/portal-rig.ts";
import { purgeDue } from "../../apps/server/src/purge/purge-job.ts";
import { mirrorReader } from "../../apps/server/src/readings/mirror-reader.ts";
import { rebuildReadings } from "../../apps/server/src/readings/rebuild-readings.ts";
import {
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";
import { handOverBuilding } from "./hand-over.ts";
import { addAccount, giveRole, giveStay } from "./people-rows.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
type Person = "anna" | "bert" | "manager";
const people: readonly Person[] = ["anna", "bert", "manager"];

let postgres: TestPostgres;
let building: TenantsBuilding;
let rig: PortalRig;
let gatewayId: number;
let sourceNo: number;
const accounts = new Map<Person, number>();

const run = (sql: string, values: readonly unknown[] = []) =>
  rig.context.database.as({ kind: "job" }, (tx) => tx.query(sql, values));

beforeAll(async () => {
  building = await tenantsBuilding();
  postgres = await startTestPostgres();
  const startMs = building.rig.clock.nowMs();
  rig = await makePortalRig(postgres, mkdtempSync(join(tmpdir(), "mega-purge-")), { startMs });
  const { database } = rig.context;
  gatewayId = await handOverBuilding(database, building.rig);
  await database.as({ kind: "job" }, async (tx) => {
    for (const at of people) accounts.set(at, await addAccount(tx, { at }));
    await giveRole(tx, accounts.get("manager") ?? 0, gatewayId);
    for (const name of ["anna", "bert"] as const) {
      for (const stay of tenants[name]) {
        await giveStay(tx, accounts.get(name) ?? 0, { gatewayId, ...stay });
      }
    }
  });
  const view = await mirrorReader(database, gatewayId).state();
  sourceNo = view?.bindings.get(1)?.[0]?.counter1 ?? 0;
}, 120_000);
afterAll(async () => {
  await rig.close();
  await postgres.stop();
  await building.rig.close();
});

async function ask(who: Person, name: PortalOperationName, more: object = {}) {
  const headers = await rig.loggedIn(accounts.get(who) ?? 0);
  return rig.ask(name, { headers, params: { gatewayId, channelNo: 1 }, ...more });
}

const choose = (who: Person, allowed: boolean) => ask(who, "chooseHourly", { body: { allowed } });

async function bars(who: Person, bucket: "hour" | "day", fromMs: number, toMs: number) {
  const query = { bucket, from: toUtcString(fromMs), to: toUtcString(toMs) };
  return (await ask(who, "gatewaySeries", { query })).json<Series>();
}

/** Everything that is shown of the channel, but for the hours of the person himself. */
async function shown() {
  const tables = [];
  for (const who of people) tables.push((await ask(who, "gatewayCounters")).json<CountersTable>());
  const days = [];
  for (let fromMs = firstMs - DAY_MS; fromMs < lastMs; fromMs += 30 * DAY_MS) {
    for (const who of people) days.push(await bars(who, "day", fromMs, fromMs + 30 * DAY_MS));
  }
  return { tables, days };
}

/** Bert's hours begin in the month in which Anna's end. */
const bertsHours = () => bars("bert", "hour", changeMs, changeMs + 5 * DAY_MS);

const purge = () =>
  purgeDue({
    ...rig.context,
    onFailure: (cause) => {
      throw cause;
    },
  });

/** What can be read of the meter between two instants. */
const readable = (fromMs: number, toMs: number) =>
  mirrorReader(rig.context.database, gatewayId).readingsBetween(sourceNo, fromMs, toMs, 10_000);

/** Every number that stands in the tables of readings. */
async function numbersKept(): Promise<ReadonlySet<string>> {
  const tables = ["reading", "kept_count"].map((name) =>
    run(`SELECT t::text AS row FROM ${name} t`),
  );
  const text = (await Promise.all(tables)).flat().map(({ row }) => String(row));
  return new Set(
    text
      .join(" ")
      .replaceAll(/\\x[0-9a-f]*/g, "")
      .match(/\d+/g),
  );
}

let dropped: readonly number[];

test("the hours of a tenant who takes his choice back are gone, and no figure changes", async () => {
  await choose("anna", true);
  await choose("bert", true);
  const before = await shown();
  const hours = await bertsHours();
  expect(hours.bucket).toBe("hour");
  const known = await readable(firstMs - HOUR_MS, changeMs);
  expect(known.length).toBeGreaterThan(200);
  expect(await purge()).toBe(0);

  await choose("anna", false);
  expect(await purge()).toBe(1);
  const left = await readable(firstMs - HOUR_MS, changeMs);
  dropped = known.flatMap(({ count }, at) => (left[at]?.count === null ? (count ?? []) : []));
  // Of four readings a day the one next to midnight stays, and the stay's ends.
  expect(dropped.length).toBeGreaterThan(150);
  const kept = await numbersKept();
  expect(dropped.filter((count) => kept.has(String(count)))).toEqual([]);
  expect(await shown()).toEqual(before);
  expect(await bertsHours()).toEqual(hours);
  const keys = await run(
    `SELECT month_no, key IS NULL AS gone FROM month_key WHERE gateway_id = $1 AND source_no = $2
       ORDER BY month_no`,
    [gatewayId, sourceNo],
  );
  expect(keys.map(({ gone }) => gone)).toEqual([true, true, true, false, false]);
});

test("no key is left that opens them: what is derived anew, or packed, is the same", async () => {
  const before = await shown();
  const hours = await bertsHours();
  await rebuildReadings(rig.context.database, gatewayId);
  const kept = await numbersKept();
  expect(dropped.filter((count) => kept.has(String(count)))).toEqual([]);
  expect(await shown()).toEqual(before);
  const laterMs = Date.UTC(2026, 11, 1);
  for (const month of await warmMonths(rig.context.database, laterMs, 100)) {
    await freezeMonth(rig.context.database, month);
  }
  expect(await shown()).toEqual(before);
  expect(await bertsHours()).toEqual(hours);
});

test("the audit tells what went and when", async () => {
  const lines = await run(
    "SELECT action, account_id, after FROM audit WHERE action LIKE 'hours-%' ORDER BY audit_id",
  );
  const anna = accounts.get("anna");
  expect(lines.filter(({ account_id: id }) => id === anna).map(({ action }) => action)).toEqual([
    "hours-chosen",
    "hours-withdrawn",
    ...["hours-purged", "hours-purged", "hours-purged"],
  ]);
  const gone = lines.reduce((sum, { after }) => {
    const { counts = 0 } = after as { readonly counts?: number };
    return sum + counts;
  }, 0);
  expect(gone).toBe(dropped.length);
});

test("a month that is in use waits until it is over, and stays where it is chosen again", async () => {
  const before = await shown();
  await choose("bert", false);
  await purge();
  expect(await shown()).toEqual(before);
  const may = await readable(Date.UTC(2026, 4, 2), lastMs);
  expect(may.filter(({ count }) => count === null)).toEqual([]);
  const waiting = await run("SELECT account_id FROM hours_withdrawal");
  expect(waiting).toEqual([{ account_id: accounts.get("bert") }]);
  // Looked at again after some hours, and not before.
  expect(await purge()).toBe(0);
  await rig.clock.advanceBy(6 * HOUR_MS);
  expect(await purge()).toBe(1);
  await choose("bert", true);
  await rig.clock.advanceBy(6 * HOUR_MS);
  expect(await purge()).toBe(0);
});
