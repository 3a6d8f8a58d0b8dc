import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readArguments } from "../arguments.ts";
import { exportCommand } from "./export.ts";

const config = `
version: 1
building: { name: Hollestraat 1 }
gateway: { model: MEGA16, mac: "02:00:00:00:00:16" }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
meters: [{ id: flat, profile: eastron-sdm630, bus: main, address: 1 }]
channels: [{ no: 1, name: Flat, meter: flat }]
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mega-export-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...words: string[]) =>
  exportCommand.run(readArguments(["--data", folder, ...words], exportCommand.options));

test.each([
  ["xlsx", "PK\u0003\u0004"],
  ["pdf", "%PDF-1.7"],
])("a stopped gateway's table becomes a file of %s", async (format, begins) => {
  const configFile = join(folder, "gateway.yaml");
  writeFileSync(configFile, config);
  const output = join(folder, `counters.${format}`);
  expect(await run("--config", configFile, "--format", format, "--output", output)).toBe(0);
  expect(readFileSync(output, "latin1").startsWith(begins)).toBe(true);
});

test("the bytes of a running gateway's file are kept as they are, and it is asked for the part", async () => {
  const bytes = Buffer.from([0x50, 0x4b, 0x00, 0xff, 0xfe, 0x80, 0x0a]);
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end(bytes);
  });
  await new Promise<void>((done) => server.listen(join(folder, "control.sock"), done));
  try {
    const output = join(folder, "counters.xlsx");
    const part = ["--channels", "1,2", "--months", "2026-05", "--language", "nl"];
    expect(await run("--format", "xlsx", ...part, "--output", output)).toBe(0);
    expect(readFileSync(output)).toEqual(bytes);
    expect(asked).toEqual(["/api/v1/export.xlsx?channels=1%2C2&months=2026-05&language=nl"]);
  } finally {
    await new Promise((done) => server.close(done));
  }
});

test("a format that does not exist is refused with those that do", async () => {
  await expect(run("--format", "docx")).rejects.toThrow(
    '--format is "docx"; allowed: json, csv, xlsx, pdf',
  );
});
