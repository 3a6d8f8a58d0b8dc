// A gateway from its first start to new credentials, with the `mega` command on the machine.

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SessionAnswer } from "@mega/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { logIn } from "../../apps/cli/src/demo/person.ts";
import { enter } from "./claimed.ts";
import { mega, startProcess } from "./mega-process.ts";

let folder: string;
let data: string;
let configFile: string;
let endings: (() => Promise<unknown>)[];

beforeEach(() => {
  endings = [];
  folder = mkdtempSync(join(tmpdir(), "mega-claim-"));
  data = join(folder, "data");
  configFile = join(folder, "gateway.yaml");
  writeFileSync(
    configFile,
    "version: 1\nbuilding: { name: Test bench }\ngateway: { model: MEGA16 }\n",
  );
});
afterEach(async () => {
  for (const end of endings) await end();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: readonly string[] = []) {
  const gateway = await startProcess(data, configFile, options);
  endings.push(() => gateway.end("SIGKILL"));
  return gateway;
}

const session = async (url: string): Promise<SessionAnswer> =>
  (await (await fetch(new URL("/api/v1/session", url))).json()) as SessionAnswer;
const status = async (url: string, path: string) =>
  (await fetch(new URL(`/api/v1${path}`, url))).status;

test("a gateway is claimed with the code of its console, and keeps its owner over a restart", async () => {
  const first = await start();
  const file = join(data, "setup-code.txt");
  expect(readFileSync(file, "utf8").trim()).toBe(first.setupCode);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(data, "gateway.db")).mode & 0o777).toBe(0o600);
  const shown = await mega("setup-code", "--data", data);
  expect(shown).toEqual({ code: 0, output: `Setup code: ${first.setupCode}\n` });
  expect(await status(first.url, "/counters")).toBe(409);
  expect((await fetch(first.url)).status).not.toBe(409);

  const owner = await enter(first.url, first.setupCode);
  expect(await owner.ask("GET", "/gateway")).toMatchObject({ location: "Test bench" });
  expect(existsSync(file)).toBe(false);
  await first.end();
  const second = await start();
  expect(second.setupCode).toBeUndefined();
  expect(await status(second.url, "/counters")).toBe(401);
  await enter(second.url, undefined);
});

test("the machine's owner needs no login, and opens new credentials on it", async () => {
  const gateway = await start();
  await enter(gateway.url, gateway.setupCode);
  const exported = await mega("export", "--data", data);
  expect(exported.code).toBe(0);
  expect(JSON.parse(exported.output)).toMatchObject({ gateway: { model: "MEGA16" } });

  const pressed = await mega("prg", "--data", data);
  expect(pressed.output).toMatch(/^Until \S+Z the gateway can get new credentials/);
  expect((await session(gateway.url)).prgOpenUntil).not.toBeNull();
  const credentials = { name: "olga", password: "a saying nobody knows" };
  const reset = await fetch(new URL("/api/v1/credentials/reset", gateway.url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ proof: { kind: "prg" }, ...credentials }),
  });
  expect(reset.status, await reset.text()).toBe(200);
  expect((await session(gateway.url)).prgOpenUntil).toBeNull();
  await expect(enter(gateway.url, undefined)).rejects.toThrow(/401.*LOGIN_REFUSED/);
  await logIn(gateway.url, credentials);
  expect(await mega("ledger", "verify", "--data", data)).toMatchObject({ code: 0 });
});

test("the button's line opens the claim", async () => {
  const line = join(folder, "value");
  writeFileSync(line, "0\n");
  const gateway = await start(["--prg-gpio", line]);
  expect((await session(gateway.url)).prgOpenUntil).toBeNull();
  writeFileSync(line, "1\n");
  await new Promise((resolve) => setTimeout(resolve, 500));
  writeFileSync(line, "0\n");
  await expect
    .poll(async () => (await session(gateway.url)).prgOpenUntil, { timeout: 5000 })
    .not.toBeNull();
});

test("an address that the machine has not is refused with what is allowed", async () => {
  const refused = await mega(
    ...["gateway", "--data", data, "--config", configFile],
    ...["--port", "0", "--host", "203.0.113.7"],
  );
  expect(refused.code).toBe(2);
  expect(refused.output).toContain("203.0.113.7");
  expect(refused.output).toContain("0.0.0.0");
});

test("a code or a press without a running gateway is refused", async () => {
  for (const command of ["prg", "setup-code"]) {
    expect(await mega(command, "--data", data)).toMatchObject({
      code: 1,
      output: expect.stringContaining("No gateway is running"),
    });
  }
});
