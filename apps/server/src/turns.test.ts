import { movedClock } from "@mega/domain";
import { expect, test } from "vitest";
import { startTurns } from "./turns.ts";

test("a turn that fails is told, and the next one comes after the pause", async () => {
  const clock = movedClock({ startMs: 0 });
  const told: unknown[] = [];
  const at: number[] = [];
  const end = startTurns({
    clock,
    pauseMs: () => 1000,
    turn: async () => {
      at.push(clock.monotonicMs());
      if (at.length === 1) throw new Error("the first fails");
    },
    onFailure: (cause) => told.push(cause),
  });
  await clock.advanceBy(2500);
  expect(told).toEqual([new Error("the first fails")]);
  expect(at).toEqual([0, 1000, 2000]);
  await end();
  await clock.advanceBy(5000);
  expect(at).toHaveLength(3);
});

test("the end waits for the turn that goes on, which hears of it, and none follows", async () => {
  const clock = movedClock({ startMs: 0 });
  const done: string[] = [];
  let goOn = () => {};
  const piece = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const end = startTurns({
    clock,
    firstMs: 10,
    pauseMs: () => 1000,
    turn: async (isStopped) => {
      done.push("begun");
      await piece;
      done.push(isStopped() ? "heard" : "deaf");
    },
    onFailure: () => done.push("failed"),
  });
  await clock.advanceBy(10);
  const ended = end().then(() => done.push("ended"));
  goOn();
  await ended;
  await clock.advanceBy(5000);
  expect(done).toEqual(["begun", "heard", "ended"]);
});
