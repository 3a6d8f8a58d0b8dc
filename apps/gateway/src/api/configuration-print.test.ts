import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { languages } from "@mega/locale";
import { afterEach, expect, test } from "vitest";
import { type ApiRig, makeApiRig } from "./testing/api-rig.ts";

const config = `
version: 1
building: { name: Résidence Tilleuls }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01", language: fr }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0, baud: 19200 } }]
mqtt:
  embedded: {}
  brokers: [{ id: home, url: "mqtt://ha.local:1883", password: "broker-secret" }]
  publish: [{ broker: home, user: mega, password: "publish-secret" }]
mail:
  server: smtp.example.org
  account: box@example.org
  password: "mail-secret"
  to: syndic@example.org
  cc: [owner@example.org]
meters:
  - id: lift
    profile: eastron-sdm630
    bus: main
    address: 4
    factor: { numerator: 200, denominator: 5 }
    serialNumber: "4711"
  - { id: cold, profile: mqtt-water, mqtt: { mac: "020000000003", token: "token-secret" } }
  - { id: cellar, profile: manual-gas, manual: { unit: m3, decimals: 3 } }
channels:
  - { no: 1, name: Lift, meter: lift }
  - { no: 2, name: Cold water, meter: cold }
  - { no: 7, name: Cellar, meter: cellar }
`;

let rig: ApiRig;
afterEach(() => rig.close());

function textOf(bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), "mega-print-"));
  const file = join(folder, "print.pdf");
  try {
    writeFileSync(file, bytes);
    return execFileSync("/usr/bin/pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the print names lines, brokers, recipients and meters, and no secret in any language", async () => {
  const atMs = Date.UTC(2026, 4, 2, 16, 2);
  rig = await makeApiRig(config, atMs - 60_000);
  rig.displays = { lift: { import: 100.5, export: 0 } };
  await rig.round(atMs);
  for (const language of languages) {
    const answer = await rig.get(`/configuration/print.pdf?language=${language}`);
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
    expect(answer.headers["content-type"]).toContain("application/pdf");
    const text = textOf(answer.rawPayload);
    for (const wanted of [
      "Résidence Tilleuls",
      "MEGA16 · 02:00:00:00:00:01",
      "main · RS485 /dev/ttyUSB0 19200 8N1",
      "120 Ω",
      "home · mqtt://ha.local:1883",
      "syndic@example.org, owner@example.org",
      "200/5",
      "4711",
      "CH7",
    ]) {
      expect(text, language).toContain(wanted);
    }
    expect(text).not.toMatch(/secret|box@example/);
  }
});

test("the name of the file says building, content, revision and local time", async () => {
  rig = await makeApiRig(config, Date.UTC(2026, 5, 2, 6, 5));
  const answer = await rig.get("/configuration/print.pdf");
  expect(answer.headers["content-disposition"]).toMatch(
    /filename="residence-tilleuls_configuration_r\d+_20260602-0805\.pdf"/,
  );
  const yaml = await rig.get("/configuration/export.yaml");
  expect(yaml.headers["content-disposition"]).toMatch(
    /filename="residence-tilleuls_configuration_r\d+_20260602-0805\.yaml"/,
  );
});
