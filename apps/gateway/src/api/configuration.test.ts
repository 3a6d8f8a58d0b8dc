import {
  type configurationOperations,
  type Operation,
  operations,
  SECRET_KEPT,
} from "@mega/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiRig, makeApiRig } from "./testing/api-rig.ts";

const canary = "canary-token-0451";
const config = `
version: 1
building: { name: Hollestraat 1 }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01" }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
mqtt:
  embedded: {}
  brokers: [{ id: home, url: "mqtt://10.0.0.5:1883", password: ${canary} }]
meters:
  - { id: flat, profile: eastron-sdm630, bus: main, address: 1 }
  - { id: cold, profile: mqtt-water, mqtt: { mac: "020000000003", token: ${canary} } }
channels:
  - { no: 1, name: Flat one, meter: flat }
  - { no: 2, name: Cold water, meter: cold }
`;

let rig: ApiRig;
beforeEach(async () => {
  rig = await makeApiRig(config, Date.UTC(2026, 4, 2, 8));
});
afterEach(() => rig.close());

interface Document {
  building: { name: string };
  mqtt: { brokers: { id: string; url: string; password?: string }[] };
  meters: { id: string; address?: number; mqtt?: { token?: string } }[];
  channels: { no: number; name: string; meter?: string }[];
  [key: string]: unknown;
}

const document = async () => (await rig.get("/configuration")).json().configuration as Document;
const put = (body: object, revision: number | string = 1) =>
  rig.ask("PUT", "/configuration", body, { "if-match": `"${revision}"` });
const check = async (body: object) => (await rig.post("/configuration/check", body)).json();

test.each<[keyof typeof configurationOperations, () => Promise<{ json: () => unknown }>]>([
  ["configuration", () => rig.get("/configuration")],
  ["saveConfiguration", async () => put({ ...(await document()), building: { name: "New" } })],
  ["checkConfiguration", async () => rig.post("/configuration/check", {})],
  ["configurationRevisions", () => rig.get("/configuration/revisions")],
  ["configurationRevision", () => rig.get("/configuration/revisions/1")],
  [
    "restoreRevision",
    () => rig.ask("POST", "/configuration/revisions/1/restore", {}, { "if-match": '"1"' }),
  ],
])("%s answers as the contract says", async (name, ask) => {
  const { answer: schema }: Operation = operations[name];
  const isAnswer = new Ajv2020().compile(schema ?? {});
  const answer = (await ask()).json();
  expect(isAnswer(answer), JSON.stringify([isAnswer.errors, answer])).toBe(true);
});

test("what is in force comes without its secrets, and says where they are", async () => {
  const answer = await rig.get("/configuration");
  expect(answer.headers["etag"]).toBe('"1"');
  expect(answer.json()).toMatchObject({ revision: 1, savedBy: "anna", cause: "page" });
  expect(answer.json().secretsSet).toEqual(["/mqtt/brokers/0/password", "/meters/1/mqtt/token"]);
  expect((await document()).mqtt.brokers[0]?.password).toBe(SECRET_KEPT);
});

test("a save is a revision with one audit entry of what differs", async () => {
  const changed = await document();
  changed.building.name = "Hollestraat 2";
  changed.channels.push({ no: 3, name: "Flat one trip", meter: "flat" });
  const answer = await put(changed);
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.headers["etag"]).toBe('"2"');
  const changes = [
    { place: "/building/name", before: "Hollestraat 1", after: "Hollestraat 2" },
    {
      place: "/channels[no=3]",
      before: null,
      after: { no: 3, name: "Flat one trip", meter: "flat" },
    },
  ];
  expect(answer.json()).toMatchObject({ revision: 2, savedBy: "machine", changes });
  expect(rig.context.audit.list(100, 1)).toMatchObject([
    { actor: "machine", action: "configuration-saved", object: "configuration:2" },
  ]);
  expect(rig.context.audit.list(100, 1)[0]?.details["changes"]).toEqual(changes);
  expect(rig.context.audit.list(100, 10)).toHaveLength(1);
});

test("saving what is in force already makes no revision", async () => {
  expect((await put(await document())).json()).toMatchObject({ revision: 1, changes: [] });
});

test("a secret that was kept stays, one that was typed replaces it, one left out goes", async () => {
  const changed = await document();
  const [broker] = changed.mqtt.brokers;
  const meter = changed.meters[1];
  if (broker === undefined || meter?.mqtt === undefined) throw new Error("not in the file");
  meter.mqtt.token = "another-canary-1";
  const answer = await put(changed);
  expect(answer.json().changes).toEqual([
    { place: "/meters[id=cold]/mqtt/token", before: SECRET_KEPT, after: "(new secret)" },
  ]);
  const secrets = () => rig.context.desk.known().stored;
  expect(secrets().get("/mqtt/brokers[id=home]/password")).toBe(canary);
  expect(secrets().get("/meters[id=cold]/mqtt/token")).toBe("another-canary-1");
  delete broker.password;
  meter.mqtt.token = SECRET_KEPT;
  expect((await put(changed, 2)).statusCode).toBe(200);
  expect([...secrets().keys()]).toEqual(["/meters[id=cold]/mqtt/token"]);
});

