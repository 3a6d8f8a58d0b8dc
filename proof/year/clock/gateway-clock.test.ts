import { movedClock } from "@mega/domain";
import { expect, test } from "vitest";
import { gatewayClock } from "./gateway-clock.ts";

const noonMs = Date.UTC(2028, 1, 29, 12);

test("the clock of a gateway can be wrong, and measures time rightly all the same", async () => {
  const trueClock = movedClock({ startMs: noonMs });
  const clock = gatewayClock(trueClock, 5000, "U");
  expect(clock.nowMs()).toBe(noonMs + 5000);
  const begunMs = clock.monotonicMs();
  let fired = 0;
  clock.setTimer(1000, () => {
    fired += 1;
  });
  await trueClock.advanceBy(1000);
  expect(fired).toBe(1);
  expect(clock.monotonicMs() - begunMs).toBe(1000);
  clock.set(0, "S");
  expect(clock.nowMs()).toBe(noonMs + 1000);
  expect(clock.state).toBe("S");
});

test("a box without power does nothing any more in the time of the others", async () => {
  const trueClock = movedClock({ startMs: noonMs });
  const clock = gatewayClock(trueClock);
  const fired: number[] = [];
  clock.setTimer(60_000, () => fired.push(clock.monotonicMs()));
  clock.setTimer(30_000, () => clock.setTimer(1000, () => fired.push(clock.monotonicMs())));
  clock.unplug();
  await trueClock.advanceBy(3_600_000);
  expect(trueClock.waiting()).toBe(0);
  for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
  // Its own work still comes to an end, in the order of its own time.
  expect(fired).toEqual([31_000, 60_000]);
});
