import { readFileSync } from "node:fs";
import { loadProfileSet, parseConfig, planReadings } from "@mega/installation";
import { expect, test } from "vitest";
import { configDocument, withConfigTables } from "./config-doc.ts";
import { fencesOf, rowsOf, sectionsOf } from "./markdown.ts";

const document = readFileSync(configDocument, "utf8");
const example = readFileSync(new URL("config.example.yaml", `file://${configDocument}`), "utf8");
const profiles = loadProfileSet("/nowhere");

test("the tables of the configuration are those of the schema; npm run docs makes them anew", () => {
  expect(document).toBe(withConfigTables(document));
});

test("every key says what it means, what it allows and what holds without it", () => {
  const keys = sectionsOf(document.split("## All keys")[1] ?? "").flatMap(({ title, body }) =>
    rowsOf(body).map((cells) => ({ title, cells })),
  );
  expect(keys.length).toBeGreaterThan(60);
  for (const { title, cells } of keys) {
    expect(cells, `${title}: ${cells[0]}`).toHaveLength(4);
    for (const cell of cells) expect(cell, `${title}: ${cells[0]}`).not.toBe("");
  }
});

test("every file shown in the document is one the gateway takes", () => {
  const files = fencesOf(document, "yaml").filter((text) => text.includes("version: 1"));
  expect(files).not.toEqual([]);
  for (const file of files) planReadings(parseConfig(file, "config.md"), profiles);
});

test("the complete example is taken, with every meter read and every kind of place in use", () => {
  const installation = parseConfig(example, "config.example.yaml");
  const { plan, meters } = planReadings(installation, profiles);
  expect(plan.meters).toHaveLength(installation.meters.length);
  expect(plan.channels).toHaveLength(12);
  const kinds = new Set([...meters.values()].map(({ kind }) => kind));
  expect(kinds).toEqual(new Set(["modbus", "p1", "mqtt"]));
  const links = new Set(installation.buses.map(({ link }) => link.kind));
  expect(links).toEqual(new Set(["tty", "rtu-over-tcp", "modbus-tcp"]));
});

test("the example keeps text as it is written", () => {
  const { meters } = parseConfig(example, "config.example.yaml");
  const meter = (id: string) => meters.find((entry) => entry.id === id);
  expect(meter("heat-1")?.serialNumber).toBe("00671234");
  expect(meter("heat-1")?.ratedMaximumPerHour).toBe("0.015");
  expect(meter("water-2")?.mqtt?.mac).toBe("a4cf12b3d4e5");
});
