import { expect, test } from "vitest";
import { CELL_MS, Tally } from "./tally.ts";

test("counts stand in their quarter of an hour, and are handed over once", () => {
  const tally = new Tally([4]);
  tally.count(CELL_MS + 5, 4, "answered");
  tally.latency(CELL_MS + 5, 4, 41);
  tally.busy(CELL_MS + 5, 20.4);
  tally.count(2 * CELL_MS, 4, "timeouts");
  const taken = tally.take();
  expect(taken.map(({ startMs, busyMs }) => [startMs, busyMs])).toEqual([
    [CELL_MS, 20],
    [2 * CELL_MS, 0],
  ]);
  expect(taken[0]?.units[0]?.counts).toMatchObject({ answered: 1, timeouts: 0 });
  // 41 ms is above the bound of 40 and within that of 50.
  expect(taken[0]?.units[0]?.latencies.indexOf(1)).toBe(10);
  expect(tally.take()).toEqual([]);
});

test("a stranger takes the line's time and is not counted", () => {
  const tally = new Tally([4]);
  tally.count(0, 77, "timeouts");
  tally.busy(0, 300);
  expect(tally.take()).toEqual([{ startMs: 0, busyMs: 300, units: [] }]);
});

test("cells that nobody takes are bounded", () => {
  const tally = new Tally([4]);
  for (let cell = 0; cell < 50; cell++) tally.busy(cell * CELL_MS, 1);
  expect(tally.take().length).toBe(12);
});
