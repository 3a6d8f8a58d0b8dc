import { type MovedClock, movedClock } from "@mega/domain";
import {
  inlineLedgerHost,
  type LedgerHost,
  type LedgerView,
  type VerifyReport,
} from "@mega/ledger";
import { afterEach, beforeEach, expect, test } from "vitest";
import { erasures, LedgerCare } from "./ledger-care.ts";

const timeZone = "Europe/Brussels";
const nowMs = Date.UTC(2026, 10, 25, 12);
const hourMs = 3_600_000;

let clock: MovedClock;
let ledger: LedgerHost;

beforeEach(async () => {
  clock = movedClock({ startMs: nowMs });
  ledger = await inlineLedgerHost({ path: ":memory:", clock });
});

afterEach(async () => {
  await ledger.close();
});

/** A view with a source that has keys of the months, on a channel with the closed months. */
function viewOf(keys: readonly string[], closed: readonly string[], startedAt: string): LedgerView {
  const revision = { revision: 1, seq: 1 };
  return {
    ...ledger.snapshot(),
    committedKeys: new Map([[1, new Set(keys)]]),
    bindings: new Map([[3, [{ channelNo: 3, fromMs: 0, counter1: 1, counter2: null }]]]),
    tenancies: new Map([
      [
        3,
        [
          {
            tenancyId: "a".repeat(32),
            channelNo: 3,
            startedAtMs: Date.parse(startedAt),
            endedAtMs: null,
            opening: { 1: null, 2: null },
            closing: null,
            startedSeq: 1,
            recordedAtMs: 0,
            endedSeq: null,
          },
        ],
      ],
    ]),
    revisions: new Map([[3, new Map(closed.map((month) => [month, revision]))]]),
  };
}

const year = ["2025-06", "2025-07", "2025-08", "2025-09", "2025-10", "2025-11"];

test("hourly values of thirteen months and the present one are kept", () => {
  const view = viewOf(year, year, "2025-06-03T10:00:00Z");
  expect([...erasures(view, nowMs, timeZone)]).toEqual([[1, "2025-10"]]);
  expect(erasures(viewOf(year.slice(4), year, "2025-10-03T10:00:00Z"), nowMs, timeZone).size).toBe(
    0,
  );
});

test("nothing goes that an open month rests on, nor the month in which it may begin", () => {
  const view = viewOf(year, ["2025-06", "2025-07", "2025-09"], "2025-06-03T10:00:00Z");
  expect([...erasures(view, nowMs, timeZone)]).toEqual([[1, "2025-07"]]);
  expect(erasures(viewOf(year, [], "2025-06-03T10:00:00Z"), nowMs, timeZone).size).toBe(0);
});

function careOf(host: LedgerHost, reports: VerifyReport[]): LedgerCare {
  const care = new LedgerCare({
    clock,
    ledger: host,
    timeZone: () => timeZone,
    onFailure: (error) => {
      throw error;
    },
    onVerified: (report) => reports.push(report),
  });
  care.start();
  return care;
}

test("the whole ledger is verified an hour after the start and then every week", async () => {
  await ledger.append([{ kind: "restarted", lastSeenMs: null, why: "test" }]);
  const reports: VerifyReport[] = [];
  const care = careOf(ledger, reports);
  await clock.advanceBy(hourMs / 2);
  expect(reports).toHaveLength(0);
  await clock.advanceBy(hourMs);
  expect(reports).toMatchObject([{ ok: true, entries: 1 }]);
  await clock.advanceBy(16 * 24 * hourMs);
  expect(reports).toHaveLength(3);
  expect(care.damage).toBeNull();
  care.stop();
});

test("damage is remembered and nothing is erased on it", async () => {
  const firstBad = { seq: 7, fault: "hash-mismatch", detail: "entry 7" } as unknown;
  const damaged: LedgerHost = {
    ...ledger,
    snapshot: () => viewOf(year, year, "2025-06-03T10:00:00Z"),
    verify: async () => ({ ok: false, firstBad }) as VerifyReport,
    eraseMonthKeys: () => Promise.reject(new Error("nothing may be erased")),
  };
  const care = careOf(damaged, []);
  await clock.advanceBy(3 * hourMs);
  expect(care.damage).toBe(firstBad);
  care.stop();
});

test("what may go is erased once a day, and not again", async () => {
  const asked: string[] = [];
  const host: LedgerHost = {
    ...ledger,
    snapshot: () => viewOf(year, year, "2025-06-03T10:00:00Z"),
    eraseMonthKeys: async (before, sourceNo) => asked.push(`${sourceNo} ${before}`),
  };
  const care = careOf(host, []);
  await clock.advanceBy(3 * 24 * hourMs);
  expect(asked).toEqual(["1 2025-10"]);
  await clock.advanceBy(8 * 24 * hourMs);
  expect(asked).toEqual(["1 2025-10", "1 2025-11"]);
  care.stop();
});
