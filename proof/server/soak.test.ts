/** A seeded share of the soak for every machine: faults strike a small fleet. */

import { expect, test } from "vitest";
import { readArguments } from "./arguments.ts";
import { lastLine, shortfallOf } from "./figures.ts";
import { runFault } from "./run/run-fault.ts";

const small = { seed: 5, rounds: 240, strikes: 2, gateways: 8 } as const;
/** Much longer than it takes: processes are started again and again, also on a busy machine. */
const TIMEOUT_MS = 240_000;

test(
  "nothing acknowledged is lost, doubled or changed by a database that is killed",
  async () => {
    const figures = await runFault({ ...small, fault: "postgres" });
    expect(shortfallOf(figures, small), JSON.stringify(figures)).toBe(undefined);
  },
  TIMEOUT_MS,
);

test(
  "a server that answers before its COMMIT is seen to lose",
  async () => {
    const figures = await runFault({ ...small, strikes: 4, fault: "planted" });
    expect(shortfallOf(figures, small), JSON.stringify(figures)).toBe(undefined);
    expect(figures.lost).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

const fine = {
  ...({ fault: "postgres", seconds: 9, struck: 3, longestPauseMs: 900, refusal: null } as const),
  ...{ rounds: 240, entries: 400, lost: 0, duplicated: 0, closedMonths: 32 },
  ...{ batches: 0, straight: 0, mirrorsDiffering: 0, tablesDiffering: 0 },
};

test.each([
  ["a lost entry", { lost: 1 }],
  ["a doubled row", { duplicated: 1 }],
  ["a mirror that differs", { mirrorsDiffering: 1 }],
  ["a table that differs", { tablesDiffering: 1 }],
  ["an upload that stopped", { refusal: "gateway 1: forked" }],
  ["strikes that did not come", { struck: 0 }],
  ["a round too few", { rounds: 239 }],
  [
    "a broker that hardly anything went through",
    { fault: "nats" as const, batches: 9, straight: 9 },
  ],
  ["a planted error that lost nothing", { fault: "planted" as const }],
])("%s makes the run fall short", (_what, wrong) => {
  expect(shortfallOf(fine, small)).toBe(undefined);
  expect(shortfallOf({ ...fine, ...wrong }, small)).not.toBe(undefined);
});

test("the last line adds up what the product did, and tells the planted error apart", () => {
  const planted = { ...fine, fault: "planted", lost: 7 } as const;
  expect(lastLine([fine, { ...fine, fault: "none" }, planted], 5)).toBe(
    "soak:server seed=5 faults=2 rounds=480 struck=6 lost=0 duplicated=0 mirrors-differing=0 " +
      "tables-differing=0 planted-lost=7",
  );
});

test("what cannot be followed is refused with what is allowed", () => {
  expect(readArguments(["--faults", "ingest,all", "--rounds", "300"])).toMatchObject({
    faults: ["ingest", "all"],
    rounds: 300,
  });
  expect(() => readArguments(["--faults", "fire"])).toThrow('"fire"; allowed: none, ingest');
  expect(() => readArguments(["--rounds", "0"])).toThrow("--rounds is 0");
});
