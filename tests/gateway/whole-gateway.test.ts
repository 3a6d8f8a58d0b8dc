// The gateway as a process among others: killed, started twice, on a port in use, on a full disk.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportV1, GatewayInfo, ReadAnswer } from "@mega/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "../free-port.ts";
import { flatBuilding, showIndex } from "./flat-meter.ts";
import { type GatewayProcess, mega, startGatewayProcess } from "./mega-process.ts";

let folder: string;
let configFile: string;
let brokerPort: number;
let endings: (() => Promise<unknown> | unknown)[];

beforeEach(async () => {
  endings = [];
  folder = mkdtempSync(join(tmpdir(), "mega-whole-"));
  brokerPort = await freePort();
  configFile = join(folder, "gateway.yaml");
  writeFileSync(
    configFile,
    [
      "version: 1",
      "building: { name: Test bench }",
      "gateway: { model: MEGA16 }",
      flatBuilding(brokerPort),
    ].join("\n"),
  );
});

afterEach(async () => {
  for (const end of endings.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

async function start(data: string): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess(data, configFile);
  endings.push(() => gateway.end("SIGKILL"));
  return gateway;
}

const latestIndex = async (gateway: GatewayProcess): Promise<string | undefined> => {
  const file = await gateway.get<ExportV1>("/export.json");
  return file.channels.find(({ channel }) => channel === 1)?.counters[0]?.latest?.index;
};

test("what was acknowledged survives a kill at any moment", async () => {
  const data = join(folder, "data");
  let index = 1000;
  let acknowledged = "";
  for (let life = 0; life < 4; life++) {
    const gateway = await start(data);
    if (life > 0) expect(await latestIndex(gateway)).toBe(acknowledged);
    for (let reading = 0; reading < 3 + life; reading++) {
      // A rise of a thousandth is always within the rating.
      index += 0.001;
      await showIndex(brokerPort, index.toFixed(3));
      const { item } = await gateway.post<ReadAnswer>("/channels/1/read");
      expect(item).toMatchObject({ status: "accepted" });
      acknowledged = index.toFixed(3);
    }
    // Asked for and never answered: it may be stored whole or not at all.
    gateway.post("/rounds").catch(() => undefined);
    await gateway.end("SIGKILL");
    expect(await mega("ledger", "verify", "--data", data)).toMatchObject({ code: 0 });
  }
});

test("a second gateway on the same folder is refused, and so is a port in use", async () => {
  const data = join(folder, "data");
  const gateway = await start(data);
  const second = await mega("gateway", "--data", data, "--config", configFile, "--port", "0");
  expect(second.code).toBe(1);
  expect(second.output).toMatch(/LEDGER_LOCKED|another process/i);
  expect(await gateway.get<GatewayInfo>("/gateway")).toMatchObject({ location: "Test bench" });

  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  const other = ["--data", join(folder, "other"), "--config", configFile, "--port", String(port)];
  const busy = await mega("gateway", ...other);
  server.close();
  expect(busy).toMatchObject({ code: 1, output: expect.stringContaining("PORT_BUSY") });
  expect(busy.output).toContain("--port");
});

test("a configuration with faults starts nothing and names every one", async () => {
  writeFileSync(
    configFile,
    "version: 1\nbuilding: { name: X }\ngateway: { model: MEGA17 }\nfoo: 1",
  );
  const data = join(folder, "data");
  const refused = await mega("gateway", "--data", data, "--config", configFile, "--port", "0");
  expect(refused.code).toBe(1);
  expect(refused.output).toContain("/gateway/model");
  expect(refused.output).toContain("MEGA16");
  expect(refused.output).toContain("/foo");
});

test("on a full disk the gateway starts, shows what it has, and says so", async () => {
  const disk = join(folder, "disk");
  mkdirSync(disk);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", disk]);
  endings.push(() => execFileSync("umount", ["-l", disk]));
  const data = join(disk, "data");
  const before = await start(data);
  await showIndex(brokerPort, "1234.567");
  expect((await before.post<ReadAnswer>("/channels/1/read")).item.status).toBe("accepted");
  await before.end();
  fill(join(disk, "junk"));

  const gateway = await start(data);
  expect(await latestIndex(gateway)).toBe("1234.567");
  await showIndex(brokerPort, "1234.568");
  await expect(gateway.post("/channels/1/read")).rejects.toThrow(/503.*LEDGER_STORAGE_FAILED/);
  const failing = await gateway.get<GatewayInfo>("/gateway");
  expect(failing.storage).toMatchObject({ state: "failing" });
  expect(await latestIndex(gateway)).toBe("1234.567");

  rmSync(join(disk, "junk"));
  await showIndex(brokerPort, "1234.569");
  expect((await gateway.post<ReadAnswer>("/channels/1/read")).item.status).toBe("accepted");
  expect((await gateway.get<GatewayInfo>("/gateway")).storage).toMatchObject({
    state: "ok",
    unstoredRounds: 0,
  });
  expect(await latestIndex(gateway)).toBe("1234.569");
  await gateway.end();
  expect(await mega("ledger", "verify", "--data", data)).toMatchObject({ code: 0 });
});

/** Writes until nothing more fits. */
function fill(file: string): void {
  for (const block of ["64k", "4k"]) {
    try {
      execFileSync(
        "dd",
        ["if=/dev/zero", `of=${file}`, `bs=${block}`, "oflag=append", "conv=notrunc"],
        {
          stdio: "ignore",
        },
      );
    } catch {
      // Full, as wanted.
    }
  }
  expect(statSync(file).size).toBeGreaterThan(0);
}
