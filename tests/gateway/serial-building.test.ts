// Thirty-two meters of pymodbus on a serial line, filled by a map that none of our encoders has
// touched, read by a gateway that was started from a configuration file: what it exports must equal
// the map to the step, also after every way in which a line goes wrong.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ExportV1, ReadAnswer, RoundState } from "@mega/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPtyPair } from "../../packages/modbus/src/testing/pty-pair.ts";
import { type GatewayProcess, mega, startGatewayProcess } from "./mega-process.ts";

type Figures = Readonly<Record<string, { profile: string; import: string; export: string }>>;

const script = fileURLToPath(new URL("pymodbus_building.py", import.meta.url));
const endings: (() => Promise<unknown> | unknown)[] = [];
let building: Building;
let gateway: GatewayProcess;
let folder: string;
let configFile: string;

interface Building {
  readonly figures: Figures;
  /** Makes a unit answer wrongly as often as told; resolves when the meters know. */
  readonly fault: (unit: number, kind: string, count: number) => Promise<void>;
}

beforeAll(async () => {
  const pair = await openPtyPair();
  endings.push(() => pair.close());
  building = await startBuilding(pair.far);
  folder = mkdtempSync(join(tmpdir(), "mega-serial-"));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  configFile = join(folder, "gateway.yaml");
  writeFileSync(configFile, configuration(pair.near, building.figures));
  gateway = await startGatewayProcess(join(folder, "data"), configFile);
  endings.push(() => gateway.end());
  await endOfRound();
});

afterAll(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function startBuilding(device: string): Promise<Building> {
  // The system's own Python: the Debian packages are invisible to any other.
  const child = spawn("/usr/bin/python3", [script, device], { stdio: ["pipe", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  endings.push(() => endOf(child));
  const lines = createInterface({ input: child.stdout });
  const first = await nextLine(lines, child, () => complaint);
  return {
    figures: JSON.parse(first) as Figures,
    async fault(unit, kind, count) {
      const known = nextLine(lines, child, () => complaint);
      child.stdin.write(`fault ${unit} ${kind} ${count}\n`);
      expect(await known).toBe(`fault ${unit} ${kind}`);
      // An answer is shared by questions of half a second: the next one goes to the line.
      await new Promise((resolve) => setTimeout(resolve, 600));
    },
  };
}

function nextLine(lines: Interface, child: ChildProcess, complaint: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    lines.once("line", resolve);
    child.once("close", () => reject(new Error(`pymodbus has ended:\n${complaint()}`)));
  });
}

function endOf(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    child.once("close", () => resolve());
  });
}

function configuration(device: string, figures: Figures): string {
  const units = Object.entries(figures);
  return [
    "version: 1",
    "building: { name: Test bench }",
    "gateway: { model: MEGA32 }",
    "buses:",
    `  - { id: main, link: { kind: tty, path: ${device}, baud: 9600 } }`,
    "meters:",
    ...units.map(
      ([unit, { profile }]) =>
        `  - { id: meter-${unit}, profile: ${profile}, bus: main, address: ${unit} }`,
    ),
    "channels:",
    ...units.map(([unit]) => `  - { no: ${unit}, name: Meter ${unit}, meter: meter-${unit} }`),
    "",
  ].join("\n");
}

/** The newest round over all meters, once it has ended. */
async function endOfRound(): Promise<RoundState> {
  for (let turn = 0; turn < 600; turn++) {
    const round = await gateway.get<RoundState>("/rounds/latest").catch(() => undefined);
    if (round !== undefined && round.endedAt !== null) return round;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no round ended within a minute\n${gateway.log()}`);
}

async function readAll(): Promise<RoundState> {
  await gateway.post("/rounds");
  return endOfRound();
}

const read = (channelNo: number) => gateway.post<ReadAnswer>(`/channels/${channelNo}/read`);

/** Every figure of the export beside the map's, as text without trailing zeros of the fraction. */
async function expectTheMap(exported?: ExportV1): Promise<void> {
  const file = exported ?? (await gateway.get<ExportV1>("/export.json"));
  const found = file.channels.map(({ channel, counters }) => ({
    channel,
    indexes: counters.map(({ latest, unit }) => `${plain(latest?.index)} ${unit.symbol}`),
  }));
  const wanted = Object.entries(building.figures).map(([unit, figures]) => ({
    channel: Number(unit),
    indexes: [`${plain(figures.import)} kWh`, `${plain(figures.export)} kWh`],
  }));
  expect(found).toEqual(wanted);
}

function plain(text: string | undefined): string {
  if (text === undefined) return "nothing";
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function statusOf(round: RoundState, channelNo: number): string {
  const item = round.items.find((entry) => entry.channelNo === channelNo);
  return `${item?.status} ${item?.reason}`;
}

test("the first round reads 32 meters of four makers and exports the map", async () => {
  const round = await endOfRound();
  expect(round.items.map(({ status }) => status)).toEqual(Array(32).fill("accepted"));
  await expectTheMap();
});

test("an exception is told as one and changes no figure", async () => {
  await building.fault(3, "exception", 99);
  expect(statusOf(await readAll(), 3)).toBe("missing exception");
  await expectTheMap();
  await building.fault(3, "exception", 0);
  expect((await read(3)).item.status).toBe("accepted");
  await expectTheMap();
});

test("a silent meter is told as one and its neighbours are read", async () => {
  await building.fault(9, "silence", 99);
  const round = await readAll();
  expect(statusOf(round, 9)).toBe("missing timeout");
  expect(round.items.filter(({ status }) => status === "accepted")).toHaveLength(31);
  await expectTheMap();
  await building.fault(9, "silence", 0);
  expect((await read(9)).item.status).toBe("accepted");
  await expectTheMap();
});

test("a late reply is never taken for the answer to another question", async () => {
  await building.fault(17, "late", 2);
  const round = await readAll();
  expect(round.items.filter(({ status }) => status === "accepted").length).toBeGreaterThan(30);
  await expectTheMap();
  expect((await read(17)).item.status).toBe("accepted");
  await expectTheMap();
});

test("a corrupted reply is asked for again, and told when it stays corrupted", async () => {
  await building.fault(25, "corrupt", 1);
  expect(statusOf(await readAll(), 25)).toBe("accepted null");
  await building.fault(25, "corrupt", 99);
  expect(statusOf(await readAll(), 25)).toBe("missing bad-crc");
  await expectTheMap();
  await building.fault(25, "corrupt", 0);
  expect((await read(25)).item.status).toBe("accepted");
  await expectTheMap();
});

test("the command exports and verifies beside the running gateway and after it", async () => {
  const data = join(folder, "data");
  const exported = await mega("export", "--data", data);
  expect(exported).toMatchObject({ code: 0 });
  await expectTheMap(JSON.parse(exported.output) as ExportV1);
  const beside = await mega("ledger", "verify", "--data", data);
  expect(beside).toMatchObject({ code: 0, output: expect.stringMatching(/^good: \d+ entries/) });

  expect(await gateway.end()).toBe(0);
  const after = await mega("ledger", "verify", "--data", data);
  expect(after).toMatchObject({ code: 0, output: expect.stringMatching(/^good: \d+ entries/) });
  const fromFile = await mega("export", "--data", data, "--config", configFile);
  await expectTheMap(JSON.parse(fromFile.output) as ExportV1);
});
