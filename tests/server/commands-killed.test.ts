// A gateway that is killed at every place of carrying a command out, one life after the other: in the end
// it was carried out once, and the server knows.

import type { GatewaySettings, PortalCommand, Revision, RevisionList } from "@mega/contract";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";
import { CommandedBuilding, until } from "./commanded-building.ts";

let postgres: TestPostgres;
let building: CommandedBuilding;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  building = await CommandedBuilding.open(postgres);
});
afterEach(() => building.close());

test("killed behind the id, the act, the answer and the server's word, it does things once", async () => {
  await building.start();
  await building.show(1000);
  const { version } = await building.ask<GatewaySettings>("gatewaySettings");
  await building.gateway?.end("SIGKILL");

  const values = [
    { counterNo: 1, index: "1000.000" },
    { counterNo: 2, index: "0.000" },
  ];
  const index = { kind: "person", values };
  const period = await building.ask<PortalCommand>("giveChange", {
    kind: "new-period",
    request: { effectiveAt: null, index, confirmChannelNo: 1 },
  });
  for (const place of ["taken", "done", "noted"]) {
    await building.dieAt(place);
    const command = await building.command(period.commandId);
    expect(command?.state, place).toBe(place === "noted" ? "confirmed" : "delivered");
  }
  const change = { channels: [{ no: 1, name: "Flat 1" }] };
  const renamed = await building.ask<PortalCommand>("giveChange", {
    ...{ kind: "set-configuration", parentVersion: version, change },
  });
  // Its answer is on the disk with the save itself, and the server has it before the gateway knows.
  await building.dieAt("told");
  const before = await building.command(renamed.commandId);
  expect(before?.state).toBe("confirmed");

  const gateway = await building.start();
  const told = () => building.wire.told.filter((one) => one.commandId === renamed.commandId);
  await until(
    "told again",
    async () => told().map(({ status }) => status),
    (statuses) => statuses.length === 2 && !statuses.includes(0),
  );
  expect(told().map(({ status }) => status)).toEqual([200, 200]);
  const after = await building.command(renamed.commandId);
  expect(after).toEqual(before);
  expect(after?.answer).toMatchObject({ revision: expect.any(Number), entries: [] });
  const saved = await gateway.get<Revision>("/configuration");
  expect(saved.configuration["channels"]).toMatchObject([{ no: 1, name: "Flat 1" }]);
  const { revisions } = await gateway.get<RevisionList>("/configuration/revisions");
  expect(revisions.filter(({ cause }) => cause === "server").length).toBe(1);
  await gateway.end();

  const entries = await building.entries();
  const started = [...entries].filter(
    ([, { kind, actor }]) => kind === "TenancyStarted" && actor === `command-${period.commandId}`,
  );
  expect(started.length).toBe(1);
  const { answer } = await building.answered(period.commandId);
  expect(answer?.entries).toContain(started[0]?.[0]);
  const answers = await building.sql("SELECT FROM audit WHERE action = 'command-answered'");
  expect(answers.length).toBe(2);
}, 120_000);
