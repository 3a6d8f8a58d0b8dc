import { expect, test } from "vitest";
import { runSoak } from "./soak-run.ts";

test("in 20 000 questions over faulty lines no value is wrong and no bus goes deaf", async () => {
  const report = await runSoak({ seed: 7, transactions: 20_000 });
  expect(report.findings).toEqual([]);
  expect(report.wrong).toBe(0);
  expect(report.deaf).toBe(0);
  expect(report.transactions).toBe(20_000);
  expect(report.faults).toBeGreaterThan(2000);
  expect(report.outcomes["answered"]).toBeGreaterThan(10_000);
});

test("the same seed gives the same run", async () => {
  const options = { seed: 11, transactions: 2000 };
  expect(await runSoak(options)).toEqual(await runSoak(options));
});

test("a master that forgets what it gave up is found out", async () => {
  const settings = { ghostLifetimeMs: 0 };
  const report = await runSoak({ seed: 7, transactions: 20_000, settings });
  expect(report.wrong).toBeGreaterThan(0);
});