test("a password is not sent to another server because somebody changed the address", async () => {
  const changed = await document();
  const [broker] = changed.mqtt.brokers;
  if (broker !== undefined) broker.url = "mqtt://10.6.6.6:1883";
  const { faults } = await check(changed);
  expect(faults).toMatchObject([{ pointer: "/mqtt/brokers/0/password", code: "secret-missing" }]);
});

test("every fault has its place in the document, its word and what goes with it", async () => {
  const changed = await document();
  changed.channels.push({ no: 2, name: "Doubled" }, { no: 17, name: "Too many", meter: "gone" });
  expect((await check(changed)).faults).toMatchObject([
    { pointer: "/channels/2/no", code: "doubled", params: { other: "/channels/1" } },
    { pointer: "/channels/3/no", code: "beyond-model", params: { max: 16, model: "MEGA16" } },
    {
      pointer: "/channels/3/meter",
      code: "unknown-name",
      params: { what: "meter", known: ["flat", "cold"] },
    },
  ]);
  const withProfile = await document();
  const meters = [{ id: "flat", profile: "sdm360", bus: "main", address: 1 }];
  Object.assign(withProfile, { meters, channels: [{ no: 1, name: "Flat one", meter: "flat" }] });
  expect((await check(withProfile)).faults).toMatchObject([
    { pointer: "/meters/0/profile", code: "profile-unknown" },
  ]);
});

test("a faulty document is refused as a whole, and nothing is changed", async () => {
  const changed = await document();
  changed.building.name = "Changed";
  changed.channels[0] = { no: 0, name: "x" };
  const answer = await put(changed);
  expect(answer.statusCode).toBe(422);
  expect(answer.json()).toMatchObject({
    code: "CONFIG_INVALID",
    errors: [
      { pointer: "/channels/0/no", code: "whole", params: { min: 1, max: 128 } },
      { pointer: "/channels/0/name", code: "length", params: { min: 4, max: 31 } },
    ],
  });
  expect((await document()).building.name).toBe("Hollestraat 1");
});

test("who saves on an older revision is told who changed what, and when", async () => {
  const mine = await document();
  const theirs = await document();
  theirs.building.name = "Theirs";
  await put(theirs);
  mine.building.name = "Mine";
  const answer = await put(mine, 1);
  expect(answer.statusCode).toBe(412);
  expect(answer.json()).toMatchObject({
    code: "CHANGED_MEANWHILE",
    errors: [
      {
        pointer: "/building/name",
        code: "changed-meanwhile",
        params: { by: "machine", at: "2026-05-02T08:00:00.000Z", revision: 2 },
      },
    ],
  });
  expect((await document()).building.name).toBe("Theirs");
});

test.each([
  [{}, "required"],
  [{ "if-match": "*" }, "format"],
])("without the tag of what was read nothing is saved", async (heads, code) => {
  const answer = await rig.ask("PUT", "/configuration", await document(), heads);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors).toMatchObject([{ pointer: "/header/if-match", code }]);
});

test("an older revision can be put back, with the secrets that are stored", async () => {
  const changed = await document();
  changed.building.name = "Changed";
  await put(changed);
  const heads = { "if-match": '"2"' };
  const answer = await rig.ask("POST", "/configuration/revisions/1/restore", {}, heads);
  expect(answer.json()).toMatchObject({ revision: 3, cause: "restore" });
  expect((await document()).building.name).toBe("Hollestraat 1");
  const { revisions } = (await rig.get("/configuration/revisions")).json();
  expect(revisions.map(({ revision }: { revision: number }) => revision)).toEqual([3, 2, 1]);
  expect((await rig.get("/configuration/revisions/9")).statusCode).toBe(404);
});

test("a key that every object has by birth is a key like others", async () => {
  const answer = await check({ toString: {}, constructor: 1 });
  const { answer: schema }: Operation = operations.checkConfiguration;
  expect(new Ajv2020().compile(schema ?? {})(answer)).toBe(true);
  expect(answer.changes).toContainEqual({ place: "/toString", before: null, after: {} });
});

test("a document larger than other requests may be is taken, one above 1 MB is not", async () => {
  const changed = await document();
  const answer = await put({ ...changed, note: "x".repeat(200_000) });
  expect(answer.json().errors).toMatchObject([{ code: "unknown-key" }]);
  expect((await put({ ...changed, note: "x".repeat(1_100_000) })).statusCode).toBe(413);
  expect((await rig.post("/rounds", { note: "x".repeat(200_000) })).statusCode).toBe(413);
});

test("no answer, revision or audit entry holds a secret", async () => {
  const changed = await document();
  changed.building.name = "Changed";
  const [broker] = changed.mqtt.brokers;
  if (broker !== undefined) broker.password = `${canary}-new`;
  const seen = [
    (await put(changed)).body,
    (await put({ ...changed, version: 2 }, 2)).body,
    JSON.stringify(await check({ ...changed, gateway: canary.length })),
    ...["", "/revisions", "/revisions/1", "/revisions/2"].map(
      async (path) => (await rig.get(`/configuration${path}`)).body,
    ),
    JSON.stringify(rig.context.audit.list(100, 100)),
    JSON.stringify(rig.context.database.db.prepare("SELECT * FROM configuration").all()),
  ];
  const text = (await Promise.all(seen)).join("\n");
  expect(text).toContain("Changed");
  expect(text).not.toContain("canary");
});
