import { movedClock } from "@mega/domain";
import { expect, test } from "vitest";
import { type GatewayDatabase, openGatewayDatabase } from "../store/gateway-database.ts";
import { AccountStore } from "./account-store.ts";
import { Sessions } from "./sessions.ts";

const startMs = Date.UTC(2026, 4, 2);
const accountId = "ab".repeat(16);

function opened() {
  const database = openGatewayDatabase(":memory:");
  new AccountStore(database).add({
    accountId,
    name: "anna",
    role: "owner",
    language: "fr",
    email: null,
    password: null,
    disabled: false,
    hourly: false,
    createdAtMs: startMs,
    lastLoginAtMs: null,
    grants: [],
  });
  return database;
}

const writtenAt = ({ db }: GatewayDatabase) =>
  db.prepare("SELECT seen_at_ms FROM session").get()?.["seen_at_ms"];

test("a restart logs nobody out, but the password is asked for again", async () => {
  const database = opened();
  const clock = movedClock({ startMs });
  const before = new Sessions(database, clock);
  const { word, session } = before.begin(accountId, "https");
  before.confirm(session);
  const after = new Sessions(database, clock);
  const found = after.find(word, "https");
  expect(found?.accountId).toBe(accountId);
  expect(found !== undefined && after.isConfirmed(found)).toBe(false);
  await clock.advanceTo(startMs + 15 * 60_000);
  expect(new Sessions(database, clock).find(word, "https")).toBeUndefined();
});

test("a session that is in use is written once a minute", async () => {
  const database = opened();
  const clock = movedClock({ startMs });
  const sessions = new Sessions(database, clock);
  const { session } = sessions.begin(accountId, "https");
  await clock.advanceTo(startMs + 59_000);
  sessions.touch(session);
  expect(writtenAt(database)).toBe(startMs);
  await clock.advanceTo(startMs + 61_000);
  sessions.touch(session);
  expect(writtenAt(database)).toBe(startMs + 61_000);
});

test("a disk that takes nothing costs no login", () => {
  const database = opened();
  const sessions = new Sessions(database, movedClock({ startMs }));
  database.db.exec("PRAGMA query_only = ON");
  const { word } = sessions.begin(accountId, "plain");
  expect(sessions.find(word, "plain")?.accountId).toBe(accountId);
  expect(sessions.find(word, "https")).toBeUndefined();
});

test("a clock set back does not lengthen a session", () => {
  const database = opened();
  const { word } = new Sessions(database, movedClock({ startMs })).begin(accountId, "https");
  const back = new Sessions(database, movedClock({ startMs: startMs - 24 * 3_600_000 }));
  expect(back.find(word, "https")).toBeUndefined();
});
