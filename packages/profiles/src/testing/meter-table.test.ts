import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { builtInProfiles } from "../built-in.ts";
import { loadProfiles } from "../load-profiles.ts";
import { meterTables, withMeterTables } from "./meter-table.ts";

const document = readFileSync(
  new URL("../../../../docs/reference/profiles.md", import.meta.url),
  "utf8",
);
const profiles = [...loadProfiles().profiles.values()].map(({ profile }) => profile);

test("the table of meters in the document is what the profiles say; else run tools/table.ts", () => {
  expect(withMeterTables(document, meterTables(profiles))).toBe(document);
});

test("every built-in profile has a line in the table", () => {
  const lines = meterTables(profiles).match(/^\| `[a-z0-9-]+` \|.*\|$/gm) ?? [];
  expect(lines).toHaveLength(Object.keys(builtInProfiles()).length);
});

test("a document without the marks of the table is not written into", () => {
  expect(() => withMeterTables("# Meters\n", "")).toThrow("needs <!-- meters");
});

test("the document explains every field that a counter of a profile can have", () => {
  const fields = profiles.flatMap((profile) =>
    profile.kind === "modbus" ? Object.values(profile.counters).flatMap(Object.keys) : [],
  );
  for (const field of new Set(fields)) expect(document).toContain(`\`${field}\``);
});
