import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addMonths, monthOf, movedClock } from "@mega/domain";
import { afterAll, expect, test } from "vitest";
import type { LedgerView } from "../append/state.ts";
import { inlineLedgerHost } from "../sqlite/inline-ledger-host.ts";
import type { LedgerHost } from "../sqlite/ledger-host.ts";
import { workerLedgerHost } from "../sqlite/worker-ledger-host.ts";
import { memoryLedgerHost } from "./memory-ledger-host.ts";
import { birth, chanceFrom, eventsOfDay } from "./random-life.ts";
import { firstDueAtMs } from "./test-events.ts";

const folder = mkdtempSync(join(tmpdir(), "mega-life-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const clock = movedClock({ startMs: firstDueAtMs });
const DAY_MS = 24 * 3_600_000;
const DAYS = 100;

/** The view without what two ledgers never share: their identity and its hashes. */
function figuresOf(view: LedgerView) {
  const { ledgerId: _id, head, ...figures } = view;
  return { ...figures, headSeq: head.seq };
}

async function answersOf(ledger: LedgerHost) {
  return {
    figures: figuresOf(ledger.snapshot()),
    readings: [
      await ledger.readingsBetween(1, 0, Number.MAX_SAFE_INTEGER, 1000),
      await ledger.readingsBetween(2, 0, Number.MAX_SAFE_INTEGER, 1000),
    ],
    around: await ledger.readingsAround(1, firstDueAtMs + (DAYS / 2) * DAY_MS),
    months: await ledger.closedMonths(1, "2026-01"),
    quarantines: await ledger.quarantines(),
  };
}

/** Tells both ledgers the same day; whether it was refused is the same too. */
async function live(ledgers: readonly LedgerHost[], seed: number, days: number): Promise<number> {
  const chance = chanceFrom(seed);
  let refused = 0;
  for (const ledger of ledgers) await ledger.append(birth);
  for (let day = 0; day < days; day++) {
    const view = ledgers[0]?.snapshot();
    if (view === undefined) break;
    for (const event of eventsOfDay(day, view, chance)) {
      const outcomes = [];
      for (const ledger of ledgers) outcomes.push(await ledger.append([event]));
      const told = outcomes.map((outcome) => (outcome.ok ? "stored" : outcome.refusal));
      for (const other of told) expect(other).toEqual(told[0]);
      if (told[0] !== "stored") refused++;
    }
    if (day % 47 !== 46) continue;
    const beforeMonth = addMonths(monthOf(firstDueAtMs + day * DAY_MS, "Europe/Brussels"), -1);
    const erased = [];
    for (const ledger of ledgers)
      erased.push(await ledger.eraseMonthKeys(beforeMonth, 1 + (day % 2)));
    for (const other of erased) expect(other).toBe(erased[0]);
  }
  return refused;
}

test.each([1, 2, 3])("life %i: two stores told the same answer the same", async (seed) => {
  const path = join(folder, `${seed}.db`);
  const sqlite = await inlineLedgerHost({ path, clock });
  const memory = memoryLedgerHost({ clock });
  const refused = await live([sqlite, memory], seed, DAYS);
  // Chance also asks for what is forbidden; most of what it tells is stored.
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(DAYS / 2);
  const answers = await answersOf(sqlite);
  expect(await answersOf(memory)).toEqual(answers);
  expect(await sqlite.verify(1)).toMatchObject({ ok: true, firstBad: null });
  await sqlite.rebuildProjections();
  expect(await answersOf(sqlite)).toEqual(answers);
  await memory.rebuildProjections();
  expect(await answersOf(memory)).toEqual(answers);
  const view = sqlite.snapshot();
  await sqlite.close();
  const again = await inlineLedgerHost({ path, clock });
  expect(again.snapshot()).toEqual(view);
  expect(await answersOf(again)).toEqual(answers);
  await again.close();
});

test("the view that the main thread folds is the one the ledger's thread holds", async () => {
  const path = join(folder, "worker.db");
  const worker = await workerLedgerHost({ path, clock });
  await live([worker], 7, DAYS);
  const folded = worker.snapshot();
  // Deriving again hands the whole view over.
  await worker.rebuildProjections();
  expect(worker.snapshot()).toEqual(folded);
  await worker.close();
  const again = await inlineLedgerHost({ path, clock });
  expect(again.snapshot()).toEqual(folded);
  await again.close();
});
