import { operations, Proposal, SECRET_KEPT } from "@mega/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiRig, makeApiRig } from "./testing/api-rig.ts";

const canary = "canary-token-0451";
const config = `
version: 1
building: { name: Hollestraat 1 }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01" }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
mqtt: { embedded: {} }
meters:
  - { id: flat, profile: eastron-sdm630, bus: main, address: 1 }
  - { id: cold, profile: mqtt-water, mqtt: { mac: "020000000003", token: ${canary} } }
channels:
  - { no: 1, name: Flat one, meter: flat, login: anna, errorMail: true }
  - { no: 2, name: Cold water, meter: cold }
`;
const passphrase = "a passphrase of my own";

let rig: ApiRig;
beforeEach(async () => {
  rig = await makeApiRig(config, Date.UTC(2026, 4, 2, 8));
});
afterEach(() => rig.close());

const isProposal = new Ajv2020().compile(Proposal);
async function propose(format: "yaml" | "rows", text: string): Promise<Proposal> {
  const answer = await rig.post("/configuration/import", { format, text });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(isProposal(answer.json()), JSON.stringify(isProposal.errors)).toBe(true);
  return answer.json();
}
const save = (proposal: Proposal) =>
  rig.ask("PUT", `/configuration?proposal=${proposal.proposal}`, proposal.configuration ?? {}, {
    "if-match": '"1"',
  });

test.each([
  [
    "export.yaml",
    operations.exportConfigurationYaml.mediaType,
    "hollestraat-1_configuration_r1_20260502-1000.yaml",
  ],
  [
    "export.csv",
    operations.exportConfigurationRows.mediaType,
    "hollestraat-1_configuration_r1_20260502-1000.csv",
  ],
])("%s is a file without secrets, named by building and revision", async (path, type, name) => {
  const answer = await rig.get(`/configuration/${path}`);
  expect(answer.headers["content-type"]).toContain(type);
  expect(answer.headers["content-disposition"]).toContain(`filename="${name}"`);
  expect(answer.body).toContain("Cold water");
  expect(answer.body).not.toContain("canary");
  expect(rig.context.audit.list(9, 1)).toMatchObject([{ action: "configuration-exported" }]);
});

test("rows have the heads of the language asked for", async () => {
  const answer = await rig.get("/configuration/export.csv?dialect=excel-be&language=nl");
  expect(answer.body.split("\r\n")[0]).toMatch(/^\uFEFFCH;Adres;Type;Eenheid;Naam;Melding;/);
  expect(answer.body.split("\r\n")[1]).toMatch(/^1;1;eastron-sdm630;;Flat one;x;anna;/);
});

test("an exported file read back proposes no change", async () => {
  const yaml = (await rig.get("/configuration/export.yaml")).body;
  expect(await propose("yaml", yaml)).toMatchObject({ faults: [], changes: [] });
  const rows = (await rig.get("/configuration/export.csv?dialect=excel-be&language=de")).body;
  expect(await propose("rows", rows)).toMatchObject({ faults: [], changes: [] });
});

test("an import changes nothing until it is saved, and its secrets come along unseen", async () => {
  const text = config.replace("Flat one", "Flat 1A").replace(canary, "another-canary-77");
  const proposal = await propose("yaml", text);
  expect(JSON.stringify(proposal)).not.toContain("canary");
  expect(proposal.changes).toEqual([
    { place: "/meters[id=cold]/mqtt/token", before: SECRET_KEPT, after: "(new secret)" },
    { place: "/channels[no=1]/name", before: "Flat one", after: "Flat 1A" },
  ]);
  expect((await rig.get("/configuration")).json().revision).toBe(1);
  const saved = await save(proposal);
  expect(saved.json()).toMatchObject({ revision: 2, cause: "import" });
  expect(rig.context.desk.known().stored.get("/meters[id=cold]/mqtt/token")).toBe(
    "another-canary-77",
  );
});

test("a proposal is good for a quarter of an hour", async () => {
  const proposal = await propose("yaml", config.replace(canary, "another-canary-77"));
  await rig.clock.advanceBy(16 * 60_000);
  const saved = await save(proposal);
  expect(saved.statusCode).toBe(400);
  expect(saved.json().errors).toMatchObject([{ pointer: "/query/proposal" }]);
});

test("faults of a file name its lines, and a broken file says where it is broken", async () => {
  const faulty = await propose("yaml", config.replace("address: 1", "address: 300"));
  expect(faulty.faults).toMatchObject([{ pointer: "/meters/0/address", line: 8, code: "whole" }]);
  const broken = await propose("yaml", config.replace("channels:", "channels: ["));
  expect(broken).toMatchObject({ configuration: null, proposal: null });
  expect(broken.faults).toMatchObject([{ code: "unreadable", line: expect.any(Number) }]);
  const rows = await propose("rows", "CH;Adresse;Type;Nom\n3;300;emm220;Flat 3\n4;5;emm221;Flat 4");
  expect(rows.faults).toMatchObject([{ pointer: "/meters/2/address", line: 2, code: "whole" }]);
});

test("a backup holds the secrets for its passphrase alone, on another gateway too", async () => {
  const file = (await rig.post("/configuration/backup", { passphrase })).body;
  expect(file).not.toContain("canary");
  const other = await makeApiRig(
    "version: 1\nbuilding: { name: MEGA }\ngateway: { model: MEGA32 }",
    Date.UTC(2026, 4, 3),
  );
  try {
    const read = await other.post("/configuration/restore", { file, passphrase });
    expect(read.statusCode, read.body).toBe(200);
    expect(read.body).not.toContain("canary");
    const proposal: Proposal = read.json();
    expect(proposal.faults).toEqual([]);
    const saved = await other.ask(
      "PUT",
      `/configuration?proposal=${proposal.proposal}`,
      proposal.configuration ?? {},
      { "if-match": '"1"' },
    );
    expect(saved.json()).toMatchObject({ revision: 2, cause: "restore" });
    expect([...other.context.desk.known().stored.values()]).toEqual([canary]);
    const wrong = await other.post("/configuration/restore", {
      file,
      passphrase: "something else",
    });
    expect(wrong.json().errors).toMatchObject([{ pointer: "/passphrase" }]);
  } finally {
    await other.close();
  }
});

test("a passphrase that is too short is refused", async () => {
  const answer = await rig.post("/configuration/backup", { passphrase: "short" });
  expect(answer.json().errors).toMatchObject([{ pointer: "/passphrase", code: "minLength" }]);
});
