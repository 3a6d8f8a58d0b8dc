import { expect, test } from "vitest";
import { fileName } from "./file-name.ts";

test("a file that a page makes says building, content, scope and local time", () => {
  const at = { instant: "2026-06-02T06:05:00Z", timeZone: "Europe/Brussels" };
  expect(fileName(["Hollestraat 1", "Journal d’audit", "tous"], at, "csv")).toBe(
    "hollestraat-1_journal-d-audit_tous_20260602-0805.csv",
  );
  expect(fileName(["Ça : été?", "CON", "r3"], at, "json")).toBe(
    "ca-ete_con-mega_r3_20260602-0805.json",
  );
});
