import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeOpenFolder } from "../../testing/test-database.ts";
import { placeOfPostgres } from "./place.ts";

let above: string;
beforeAll(() => {
  above = makeOpenFolder();
});
afterAll(() => {
  rmSync(above, { recursive: true, force: true });
});

test("the database stands in the data folder, which is made", () => {
  const folder = join(above, "data");
  expect(placeOfPostgres(folder)).toBe(join(folder, "postgres"));
  expect(existsSync(folder)).toBe(true);
});

test("below a closed folder it stands beside where root starts it, and is found again", () => {
  const closed = join(above, "closed");
  mkdirSync(closed, { mode: 0o700 });
  chmodSync(closed, 0o700);
  const folder = join(closed, "data");
  const place = placeOfPostgres(folder);
  if (process.getuid?.() === 0) {
    expect(place).toMatch(/^\/var\/lib\/mega\/[0-9a-f]{16}$/);
    expect(readFileSync(join(folder, "postgres-folder.txt"), "utf8")).toBe(`${place}\n`);
  } else {
    expect(place).toBe(join(folder, "postgres"));
  }
  expect(placeOfPostgres(folder)).toBe(place);
});
