import { movedClock } from "@mega/domain";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ownerClient } from "../testing/owner-client.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { startLockedWork, workLocks } from "./locked-work.ts";

const LOOK_MS = 5000;
const waiting = { timeout: 20_000, interval: 20 };
let postgres: TestPostgres;
let url: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
  const database = await postgres.database();
  url = database.url;
  await database.close();
});
afterAll(() => postgres.stop());

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const clock = movedClock({ startMs: 0 });

/** A process that would do the work; `doing` says whether it does. */
async function worker() {
  const state = { doing: false, failures: 0 };
  const end = await startLockedWork({
    ...{ url, clock, lock: workLocks.jobs },
    begin: async () => {
      state.doing = true;
      return () => {
        state.doing = false;
      };
    },
    onFailure: () => {
      state.failures += 1;
    },
  });
  ends.push(end);
  return { state, end };
}

/** Lets everybody look once. */
async function look(): Promise<void> {
  await clock.advanceBy(LOOK_MS);
}

test("one alone does the work, and another goes on when he has ended", async () => {
  const first = await worker();
  const second = await worker();
  await look();
  expect([first.state.doing, second.state.doing]).toEqual([true, false]);
  await first.end();
  expect(first.state.doing).toBe(false);
  await expect.poll(async () => [await look(), second.state.doing][1], waiting).toBe(true);
});

test("who lost the lock with his connection stops, and somebody goes on", async () => {
  const workers = [await worker(), await worker()];
  const owner = await ownerClient(url);
  await owner.query(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted",
  );
  await owner.close();
  const failures = () => workers.reduce((sum, { state }) => sum + state.failures, 0);
  await expect.poll(async () => [await look(), failures()][1], waiting).toBe(1);
  const doing = () => workers.filter(({ state }) => state.doing).length;
  await expect.poll(async () => [await look(), doing()][1], waiting).toBe(1);
});

test("a database that is away is told at once", async () => {
  const begin = async () => () => undefined;
  const lost = { clock, begin, lock: workLocks.jobs, onFailure: () => undefined };
  const nowhere = url.replace(/host=[^&]+/, "host=/nowhere");
  await expect(startLockedWork({ ...lost, url: nowhere })).rejects.toThrow(
    expect.objectContaining({ code: "DATABASE_UNAVAILABLE" }),
  );
});
