// A gateway that is set up while it runs: from an empty box to meters that are heard, through the
// local command, with every change in force at once and without a restart.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../free-port.ts";
import { type GatewayProcess, mega, startGatewayProcess } from "./mega-process.ts";

const canary = "canary-token-0451";
let folder: string;
let data: string;
let gateway: GatewayProcess;
let ports: number[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-configuration-"));
  data = join(folder, "data");
  ports = [await freePort(), await freePort()];
  gateway = await startGatewayProcess(data);
});

afterAll(async () => {
  await gateway.end();
  rmSync(folder, { recursive: true, force: true });
});

function configOn(port: number): string {
  const file = join(folder, `on-${port}.yaml`);
  writeFileSync(
    file,
    `
version: 1
building: { name: Hollestraat 1 }
gateway: { model: MEGA16 }
mqtt: { embedded: { port: ${port} } }
meters: [{ id: cold, profile: mqtt-water, mqtt: { mac: "020000000003", token: ${canary} } }]
channels: [{ no: 1, name: Cold water, meter: cold }]
`,
  );
  return file;
}

const listens = (port = 0) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.unref();
  });
const revision = async () => (await gateway.get<{ revision: number }>("/configuration")).revision;

test("an empty gateway starts without a file and takes one while it runs", async () => {
  expect(await gateway.get("/gateway")).toMatchObject({ model: "MEGA32", counts: { used: 0 } });
  const looked = await mega("config", "import", configOn(ports[0] ?? 0), "--data", data, "--check");
  expect(looked.output).toContain("/channels[no=1]");
  expect(await revision()).toBe(0);
  const taken = await mega("config", "import", configOn(ports[0] ?? 0), "--data", data);
  expect(taken.output).toContain("In force: revision 1");
  expect(await listens(ports[0])).toBe(true);
  expect(await gateway.get("/gateway")).toMatchObject({ model: "MEGA16", counts: { used: 1 } });
});

test("the broker moves to another port at once", async () => {
  await mega("config", "import", configOn(ports[1] ?? 0), "--data", data);
  expect([await listens(ports[0]), await listens(ports[1])]).toEqual([false, true]);
});

test("a port that another program holds is refused, and everything stays as it was", async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const refused = await mega("config", "import", configOn(port), "--data", data);
  expect(refused.output).toContain("cannot be listened on");
  expect(refused.code).not.toBe(0);
  expect(await revision()).toBe(2);
  expect(await listens(ports[1])).toBe(true);
  await new Promise((done) => other.close(done));
});

test("rows of a spreadsheet fill channels, and what is wrong in them is named by its line", async () => {
  const rows = join(folder, "rows.csv");
  writeFileSync(rows, "CH;Nom;Type\n2;Flat 2;emm220\n3;B;\n");
  const refused = await mega("config", "import", rows, "--data", data);
  expect(refused.output).toMatch(/^line 3, \/channels\/2\/name: found "B"/m);
  writeFileSync(rows, "CH;Nom\n1;Cold water A\n2;Cellar\n");
  expect((await mega("config", "import", rows, "--data", data)).output).toContain("revision 3");
  const exported = await mega("config", "export", "--data", data, "--format", "csv");
  expect(exported.output).toMatch(/^1,0,mqtt-water,,Cold water A,/m);
});

test("after a restart without a file what was saved is in force, and no secret was ever written out", async () => {
  const shown = await mega("config", "show", "--data", data);
  expect(shown.output).toContain("revision 3, saved at");
  await gateway.end();
  const log = gateway.log();
  gateway = await startGatewayProcess(data);
  expect(await revision()).toBe(3);
  expect(await listens(ports[1])).toBe(true);
  const files = readdirSync(data).filter((name) => !name.endsWith(".sock"));
  const seen = [...files.map((name) => readFileSync(join(data, name), "latin1")), log];
  expect(seen.filter((text) => text.includes("canary"))).toEqual([]);
});
