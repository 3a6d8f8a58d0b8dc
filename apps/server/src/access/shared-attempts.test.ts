// Tries of logins over two processes that share a database.

import { type MovedClock, movedClock } from "@mega/domain";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openServerDatabase, type ServerDatabase } from "../database/server-database.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { type SharedAttempts, sharedAttempts, sweepTries } from "./shared-attempts.ts";

let postgres: TestPostgres;
let clock: MovedClock;
let opened: readonly ServerDatabase[] = [];
let one: SharedAttempts;
let other: SharedAttempts;
beforeAll(async () => {
  postgres = await startTestPostgres();
  const first = await postgres.database();
  opened = [first, await openServerDatabase(first.url)];
}, 60_000);
afterAll(async () => {
  for (const database of opened) await database.close();
  await postgres?.stop();
});
beforeEach(async () => {
  clock = movedClock({ startMs: Date.UTC(2026, 10, 26, 12) });
  [one, other] = opened.map((database) => sharedAttempts({ clock, database }, "login")) as [
    SharedAttempts,
    SharedAttempts,
  ];
  await opened[0]?.as({ kind: "job" }, async (tx) => {
    for (const table of ["login_try", "login_minute", "login_known"]) {
      await tx.query(`DELETE FROM ${table}`);
    }
  });
});

const HOME = "192.0.2.7";
const wait = (seconds: number) =>
  expect.objectContaining({ code: "TOO_MANY_ATTEMPTS", context: { retryAfterS: seconds } });

test("wrong tries at one process make the next one wait at the other, longer each time", async () => {
  for (const at of [one, other, one, other, one]) await at.begin("account:anna", HOME);
  for (const seconds of [1, 2, 4]) {
    await expect(other.begin("account:anna", HOME)).rejects.toEqual(wait(seconds));
    await expect(one.begin("account:bert", HOME)).rejects.toEqual(wait(seconds));
    await clock.advanceBy(seconds * 1000);
    await other.begin("account:anna", HOME);
  }
});

test("a stranger who tries an account holds nobody up who comes from elsewhere", async () => {
  for (let count = 0; count < 5; count++) await one.begin("account:anna", HOME);
  await expect(one.begin("account:anna", HOME)).rejects.toEqual(wait(1));
  const own = await other.begin("account:anna", "198.51.100.9");
  await own.succeeded();
});

test("of many tries at once no more are let through than one after another", async () => {
  const tries = Array.from({ length: 20 }, (_none, no) =>
    (no % 2 === 0 ? one : other).begin("account:anna", HOME).then(
      () => true,
      () => false,
    ),
  );
  expect((await Promise.all(tries)).filter((through) => through)).toHaveLength(5);
});

test("a right try begins anew, and many wrong ones are forgotten after an hour", async () => {
  for (let count = 0; count < 4; count++) await one.begin("account:anna", HOME);
  await (await other.begin("account:anna", HOME)).succeeded();
  for (let count = 0; count < 5; count++) await one.begin("account:anna", HOME);
  await expect(one.begin("account:anna", HOME)).rejects.toEqual(wait(1));
  await clock.advanceBy(60 * 60_000);
  await one.begin("account:anna", HOME);
  await one.begin("account:anna", HOME);
});

test("120 tries of the whole net in a minute; who comes from where one has logged in is not held up", async () => {
  await (await one.begin("account:anna", HOME)).succeeded();
  const far = (no: number) => `203.0.${Math.floor(no / 200)}.${(no % 200) + 1}`;
  for (let no = 0; no < 119; no++) await one.begin(`account:${no}`, far(no));
  await expect(other.begin("account:x", "198.51.100.1")).rejects.toEqual(wait(60));
  await other.begin("account:anna", HOME);
  await clock.advanceBy(60_000);
  await other.begin("account:x", "198.51.100.1");
});

test("resets are counted apart, and nothing tells who tried what from where", async () => {
  const [database] = opened;
  if (database === undefined) throw new Error("a database is open");
  const resets = sharedAttempts({ clock, database }, "reset");
  for (let count = 0; count < 5; count++) await resets.begin("reset", HOME);
  await expect(resets.begin("reset", HOME)).rejects.toEqual(wait(1));
  await one.begin("account:anna@example.org", HOME);
  const kept = await database.as({ kind: "job" }, (tx) =>
    tx.query("SELECT t::text AS row FROM login_try t"),
  );
  expect(kept).toHaveLength(4);
  expect(JSON.stringify(kept)).not.toMatch(/anna|192\.0/);
});

test("what is forgotten is swept", async () => {
  const [database] = opened;
  await one.begin("account:anna", HOME);
  await clock.advanceBy(61 * 60_000);
  const left = await database?.as({ kind: "job" }, async (tx) => {
    await sweepTries(tx, clock.nowMs());
    return tx.query("SELECT FROM login_try UNION ALL SELECT FROM login_minute");
  });
  expect(left).toEqual([]);
});
