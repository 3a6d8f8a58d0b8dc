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

test("what is written lazily is there, and what follows waits for the disk again", () => {
  const path = join(folder, "gateway.db");
  const first = openGatewayDatabase(path);
  const synchronous = () => first.db.prepare("PRAGMA synchronous").get()?.["synchronous"];
  first.db.exec("CREATE TABLE kept (id INTEGER)");
  const meanwhile = first.lazily(() => {
    first.db.exec("INSERT INTO kept VALUES (1)");
    return synchronous();
  });
  expect([meanwhile, synchronous()]).toEqual([1, 2]);
  const failing = () => first.lazily(() => first.db.exec("INSERT INTO nowhere VALUES (1)"));
  expect(failing).toThrow("no such table");
  expect(synchronous()).toBe(2);
  // Inside a transaction it is as lasting as the transaction.
  first.transaction(() => first.lazily(() => expect(synchronous()).toBe(2)));
  first.close();
  const second = openGatewayDatabase(path);
  expect(second.db.prepare("SELECT count(*) AS n FROM kept").get()).toEqual({ n: 1 });
  second.close();
});
