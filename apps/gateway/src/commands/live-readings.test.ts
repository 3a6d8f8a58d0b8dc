import { movedClock } from "@mega/domain";
import { expect, test } from "vitest";
import { LiveReadings, type LiveSpan } from "./live-readings.ts";

function bench() {
  const clock = movedClock({ startMs: Date.UTC(2026, 4, 2, 8) });
  const span: LiveSpan = { untilMs: Number.NEGATIVE_INFINITY };
  const rounds: number[] = [];
  const failures: unknown[] = [];
  let fails = false;
  let sent = 0;
  const make = () =>
    new LiveReadings({
      clock,
      span,
      async readAll() {
        rounds.push(clock.monotonicMs());
        if (fails) throw new Error("the disk is full");
      },
      send: () => {
        sent += 1;
      },
      onFailure: (error) => failures.push(error),
    });
  return {
    clock,
    make,
    rounds,
    failures,
    sent: () => sent,
    fail: () => {
      fails = true;
    },
  };
}

test("for five minutes it is read every minute, and each round is sent", async () => {
  const on = bench();
  const live = on.make();
  live.start();
  expect(live.isOpen).toBe(false);
  live.open();
  await on.clock.advanceBy(10 * 60_000);
  expect(on.rounds.map((atMs) => atMs - (on.rounds[0] ?? 0))).toEqual([
    0, 60_000, 120_000, 180_000, 240_000,
  ]);
  expect([on.sent(), live.isOpen]).toEqual([5, false]);
});

test("asked again it goes on for five more minutes, never twice in a minute", async () => {
  const on = bench();
  const live = on.make();
  live.start();
  live.open();
  await on.clock.advanceBy(90_000);
  live.open();
  await on.clock.advanceBy(10 * 60_000);
  const pauses = on.rounds.slice(1).map((atMs, at) => atMs - (on.rounds[at] ?? 0));
  expect(on.rounds.length).toBe(7);
  expect(Math.min(...pauses)).toBe(30_000);
  expect(pauses.slice(2)).toEqual([60_000, 60_000, 60_000, 60_000]);
});

test("another configuration goes on with what is open", async () => {
  const on = bench();
  const before = on.make();
  before.start();
  before.open();
  await on.clock.advanceBy(61_000);
  before.stop();
  await on.clock.advanceBy(60_000);
  expect(on.rounds.length).toBe(2);
  on.make().start();
  await on.clock.advanceBy(10 * 60_000);
  expect(on.rounds.length).toBe(5);
});

test("a round that fails is told, not sent, and the next one is tried", async () => {
  const on = bench();
  on.fail();
  const live = on.make();
  live.start();
  live.open();
  await on.clock.advanceBy(10 * 60_000);
  expect([on.rounds.length, on.failures.length, on.sent()]).toEqual([5, 5, 0]);
});
