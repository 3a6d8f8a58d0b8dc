import { decimalText, type IndexAt, monthSpan, quantity, type Source } from "@mega/domain";
import { type AcceptedReading, emptyState, type LedgerView } from "@mega/ledger";
import { expect, test } from "vitest";
import { computeMonth } from "./compute-month.ts";

const HOUR_MS = 3_600_000;
const source = {
  ...{ sourceNo: 1, meterId: "m", counterId: "import", serialNumber: null, profileId: "p" },
  ...{ profileHash: "", medium: "electricity", unit: "kWh", decimals: 3, rolloverCount: null },
  ...{ factor: { numerator: 1, denominator: 1 }, start: { amount: 0, decimals: 0 } },
  ratedMaximumPerHour: { amount: 100, decimals: 0 },
} as const satisfies Source;
const may = monthSpan("2026-05", "Europe/Brussels");
/** A kilowatt-hour each hour since 1 May in Brussels. */
const countAt = (atMs: number) => Math.floor((atMs - may.fromMs) / HOUR_MS) * 1000;

const indexAt = (atMs: number): IndexAt => {
  return { atMs, index: quantity(countAt(atMs), 3, "kWh"), method: "actual", evidence: [1] };
};
const [opening, closing] = [indexAt(may.fromMs), indexAt(may.toMs)];
const part = { counterNo: 1, sourceNo: 1, tenancyId: "t", opening, closing } as const;
const parts = [{ ...part, consumed: closing.index }];
const closed = { channelNo: 1, month: "2026-05", revision: 1, supersedes: null, ruleVersion: 1 };
const view: LedgerView = {
  ...emptyState("00".repeat(16), 1),
  sources: new Map([[1, source]]),
  bindings: new Map([[1, [{ channelNo: 1, fromMs: 0, counter1: 1, counter2: null }]]]),
  tenancies: new Map([
    [
      1,
      [
        {
          ...{ tenancyId: "t", channelNo: 1, startedAtMs: 0, endedAtMs: null, closing: null },
          ...{ opening: { 1: null, 2: null }, startedSeq: 1, recordedAtMs: 0, endedSeq: null },
        },
      ],
    ],
  ]),
  closedMonths: new Map([
    [
      1,
      new Map([
        ["2026-05", { ...closed, parts, tzVersion: "", why: "", closedAtMs: may.toMs, seq: 9 }],
      ]),
    ],
  ]),
};
const readingsAround = async (_sourceNo: number, atMs: number) => {
  const undecided = { status: "accepted", mark: null, reason: null, decidedBy: null } as const;
  const taken = { sourceNo: 1, takenAtMs: atMs, count: countAt(atMs), seq: 2, clockState: "S" };
  return { before: { ...taken, ...undecided } as AcceptedReading };
};

test.each([
  ["Europe/Brussels", "2026-06", 30 * 24],
  // May has been billed to midnight in Brussels, an hour and more before or behind.
  ["Europe/London", "2026-06", 30 * 24 + 1],
  ["Europe/Helsinki", "2026-06", 30 * 24 - 1],
  ["America/New_York", "2026-06", 30 * 24 + 6],
])("in %s the month behind a closed one begins where that one ended", async (...row) => {
  const [timeZone, month, hours] = row;
  const asked = { channelNo: 1, month, timeZone, nowMs: Date.UTC(2027, 0, 1) };
  const computed = await computeMonth({ readingsAround }, view, asked);
  expect(computed.parts.map(({ consumed }) => decimalText(consumed))).toEqual([`${hours}.000`]);
});
