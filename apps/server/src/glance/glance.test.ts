// What is kept at a glance beside a real ledger's state, and what of it is shown to whom.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuildingList, PortalGatewayList } from "@mega/contract";
import { backupText, configurationHash } from "@mega/uplink";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backupRoutes } from "../backup/backup-routes.ts";
import { createHttpServer } from "../http/server.ts";
import { makePortalRig, type PortalRig } from "../portal/testing/portal-rig.ts";
import {
  credentials,
  type OwnersView,
  ownersView,
  type PersonOfTwo,
  people,
} from "../portal/testing/two-buildings.ts";
import { mirrored } from "../testing/mirrored-ledger.ts";
import { lifeLedger } from "../testing/sent-ledger.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { setupOfDocument } from "./gateway-setup.ts";
import { glanceColumns, glanceOf } from "./glance-rows.ts";

let postgres: TestPostgres;
let rig: PortalRig;
let owner: OwnersView;
beforeAll(async () => {
  postgres = await startTestPostgres();
  rig = await makePortalRig(postgres, mkdtempSync(join(tmpdir(), "mega-glance-")));
  owner = await ownersView(rig.url);
}, 60_000);
afterAll(async () => {
  await owner.close();
  await rig.close();
  await postgres.stop();
});

test.each([1, 2, 3, 4])("life %i: what is kept is what the folded ledger says", async (seed) => {
  const { database } = rig.context;
  const life = await lifeLedger(seed, 60);
  const gatewayId = await mirrored(database, life);
  const [row] = await database.as({ kind: "job" }, (tx) =>
    tx.query(`SELECT ${glanceColumns} FROM glance WHERE gateway_id = $1`, [gatewayId]),
  );
  const { bound, unanswered, waiting } = glanceOf(row ?? {});
  const { bindings, quarantines, standings } = life.host.snapshot();
  const open: Record<number, number> = {};
  for (const { sourceNo } of quarantines.values()) open[sourceNo] = (open[sourceNo] ?? 0) + 1;
  const kept = Object.fromEntries([...waiting].map(([sourceNo, { count }]) => [sourceNo, count]));
  expect(kept).toEqual(open);
  const failed = [...standings].filter(([, { lastOutcome }]) => {
    return lastOutcome?.status === "missing" || lastOutcome?.status === "rejected";
  });
  expect([...unanswered.keys()].sort()).toEqual(failed.map(([sourceNo]) => sourceNo).sort());
  const newest = [...bindings].map(([channelNo, all]) => [channelNo, all.at(-1)?.counter1]);
  expect([...bound].map(([channelNo, [one]]) => [channelNo, one])).toEqual(newest);
});

const as = async (who: PersonOfTwo, name: "buildings" | "gateways") =>
  rig.ask(name, { params: { buildingId: 1 }, headers: await rig.loggedIn(people[who]) });

test("manager and installer see channels with a problem; the operator sees that it uploaded", async () => {
  await owner.seed();
  for (const who of ["managerA", "installer"] as const) {
    const { buildings } = (await as(who, "buildings")).json<BuildingList>();
    expect(buildings[0]).toMatchObject({
      glance: {
        channels: 2,
        troubled: 1,
        named: [{ channelNo: 2, name: "Apt 2", trouble: { kind: "silent" } }],
        hours: `${"a".repeat(23)}p`,
        nextReportAt: "2026-05-03T06:00:00.000Z",
      },
    });
    const { gateways } = (await as(who, "gateways")).json<PortalGatewayList>();
    expect(gateways[0]?.glance?.channels).toHaveLength(2);
  }
  const operator = await as("operator", "buildings");
  expect(operator.json<BuildingList>().buildings.map(({ glance }) => glance)).toEqual([
    null,
    null,
    null,
  ]);
  expect(operator.body).not.toContain("Apt 2");
  expect((await as("operator", "gateways")).body).not.toContain("Apt 2");
});

test("the next report is the sooner one of the gateway's and the server's own", async () => {
  await owner.seed();
  await owner.run(
    `INSERT INTO report_schedule (gateway_id, building_id, schedule, set_by, set_at, last_due_at, next_look_at)
       VALUES (1, 1, '{"rhythm": "day", "at": "06:30"}', 2, now(), now(), now())`,
  );
  const { buildings } = (await as("managerA", "buildings")).json<BuildingList>();
  expect(buildings[0]?.glance?.nextReportAt).toBe("2026-05-03T04:30:00.000Z");
});

test("a configuration that comes changes what is said of channels and of the next report", async () => {
  await owner.seed();
  const document = backupText({
    configuration: {
      building: { name: "Alpha again" },
      gateway: { model: "MEGA32" },
      meters: [
        { id: "m1", profile: "eastron-sdm630" },
        { id: "m2", profile: "manual-water" },
      ],
      channels: [
        { no: 4, name: "Attic", meter: "m1" },
        { no: 5, name: "Well", meter: "m2" },
        { no: 6, name: "Empty" },
      ],
    },
    profiles: [],
  });
  expect(setupOfDocument(document)).toEqual({
    location: "Alpha again",
    timeZone: "Europe/Brussels",
    channels: [
      { channelNo: 4, name: "Attic", byPerson: false },
      { channelNo: 5, name: "Well", byPerson: true },
    ],
    report: { kind: "off" },
  });
  expect(setupOfDocument("{}")).toBeUndefined();
  const noWhere = document.replace('Alpha again"', 'Alpha again","timeZone":"Mars/Olympus"');
  expect(setupOfDocument(noWhere)).toBeUndefined();
  expect(setupOfDocument(noWhere.replace("Mars/Olympus", "Asia/Tokyo"))).toMatchObject({
    timeZone: "Asia/Tokyo",
  });
  const { context } = rig;
  const { log, counters } = context;
  const routes = [backupRoutes(context)];
  const app = await createHttpServer({ routes, log, counters, trustedProxies: [], tls: null });
  const sha256 = configurationHash(document, null);
  const answer = await app.inject({
    method: "PUT",
    url: "/v1/configuration",
    headers: { authorization: `Bearer ${credentials.gatewayA}` },
    payload: { document, secrets: null, proofSha256: null, sha256, parent: null },
  });
  await app.close();
  expect(answer.statusCode).toBe(201);
  const { gateways } = (await as("managerA", "gateways")).json<PortalGatewayList>();
  expect(gateways[0]?.glance).toMatchObject({
    location: "Alpha again",
    nextReportAt: null,
    channels: [
      { channelNo: 4, name: "Attic", trouble: { kind: "never", since: null } },
      { channelNo: 5, name: "Well", trouble: null },
    ],
  });
});
