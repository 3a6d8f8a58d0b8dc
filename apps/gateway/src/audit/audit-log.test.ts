import { movedClock } from "@mega/domain";
import { expect, test } from "vitest";
import { openGatewayDatabase } from "../store/gateway-database.ts";
import { AuditLog } from "./audit-log.ts";

const saved = {
  actor: "anna",
  action: "configuration-saved",
  object: "configuration",
  details: { revision: 2 },
  fromIp: "192.168.0.7",
};

function open() {
  const database = openGatewayDatabase(":memory:");
  const log = new AuditLog(database, movedClock({ startMs: 1_750_000_000_000 }));
  return { database, log };
}

test("entries come back newest first, with what they told", () => {
  const { log } = open();
  log.record(saved);
  log.record({ ...saved, actor: "machine", fromIp: null });
  expect(log.list(Number.MAX_SAFE_INTEGER, 10)).toMatchObject([
    { no: 2, actor: "machine", fromIp: null },
    { no: 1, ...saved },
  ]);
  expect(log.firstBad()).toBeNull();
});

test("an entry is neither updated nor deleted", () => {
  const { database, log } = open();
  log.record(saved);
  expect(() => database.db.exec("UPDATE audit SET actor = 'eve'")).toThrow(/never updated/);
  expect(() => database.db.exec("DELETE FROM audit")).toThrow(/never deleted/);
});

test("an altered entry and a missing one are found", () => {
  const { database, log } = open();
  for (let i = 0; i < 3; i += 1) log.record(saved);
  database.db.exec("DROP TRIGGER audit_is_never_updated");
  database.db.exec("DROP TRIGGER audit_is_never_deleted");
  database.db.exec("UPDATE audit SET actor = 'eve' WHERE no = 2");
  expect(log.firstBad()).toBe(2);
  database.db.exec("DELETE FROM audit WHERE no = 2");
  expect(log.firstBad()).toBe(2);
});

test("what a transaction takes back is not in the log", () => {
  const { database, log } = open();
  expect(() =>
    database.transaction(() => {
      log.record(saved);
      throw new Error("refused");
    }),
  ).toThrow("refused");
  expect(log.list(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
});
