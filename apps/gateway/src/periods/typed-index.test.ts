import { decimalText, parseDecimal, type Source } from "@mega/domain";
import type { AcceptedReading } from "@mega/ledger";
import { expect, test } from "vitest";
import { judgeTypedIndex } from "./typed-index.ts";

const hourMs = 3_600_000;
const source: Source = {
  sourceNo: 1,
  meterId: "m",
  counterId: "import",
  serialNumber: null,
  profileId: "p",
  profileHash: "",
  medium: "electricity",
  unit: "kWh",
  decimals: 2,
  factor: { numerator: 1, denominator: 1 },
  start: { amount: 0, decimals: 0 },
  rolloverCount: null,
  ratedMaximumPerHour: { amount: 10, decimals: 0 },
};

// An index typed for hour 10; the readings before and after as "hour:count" (steps of 0.01 kWh, at
// most 10 kWh an hour), "w" behind one that waits as a jump, "f" as a fall; the opening index; an index that already stands; then what becomes of it.
const table = `
  105.5    | 9:10000 11:11000 | 90 | -      | 105.50
  105      | 9:10000 11:11000 | 90 | -      | 105.00
  100      | 9:10000 11:11000 | 90 | -      | 100.00
  110      | 9:10000 11:11000 | 90 | -      | 110.00
  99.99    | 9:10000 11:11000 | 90 | -      | below-opening at least 100.00 kWh
  110.01   | 9:10000 11:11000 | 90 | -      | above-latest at most 110.00 kWh
  110.01   | 9:10000          | 90 | -      | 110.01
  110.02   | 9:10000          | 90 | -      | above-latest at most 110.01 kWh
  89.99    | 11:11000         | 90 | -      | below-opening at least 90.00 kWh
  90       | 11:11000         | 90 | -      | 90.00
  105.555  | 9:10000 11:11000 | 90 | -      | too-many-decimals at most 2 decimals
  -1       | 9:10000 11:11000 | 90 | -      | format a decimal such as 9634.865
  1,5      | 9:10000 11:11000 | 90 | -      | format a decimal such as 9634.865
  105.5    | 9:10000 11:11000 | 90 | 105.5  | 105.50
  105      | 0:10000 5:10500w | 90 | -      | above-latest below 105.00 kWh, from which on readings wait; answer them first
  104.99   | 0:10000 5:10500w | 90 | -      | 104.99
  105      | 0:10000 12:10300w 13:10400w | 90 | - | above-latest below 103.00 kWh, from which on readings wait; answer them first
  105      | 9:10000 8:10500w 11:11000 | 90 | - | 105.00
  105      | 9:10000 11:11000 12:10300w | 90 | - | 105.00
  105      | 9:10000 9.5:10300f | 90 | -    | 105.00
  105.51   | 9:10000 11:11000 | 90 | 105.5  | not-allowed 105.50 kWh, which already stands for this instant
`;

test.each(table.trim().split("\n"))("typed: %s", (row) => {
  const [typed = "", near = "", opening = "", fixed = "", wanted] = row
    .split("|")
    .map((cell) => cell.trim());
  expect(said(source, typed, near, opening, fixed)).toBe(wanted);
});

test("near a rollover the index lies above the reading before or below the one after", () => {
  const turning = { ...source, rolloverCount: 1_000_000 };
  const judge = (typed: string) => said(turning, typed, "9:999900 11:100", "9000", "-");
  expect(judge("9999.50")).toBe("9999.50");
  expect(judge("0.50")).toBe("0.50");
  expect(judge("500")).toContain("below-opening");
});

function said(of: Source, typed: string, near: string, opening: string, fixed: string): string {
  const quantity = (text: string) => {
    const { amount, decimals } = parseDecimal(text) ?? { amount: 0, decimals: 0 };
    return { amount: amount * 10 ** (2 - decimals), decimals: 2, unit: of.unit };
  };
  const items = near.split(/\s+/).filter((item) => item !== "");
  const waiting = items.filter((item) => /[wf]$/.test(item));
  const accepted = items.filter((item) => !waiting.includes(item));
  const readings = accepted.map((item): AcceptedReading => {
    const [hour = 0, count = 0] = item.split(":").map(Number);
    return {
      sourceNo: 1,
      takenAtMs: hour * hourMs,
      count,
      seq: 1,
      status: "accepted",
      mark: null,
      reason: null,
      decidedBy: null,
      clockState: "S",
    };
  });
  const atMs = 10 * hourMs;
  const before = readings.find(({ takenAtMs }) => takenAtMs <= atMs);
  const after = readings.find(({ takenAtMs }) => takenAtMs > atMs);
  const judged = judgeTypedIndex({
    typed,
    source: of,
    atMs,
    opening: quantity(opening),
    around: { ...(before ? { before } : {}), ...(after ? { after } : {}) },
    waiting: waiting.map((item) => {
      const [hour = 0, count = 0] = item.slice(0, -1).split(":").map(Number);
      const reason = item.endsWith("f") ? "fell" : "rose-beyond-rating";
      return { takenAtMs: hour * hourMs, count, reason };
    }),
    fixed: fixed === "-" ? undefined : quantity(fixed),
  });
  return judged.kind === "index" ? decimalText(judged.index) : `${judged.code} ${judged.allowed}`;
}
