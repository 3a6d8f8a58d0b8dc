/** What is written stands whole or not at all; what a cut leaves of it is tried in proof/powercut. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeDurably } from "./durable-file.ts";

const folder = mkdtempSync(join(tmpdir(), "mega-durable-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a file is replaced whole, with the rights of the new one", () => {
  const path = join(folder, "code.txt");
  writeFileSync(path, "the old one, which was longer", { mode: 0o644 });
  writeDurably(path, "the new one", 0o600);
  expect(readFileSync(path, "utf8")).toBe("the new one");
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("what a cut left unfinished is in nobody's way", () => {
  const path = join(folder, "left.txt");
  writeFileSync(`${path}.new`, "half");
  writeDurably(path, "whole");
  expect(readFileSync(path, "utf8")).toBe("whole");
  expect(readdirSync(folder)).not.toContain("left.txt.new");
});

test("a folder that takes nothing is told, and nothing is left there", () => {
  expect(() => writeDurably(join(folder, "none", "code.txt"), "x")).toThrow("ENOENT");
});
