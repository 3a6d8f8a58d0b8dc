import { expect, test } from "vitest";
import { cutAtNs, hear, saidBefore, saidNothing } from "./said.ts";

const lines = [
  "opened 0",
  "begin round-taken",
  "stored 7 aa 1000",
  "begin month-closed",
  "cut 2000",
  "stored 8 bb 2000",
  "begin round-taken",
  "failed LEDGER_STORAGE_FAILED",
];

test("what is acknowledged once the power goes may be there or not; what was before must be", () => {
  const atNs = cutAtNs(lines);
  expect(atNs).toBe(2000n);
  const said = saidBefore(atNs ?? 0n, lines).reduce(hear, saidNothing);
  expect(said.acknowledged).toEqual([{ seq: 7, hash: "aa" }]);
  expect(said.unsure).toEqual([["month-closed"], ["round-taken"]]);
});

test("without a cut all that was said counts", () => {
  expect(cutAtNs(["begin round-taken", "stored 7 aa 1000"])).toBe(null);
});
