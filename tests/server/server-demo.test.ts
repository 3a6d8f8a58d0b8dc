// `mega server demo` as somebody tries it: people log in, a gateway is lost and another box takes its
// place, the tenant's table goes on without a gap, and everything ends with the demo.

import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  type CountersTable,
  type Me,
  PORTAL_PREFIX,
  type PortalGatewayList,
  type PortalSession,
} from "@mega/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeOpenFolder } from "../../apps/server/src/testing/test-database.ts";
import { freePort } from "../free-port.ts";
import { mega } from "../gateway/mega-process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "apps", "cli", "src", "main.ts");
const tenant = { email: "samir@example.org", password: "samir-benali-4711" };
const manager = { email: "anne@example.org", password: "anne-tilleuls-4711" };

let folder: string;
let demo: ChildProcess | undefined;
let said = "";
beforeEach(() => {
  folder = makeOpenFolder();
  said = "";
});
afterEach(async () => {
  await end("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Starts it; resolves to the portal's address when it is ready. */
async function start(port: number): Promise<string> {
  const words = ["--data", join(folder, "demo"), "--port", String(port), "--months", "1"];
  const child = spawn(
    process.execPath,
    ["--disable-warning=DEP0169", main, "server", "demo", ...words],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
  );
  demo = child;
  child.stderr.on("data", (more) => {
    said += String(more);
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return new Promise((resolve, reject) => {
    let url = "";
    createInterface({ input: child.stdout }).on("line", (line) => {
      said += `${line}\n`;
      url = /^Portal: (http:\S+)$/.exec(line)?.[1] ?? url;
      if (line.startsWith("Stop with")) resolve(url);
    });
    void ended.then((code) => reject(new Error(`the demo ended with code ${code}:\n${said}`)));
  });
}

async function end(signal: NodeJS.Signals): Promise<number | null> {
  const child = demo;
  demo = undefined;
  if (child === undefined || child.exitCode !== null) return child?.exitCode ?? null;
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.kill(signal);
  return ended;
}

/** Logs in at the portal, with the code of a second factor where one is asked for. */
async function enter(url: string, who: object, code?: string) {
  let headers: Record<string, string> = {};
  const ask = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(new URL(`${PORTAL_PREFIX}${path}`, url), {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    const found = JSON.parse(text) as Answer;
    const [cookie] = answer.headers.getSetCookie();
    if (cookie !== undefined) {
      const { csrf } = found as PortalSession;
      headers = { cookie: cookie.split(";")[0] ?? "", "mega-csrf": csrf ?? "" };
    }
    return found;
  };
  const { stage } = await ask<PortalSession>("POST", "/session", who);
  if (stage === "second-factor") await ask("POST", "/session/second-factor", { code });
  return ask;
}

test("a demo is set up, a box is replaced in it, and a second start goes on", async () => {
  const port = await freePort();
  const url = await start(port);
  const samir = await enter(url, tenant);
  const { stays } = await samir<Me>("GET", "/me");
  expect(stays.map(({ channelNo }) => channelNo)).toEqual([3, 6, 7]);
  const gatewayId = stays[0]?.gatewayId ?? 0;
  const table = () => samir<CountersTable>("GET", `/gateways/${gatewayId}/counters`);
  const before = await table();
  expect(before.rows.map(({ channelNo }) => channelNo)).toEqual([3, 6, 7]);
  expect(before.rows[0]?.counters[0]?.cells.filter(({ closed }) => closed).length).toBeGreaterThan(
    0,
  );

  const replaced = await mega("server", "demo", "replace", "--data", join(folder, "demo"));
  expect(replaced.output).toContain("reads on");
  expect(replaced.code).toBe(0);
  const after = await table();
  expect(after.head.seq).toBeGreaterThan(before.head.seq ?? 0);
  expect(after.rows.map(({ counters }) => counters.map(({ cells }) => cells.slice(1)))).toEqual(
    before.rows.map(({ counters }) => counters.map(({ cells }) => cells.slice(1))),
  );
  expect(await end("SIGINT")).toBe(0);

  await start(port);
  expect(said).toContain("Gateway tilleuls: http://127.0.0.1");
  const codes = await mega("server", "demo", "code", "--data", join(folder, "demo"));
  const code = new RegExp(`${manager.email}\\s+(\\d{6})`).exec(codes.output)?.[1] ?? "";
  const anne = await enter(url, manager, code);
  const { gateways } = await anne<PortalGatewayList>("GET", "/buildings/1/gateways");
  expect(gateways.map(({ generation, mac }) => [generation, mac])).toEqual([
    [2, "e8:9f:6d:20:01:02"],
  ]);
  await expect(anne("GET", "/buildings/2/gateways")).rejects.toThrow("404");
  expect(readdirSync(join(folder, "demo", "mails")).length).toBeGreaterThan(0);
  expect(await end("SIGINT")).toBe(0);
}, 240_000);
