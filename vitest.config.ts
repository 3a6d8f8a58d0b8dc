import { defineConfig } from "vitest/config";

// "unit" stands beside the code; "together" holds what crosses packages: processes, brokers, mail
// servers, browsers. Both share the machine's cores. "alone" measures time on a wire and has the
// machine for itself, one file after another.
const timed = [
  "packages/**/*.wire.test.ts",
  "apps/**/*.wire.test.ts",
  "tests/modbus/**/*.test.ts",
  "tests/gateway/serial-building.test.ts",
];

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/**/*.test.{ts,tsx}", "apps/**/*.test.{ts,tsx}", "tools/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/*.wire.test.ts"],
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "together",
          include: ["tests/**/*.test.ts", "proof/**/*.test.ts"],
          exclude: ["**/node_modules/**", ...timed],
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "alone",
          include: timed,
          exclude: ["**/node_modules/**"],
          pool: "forks",
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
