import { type ConfigurationPut, configurationHash } from "@mega/uplink";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServerDatabase } from "../database/server-database.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { addTestGateway } from "../testing/test-fleet.ts";
import {
  configurationVersion,
  configurationVersions,
  newestConfiguration,
  putConfiguration,
} from "./configuration-versions.ts";

const nowMs = Date.UTC(2026, 4, 1);
let postgres: TestPostgres;
let database: ServerDatabase;
let gateways = 0;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

function contentOf(no: number, parent: string | null): ConfigurationPut {
  const document = JSON.stringify({ name: `revision ${no} é`, filler: "x".repeat(3000) });
  const secrets = Buffer.from(`sealed ${no}`);
  const sha256 = configurationHash(document, secrets);
  return {
    document,
    secrets: secrets.toString("base64"),
    proofSha256: "ab".repeat(32),
    sha256,
    parent,
  };
}

async function gateway() {
  gateways += 1;
  const { gatewayId } = await addTestGateway(database, gateways, nowMs);
  const as = { kind: "gateway", gatewayId } as const;
  const sender = { gatewayId, generation: 1 };
  return {
    gatewayId,
    put: (content: ConfigurationPut) =>
      database.as(as, (tx) => putConfiguration(tx, sender, content, nowMs)),
    newest: () => database.as(as, (tx) => newestConfiguration(tx, gatewayId)),
    versions: () => database.as(as, (tx) => configurationVersions(tx, gatewayId)),
    version: (no: number) => database.as(as, (tx) => configurationVersion(tx, gatewayId, no)),
  };
}

test("a new content is a version, the newest content once more is none, and it comes back as it went", async () => {
  const { put, newest } = await gateway();
  expect(await newest()).toBe(null);
  const first = contentOf(1, null);
  expect(await put(first)).toMatchObject({ kind: "saved", head: { version: 1, parent: null } });
  expect(await put(first)).toMatchObject({ kind: "unchanged", head: { version: 1 } });
  // The answer was lost: the same content from another parent is the same content.
  expect(await put({ ...first, parent: "cd".repeat(32) })).toMatchObject({ kind: "unchanged" });
  const second = contentOf(2, first.sha256);
  expect(await put(second)).toMatchObject({ kind: "saved", head: { version: 2 } });
  expect(await newest()).toMatchObject({ document: second.document, secrets: second.secrets });
});

test("what was not made from the newest is refused with it, and overwrites nothing", async () => {
  const { put, newest, versions } = await gateway();
  const first = contentOf(1, null);
  await put(first);
  for (const parent of [null, "cd".repeat(32)]) {
    expect(await put(contentOf(2, parent))).toMatchObject({
      kind: "moved",
      head: { version: 1, sha256: first.sha256 },
    });
  }
  expect(await newest()).toMatchObject({ document: first.document });
  expect(await versions()).toHaveLength(1);
});

test("a content that comes back is a version again, and is stored once", async () => {
  const { put, versions, gatewayId } = await gateway();
  const [one, two] = [contentOf(1, null), contentOf(2, contentOf(1, null).sha256)];
  await put(one);
  await put(two);
  expect(await put({ ...one, parent: two.sha256 })).toMatchObject({ kind: "saved" });
  expect((await versions()).map(({ version }) => version)).toEqual([3, 2, 1]);
  const rows = await database.as({ kind: "job" }, (tx) =>
    tx.query("SELECT length(document) AS bytes FROM configuration_content WHERE gateway_id = $1", [
      gatewayId,
    ]),
  );
  expect(rows).toHaveLength(2);
  expect(Number(rows[0]?.["bytes"])).toBeLessThan(200);
});

test("a content that is not what its hash says is refused", async () => {
  const { put, newest } = await gateway();
  const content = contentOf(1, null);
  expect(await put({ ...content, document: `${content.document} ` })).toMatchObject({
    kind: "altered",
  });
  expect(await put({ ...content, secrets: null })).toMatchObject({ kind: "altered" });
  expect(await newest()).toBe(null);
});

test("the newest 200 are kept, with their contents and no others", async () => {
  const { put, versions, version, gatewayId } = await gateway();
  let parent: string | null = null;
  for (let no = 1; no <= 203; no++) {
    const content = contentOf(no, parent);
    expect(await put(content)).toMatchObject({ kind: "saved" });
    parent = content.sha256;
  }
  const kept = await versions();
  expect([kept.length, kept[0]?.version, kept.at(-1)?.version]).toEqual([200, 203, 4]);
  expect(await version(3)).toBe(null);
  expect(await version(4)).toMatchObject({ document: contentOf(4, null).document });
  const [row] = await database.as({ kind: "job" }, (tx) =>
    tx.query("SELECT count(*) AS n FROM configuration_content WHERE gateway_id = $1", [gatewayId]),
  );
  expect(row?.["n"]).toBe(200);
});

test("two at once make one version: the other one is refused", async () => {
  const { put, versions } = await gateway();
  const outcomes = await Promise.all([1, 2, 3, 4].map((no) => put(contentOf(no, null))));
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["moved", "moved", "moved", "saved"]);
  expect(await versions()).toHaveLength(1);
});

test("another gateway sees and touches nothing of it, also without the code's own condition", async () => {
  const one = await gateway();
  const other = await gateway();
  await one.put(contentOf(1, null));
  const as = { kind: "gateway", gatewayId: other.gatewayId } as const;
  expect(await database.as(as, (tx) => newestConfiguration(tx, one.gatewayId))).toBe(null);
  for (const table of ["configuration_version", "configuration_content"]) {
    expect(await database.as(as, (tx) => tx.query(`SELECT 1 FROM ${table}`))).toEqual([]);
    await database.as(as, (tx) => tx.query(`DELETE FROM ${table}`));
  }
  expect(await one.newest()).not.toBe(null);
  const sender = { gatewayId: one.gatewayId, generation: 1 };
  await expect(
    database.as(as, (tx) => putConfiguration(tx, sender, contentOf(9, null), nowMs)),
  ).rejects.toThrow(/row-level security/);
});
