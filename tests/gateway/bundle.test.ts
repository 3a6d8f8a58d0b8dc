// The gateway for production: built, put into a folder without node_modules, and used.

import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import type { ReadAnswer } from "@mega/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildBundle } from "../../tools/build.ts";
import { freePort } from "../free-port.ts";
import { enter } from "./claimed.ts";
import { flatBuilding, showIndex } from "./flat-meter.ts";
import { type StartedProcess, untilUp } from "./mega-process.ts";

const run = promisify(execFile);

let folder: string;
let brokerPort: number;
let gateway: StartedProcess;

const program = () => join(folder, "mega", "mega.js");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-bundle-"));
  brokerPort = await freePort();
  await buildBundle(join(folder, "mega"));
  const configFile = join(folder, "gateway.yaml");
  writeFileSync(
    configFile,
    [
      "version: 1",
      "building: { name: Résidence « du Parc » }",
      "gateway: { model: MEGA16 }",
      flatBuilding(brokerPort),
    ].join("\n"),
  );
  const at = ["--host", "127.0.0.1", "--port", "0", "--data", join(folder, "data")];
  const child = spawn(process.execPath, [program(), "gateway", "--config", configFile, ...at], {
    cwd: folder,
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
  });
  gateway = await untilUp(child);
});

afterAll(async () => {
  await gateway?.end();
  rmSync(folder, { recursive: true, force: true });
});

test("the bundle is claimed, reads a meter and renders every kind of file", async () => {
  const owner = await enter(gateway.url, gateway.setupCode);
  await showIndex(brokerPort, "1000.5");
  const { item } = await owner.ask<ReadAnswer>("POST", "/channels/1/read");
  expect(item).toMatchObject({ status: "accepted" });
  const signs = { csv: "location,channel", json: "{", xlsx: "PK", pdf: "%PDF-1.7" };
  for (const [kind, sign] of Object.entries(signs)) {
    const answer = await fetch(new URL(`api/v1/export.${kind}`, gateway.url), {
      headers: { cookie: owner.cookie },
    });
    expect(answer.status, kind).toBe(200);
    const text = Buffer.from(await answer.arrayBuffer()).toString("utf8");
    expect(text.replace(/^\uFEFF/, "").slice(0, 200), kind).toContain(sign);
  }
});

test("the bundle serves its pages, with what stands in no alphabet of ours as it was", async () => {
  const page = await fetch(gateway.url);
  expect(await page.text()).toContain("<script");
  const owner = await enter(gateway.url, undefined);
  const { location } = await owner.ask<{ location: string }>("GET", "/gateway");
  expect(location).toBe("Résidence « du Parc »");
});

test("every command of the bundle can be loaded, and a ledger be verified beside the gateway", async () => {
  const mega = (...args: readonly string[]) =>
    run(process.execPath, [program(), ...args], { cwd: folder });
  expect((await mega("--help")).stdout).toContain("mega COMMAND");
  const verified = await mega("ledger", "verify", "--data", join(folder, "data"));
  expect(verified.stdout).toMatch(/^good: \d+ entries/);
});

test("a gateway of the bundle runs with the settings that spare memory", async () => {
  const { stdout } = await run("ps", ["-o", "args=", "-p", String(gateway.pid)]);
  expect(stdout).toContain("--max-semi-space-size");
});
