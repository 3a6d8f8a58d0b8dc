import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tools/longest-first.ts";

// "together" holds what crosses packages: processes, brokers, mail servers, browsers; "unit" stands
// beside the code. Both share the machine: the one mostly waits while the other computes. "alone"
// measures time on a wire and has the machine for itself, one file after another.
const timed = [
  "packages/**/*.wire.test.ts",
  "apps/**/*.wire.test.ts",
  "tests/modbus/**/*.test.ts",
  "tests/gateway/serial-building.test.ts",
];

/** One more than computes at once, since somebody always waits. More than four browsers help nobody. */
const workers = Math.min(availableParallelism() + 1, 4);

export default defineConfig({
  test: {
    passWithNoTests: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/**/*.test.{ts,tsx}", "apps/**/*.test.{ts,tsx}", "tools/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/*.wire.test.ts"],
          pool: "forks",
          // Files share modules: loading the same source for each costs as much as all of the tests.
          isolate: false,
          setupFiles: ["tools/temp-folder.ts"],
          maxWorkers: workers,
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "together",
          include: ["tests/**/*.test.ts", "proof/**/*.test.ts"],
          exclude: ["**/node_modules/**", ...timed],
          pool: "forks",
          maxWorkers: workers,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "alone",
          include: timed,
          exclude: ["**/node_modules/**"],
          pool: "forks",
          setupFiles: ["tools/temp-folder.ts"],
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
