import { defineConfig } from "vitest/config";

// "unit" stands beside the code and shares the machine's cores; "together" holds what crosses
// packages or measures time on a wire, and runs alone, one file after another.
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
          include: ["packages/**/*.wire.test.ts", "apps/**/*.wire.test.ts", "tests/**/*.test.ts"],
          exclude: ["**/node_modules/**"],
          pool: "forks",
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
