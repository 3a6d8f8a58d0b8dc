/** Backups and restores over the interface, of a gateway whose server nobody plays. */

import { RestoreInfo, RestoreTokenMade } from "@mega/contract";
import { Value } from "typebox/value";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readPdf } from "../../../../packages/reports/src/testing/read-pdf.ts";
import { type ApiRig, makeApiRig } from "./testing/api-rig.ts";

const hour = 3_600_000;
const startMs = Date.UTC(2026, 4, 2, 16, 2);
const config = `
version: 1
building: { name: Les Tilleuls }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01" }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
meters: [{ id: lift, profile: eastron-sdm630, bus: main, address: 4 }]
channels: [{ no: 1, name: Lift, meter: lift }]
`;

let rig: ApiRig;
beforeEach(async () => {
  rig = await makeApiRig(config, startMs);
});
afterEach(() => rig.close());

const info = async () => (await rig.get("/restore")).json<RestoreInfo>();

test("a token is told once, and printed with the configuration while it is fresh", async () => {
  expect(await info()).toMatchObject({ backup: { state: "off", tokenMadeAt: null } });
  const answer = await rig.post("/restore/token");
  expect(answer.statusCode).toBe(201);
  const made = answer.json<RestoreTokenMade>();
  expect(Value.Check(RestoreTokenMade, made)).toBe(true);
  expect((await info()).backup.tokenMadeAt).not.toBe(null);
  const print = (query: string) => rig.get(`/configuration/print.pdf?language=en${query}`);
  const textOf = async (query: string) =>
    readPdf((await print(query)).rawPayload)
      .pages.flat(2)
      .join(" ");
  expect(await textOf(`&sheet=${made.sheet}`)).toContain(made.token);
  const other = await textOf("");
  expect(other).not.toContain(made.token);
  expect(other).toContain("No password and no token stands on this sheet.");
  await rig.clock.advanceBy(15 * 60_000);
  const late = await print(`&sheet=${made.sheet}`);
  expect([late.statusCode, late.json().errors[0].pointer]).toEqual([400, "/query/sheet"]);
});

test("a gateway with readings of its own is no box for a restore", async () => {
  expect(await info()).toMatchObject({ mayRestore: true, takeover: null });
  rig.displays = { lift: { import: 1000, export: 0 } };
  await rig.round(startMs + hour);
  expect(await info()).toMatchObject({ mayRestore: false });
  const wish = { server: "https://server.example.org", oldMac: "02-00-00-00-00-16" };
  const refused = await rig.post("/restore", { ...wish, token: "0".repeat(26) });
  expect([refused.statusCode, refused.json().code]).toEqual([409, "CONFLICT"]);
});

test("what cannot be a token, a MAC or a server is refused at its field", async () => {
  const good = {
    server: "https://server.example.org",
    oldMac: "02:00:00:00:00:16",
    token: "0".repeat(26),
  };
  for (const [field, value] of [
    ["token", "too short"],
    ["oldMac", "02:00"],
    ["server", "http://server.example.org"],
  ] as const) {
    const answer = await rig.post("/restore", { ...good, [field]: value });
    expect([answer.statusCode, answer.json().errors[0].pointer], field).toEqual([400, `/${field}`]);
  }
  const away = await rig.post("/restore", good);
  expect([away.statusCode, away.json().code]).toEqual([409, "CONFLICT"]);
  expect(Value.Check(RestoreInfo, await info())).toBe(true);
});

test("nothing can be tried again or given up that was not begun", async () => {
  expect((await rig.post("/restore/retry")).statusCode).toBe(409);
  expect((await rig.ask("DELETE", "/restore", {}, {})).statusCode).toBe(409);
});
