import { emptyState } from "@mega/ledger";
import { expect, test } from "vitest";
import { clippedStays } from "./clipped-stays.ts";

const HOUR_MS = 3_600_000;

// Begins of the channel's periods, the stay as given and as it is; in hours, "-" for no end.
const rules = `
  none              | 5 - | 5 -
  10                | 5 - | 5 -
  10                | 5 9 | 5 9
  10, 100           | 5 - | 5 100
  10, 100           | 10 - | 10 100
  10, 100           | 60 - | 60 100
  10, 100           | 60 200 | 60 100
  10, 100           | 60 90 | 60 90
  10, 100           | 80 - | 100 -
  10, 100           | 75 - | 75 100
  10, 100           | 100 - | 100 -
  10, 100, 200      | 100 - | 100 200
  10, 100, 200      | 300 - | 300 -
`;

test.each(rules.trim().split("\n"))("periods that begin at %s", (row) => {
  const [periods = "", given = "", wanted] = row.split("|").map((cell) => cell.trim());
  const begins = periods === "none" ? [] : periods.split(", ").map(Number);
  const tenancies = begins.map((hour) => ({ startedAtMs: hour * HOUR_MS }));
  const [from = 0, to = Number.NaN] = given.split(" ").map(Number);
  const view = { ...emptyState("0".repeat(32), 1), tenancies: new Map([[1, tenancies as never]]) };
  const toMs = Number.isNaN(to) ? null : to * HOUR_MS;
  const [stay] = clippedStays(view, [{ channelNo: 1, fromMs: from * HOUR_MS, toMs }]);
  const shown = stay?.toMs === null ? "-" : (stay?.toMs ?? 0) / HOUR_MS;
  expect(`${(stay?.fromMs ?? 0) / HOUR_MS} ${shown}`).toBe(wanted);
});
