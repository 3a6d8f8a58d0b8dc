// Before each test file of the project "unit": a folder for what it leaves on the disk, removed when
// the file has ended. Files share their modules there, so no module can tell when its user is done.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll } from "vitest";

const before = process.env["TMPDIR"];
const folder = mkdtempSync(join(tmpdir(), "mega-test-"));
process.env["TMPDIR"] = folder;

afterAll(() => {
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  rmSync(folder, { recursive: true, force: true });
});
