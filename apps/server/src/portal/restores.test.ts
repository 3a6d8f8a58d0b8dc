// A manager and the box that asks for his gateway's place, by the portal's interface.

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  BuildingList,
  PortalAuditPage,
  PortalGatewayList,
  PortalOperationName,
} from "@mega/contract";
import { configurationHash } from "@mega/uplink";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { putConfiguration } from "../backup/configuration-versions.ts";
import { askRestore } from "../restore/ask-restore.ts";
import { RestoreTries } from "../restore/restore-tries.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { makePortalRig, type PortalAsked, type PortalRig } from "./testing/portal-rig.ts";
import { type OwnersView, ownersView, type PersonOfTwo, people } from "./testing/two-buildings.ts";

const proof = "ab".repeat(32);
const oldMac = "02:00:00:00:0a:01";
const newMac = "02:00:00:00:0d:01";
const params = { gatewayId: 1 };
const folder = mkdtempSync(join(tmpdir(), "mega-portal-restores-"));
let postgres: TestPostgres;
let rig: PortalRig;
let owner: OwnersView;

beforeAll(async () => {
  postgres = await startTestPostgres();
  rig = await makePortalRig(postgres, folder);
  owner = await ownersView(rig.url);
});
afterAll(async () => {
  await owner.close();
  await rig.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const sha256 = (of: string | Buffer) => createHash("sha256").update(of).digest("hex");

beforeEach(async () => {
  await owner.seed();
  const document = "{}";
  const put = {
    ...{ document, secrets: null, parent: null, sha256: configurationHash(document, null) },
    proofSha256: sha256(Buffer.from(proof, "hex")),
  };
  const by = { gatewayId: 1, generation: 1 };
  await rig.context.database.as({ kind: "gateway", gatewayId: 1 }, (tx) =>
    putConfiguration(tx, by, put, rig.clock.nowMs()),
  );
});

/** A box asks; the code that it shows. */
async function shownCode(): Promise<string> {
  const { clock, database } = rig.context;
  const ports = { clock, database, tries: new RestoreTries(clock) };
  const boxes = { oldMac, newMac, model: "MEGA32" } as const;
  const request = { ...boxes, proof, secretSha256: sha256("a secret of its own") };
  return (await askRestore(ports, request, "192.0.2.1")).code;
}

async function as(person: PersonOfTwo, name: PortalOperationName, asked: PortalAsked = {}) {
  return rig.ask(name, { ...asked, headers: await rig.loggedIn(people[person]) });
}
const confirm = (person: PersonOfTwo, code: string, gatewayId = 1) =>
  as(person, "confirmRestore", { params: { gatewayId }, body: { code } });
const codeIn = (answer: { json(): { readonly code: string } }) => answer.json().code;

test("managers are told of boxes that wait and of a change that can be taken back, others not", async () => {
  const gateways = async (person: PersonOfTwo) => {
    const answer = await as(person, "gateways", { params: { buildingId: 1 } });
    return answer.json<PortalGatewayList>().gateways[0];
  };
  const buildings = async (person: PersonOfTwo) =>
    (await as(person, "buildings")).json<BuildingList>().buildings[0]?.waitingRestores;
  const code = await shownCode();
  expect(await gateways("managerA")).toMatchObject({
    restores: [{ newMac, newModel: "MEGA32" }],
    undoable: null,
  });
  expect(await gateways("installer")).toMatchObject({ restores: [], undoable: null });
  expect(await gateways("operator")).toMatchObject({ restores: [], undoable: null });
  expect(await buildings("managerA")).toBe(1);
  expect(await buildings("installer")).toBe(0);
  expect(await buildings("operator")).toBe(0);
  await confirm("managerA", code);
  expect(await gateways("managerA")).toMatchObject({
    restores: [],
    undoable: { oldMac, newMac, by: "code" },
  });
  await owner.run("UPDATE ledger SET sender_generation = 2 WHERE gateway_id = 1");
  expect(await gateways("managerA")).toMatchObject({ undoable: null });
  expect(await buildings("managerA")).toBe(0);
});

test("the manager gives the place by the code, and takes it back within the day", async () => {
  const code = await shownCode();
  const typed = `${code.slice(0, 4).toLowerCase()} ${code.slice(4)}`;
  const changed = (await confirm("managerA", typed)).json<PortalGatewayList>();
  expect(changed.gateways).toMatchObject([{ gatewayId: 1, mac: newMac, generation: 2 }]);
  expect(codeIn(await confirm("managerA", code))).toBe("PROOF_REFUSED");
  const undone = (await as("managerA", "undoRestore", { params })).json<PortalGatewayList>();
  expect(undone.gateways).toMatchObject([{ gatewayId: 1, mac: oldMac, generation: 1 }]);
  const audit = await as("managerA", "buildingAudit", { params: { buildingId: 1 } });
  const actions = audit.json<PortalAuditPage>().entries.map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(["restore-granted", "restore-undone"]));
});

test("a box that is turned down gets the place by no code", async () => {
  const code = await shownCode();
  expect((await as("managerA", "refuseRestores", { params })).statusCode).toBe(200);
  expect(codeIn(await confirm("managerA", code))).toBe("PROOF_REFUSED");
  expect(await owner.run("SELECT mac FROM gateway WHERE gateway_id = 1")).toEqual([
    { mac: oldMac },
  ]);
});

test("the right code is good for its own gateway and its own manager", async () => {
  const code = await shownCode();
  await owner.run("INSERT INTO building_right VALUES (2, 2, 'manager')");
  expect((await confirm("managerA", code, 2)).json()).toMatchObject({
    code: "PROOF_REFUSED",
    errors: [{ pointer: "/code", code: "no-such-box" }],
  });
  expect(codeIn(await confirm("managerB", code, 2))).toBe("PROOF_REFUSED");
  expect(codeIn(await confirm("managerB", code))).toBe("NOT_FOUND");
  expect(codeIn(await confirm("operator", code))).toBe("FORBIDDEN");
  expect((await confirm("managerA", code)).statusCode).toBe(200);
});

test("whoever guesses codes waits an hour, and nobody else does", async () => {
  const code = await shownCode();
  for (let count = 0; count < 10; count += 1) {
    expect(codeIn(await confirm("managerA", "00000000"))).toBe("PROOF_REFUSED");
  }
  expect(codeIn(await confirm("managerA", code))).toBe("TOO_MANY_ATTEMPTS");
  await owner.run("INSERT INTO building_right VALUES (1, 3, 'manager')");
  expect((await confirm("managerB", code)).statusCode).toBe(200);
});
