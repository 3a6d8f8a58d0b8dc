/** Files that commands write. */

import {
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeOutput } from "./write-output.ts";

const folder = mkdtempSync(join(tmpdir(), "mega-output-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a file that others may not read stays so when it is written anew", () => {
  const path = join(folder, "counters.csv");
  writeFileSync(path, "old", { mode: 0o600 });
  writeOutput(path, "new");
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a link stays a link, and the file behind it is written", () => {
  const [file, link] = [join(folder, "real.csv"), join(folder, "link.csv")];
  writeFileSync(file, "old");
  symlinkSync(file, link);
  writeOutput(link, "new");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(file, "utf8")).toBe("new");
});

test("a device is written as it is", () => {
  writeOutput("/dev/null", "nothing");
  expect(statSync("/dev/null").isFile()).toBe(false);
});
