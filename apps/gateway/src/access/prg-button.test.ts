import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { movedClock } from "@mega/domain";
import { afterEach, beforeEach, expect, test } from "vitest";
import { watchPrgButton } from "./prg-button.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mega-prg-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A line, and what its presses were taken for. */
function watched() {
  const file = join(folder, "value");
  const clock = movedClock({ startMs: 0 });
  const told: string[] = [];
  const stop = watchPrgButton(clock, file, (purpose) => told.push(purpose));
  const set = async (value: string, forMs: number) => {
    writeFileSync(file, `${value}\n`);
    await clock.advanceTo(clock.nowMs() + forMs);
  };
  return { told, set, stop };
}

test("a short press opens the claim, once it is over", async () => {
  const { told, set, stop } = watched();
  await set("0", 1000);
  await set("1", 700);
  expect(told).toEqual([]);
  await set("0", 1000);
  expect(told).toEqual(["claim"]);
  stop();
});

test("held for fifteen seconds it opens new credentials, and nothing when it is let go", async () => {
  const { told, set, stop } = watched();
  await set("1", 14_900);
  expect(told).toEqual([]);
  await set("1", 400);
  expect(told).toEqual(["reset"]);
  await set("1", 30_000);
  await set("0", 1000);
  expect(told).toEqual(["reset"]);
  stop();
});

test("a bounce, another value and a line that is not there are no press", async () => {
  const { told, set, stop } = watched();
  await set("in", 20_000);
  await set("0", 300);
  rmSync(join(folder, "value"));
  await set("0", 300);
  expect(told).toEqual([]);
  stop();
  await set("1", 20_000);
  expect(told).toEqual([]);
});
