import { codeOfStatus } from "@mega/ledger";
import { expect, test } from "vitest";
import type { ReadingRow } from "./reading-row.ts";
import { RoundsAround } from "./rounds-around.ts";

const HOUR_MS = 3_600_000;
const accepted = codeOfStatus({ status: "accepted", mark: null, reason: null });
const missing = codeOfStatus({ status: "missing", mark: null, reason: "timeout" });

/** A round of source 1 at an hour, answered a second later; counts are the hours. */
function round(hour: number, state: number): ReadingRow {
  return {
    seq: 100 + hour,
    dueAtMs: hour * HOUR_MS,
    monthNo: 24_317,
    clockState: "S",
    states: Uint8Array.of(state),
    offsetsMs: [1000],
    counts: [state === accepted ? 100 + hour : null],
    farTimes: null,
    decisions: null,
  };
}

// Rounds as hours, "-" behind one in vain; whether there are others before and behind; what is known of
// hour 0: the hour before and the one after, or that other rounds have to be asked.
const table = `
  -2 -1 0 1 2     | both  | -1 0
  -2 -1 1 2       | both  | -1 1
  -2 -1- 1- 2     | both  | -2 2
  -1 1            | none  | -1 1
  -1              | older | -1 none
  1               | newer | none 1
                  | none  | none none
  -1- 1-          | none  | none none
  -1- 1           | older | ask
  -1 1-           | newer | ask
  -4 1            | older | ask
  -4 1            | none  | -4 1
  -1 3            | newer | ask
  -1 3            | older | -1 3
`;

test.each(table.trim().split("\n"))("rounds around an instant: %s", (line) => {
  const [hours = "", others = "", wanted] = line.split("|").map((cell) => cell.trim());
  const rows = hours
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => {
      const isMissing = word.length > 1 && word.endsWith("-");
      return round(Number(isMissing ? word.slice(0, -1) : word), isMissing ? missing : accepted);
    });
  const beyond = {
    older: others === "both" || others === "older",
    newer: others === "both" || others === "newer",
  };
  const found = new RoundsAround(0, rows, beyond).of(1);
  const hourOf = (count: number | undefined) => (count === undefined ? "none" : `${count - 100}`);
  const told =
    found === undefined ? "ask" : `${hourOf(found.before?.count)} ${hourOf(found.after?.count)}`;
  expect(told).toBe(wanted);
});

test("rounds that could not be read together answer for nobody", () => {
  expect(new RoundsAround(0, undefined, { older: false, newer: false }).of(1)).toBe(undefined);
});

test("of two readings of one instant the later entry is the newer one", () => {
  const first = round(-1, accepted);
  const second = { ...first, seq: first.seq + 1, counts: [7] };
  const around = new RoundsAround(0, [second, first], { older: false, newer: false });
  expect(around.of(1)?.before?.count).toBe(7);
});
