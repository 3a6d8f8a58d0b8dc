import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openGatewayDatabase } from "./gateway-database.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mega-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("it opens again with what was committed, for its owner only", () => {
  const path = join(folder, "gateway.db");
  const first = openGatewayDatabase(path);
  first.transaction(() => first.db.exec("CREATE TABLE kept (id INTEGER)"));
  first.close();
  const second = openGatewayDatabase(path);
  expect(second.db.prepare("SELECT count(*) AS n FROM kept").get()).toEqual({ n: 0 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  second.close();
});

test("a file with a step of another version is refused and stays as it is", () => {
  const path = join(folder, "gateway.db");
  const first = openGatewayDatabase(path);
  first.db.exec("UPDATE migration SET hash = 'another' WHERE no = 0");
  first.close();
  expect(() => openGatewayDatabase(path)).toThrow(
    expect.objectContaining({ code: "DATABASE_FOREIGN" }),
  );
});

test("a second owner is refused", () => {
  const path = join(folder, "gateway.db");
  const first = openGatewayDatabase(path);
  expect(() => openGatewayDatabase(path)).toThrow(
    expect.objectContaining({ code: "LEDGER_LOCKED" }),
  );
  first.close();
});
