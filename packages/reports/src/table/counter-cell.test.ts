import { monthSpan } from "@mega/domain";
import { expect, test } from "vitest";
import { counterInput, dayOfMay, shownMonth, zone } from "../testing/input.ts";
import { counterCell } from "./counter-cell.ts";

// What the ledger has of counter 1 in May 2026, by part: tenancy:counter/source, day@index to
// day@index with the method (i, e, p, l); day on which the tenancy shown began (0: before May);
// flags: inc incomplete, q open quarantine, c closed, o source 2 counted something else. Then the cell: opening, index, consumption,
// each figure with its mark.
const table = `
  new:1/1 1@100 32@140.5                         | 0  |     | 100 140.5 40.5
  new:1/1 1@100i 32@140.5                        | 0  |     | 100 140.5 40.5I
  new:1/1 1@100 32@140.5i                        | 0  | c   | 100 140.5I 40.5I
  new:1/1 1@100e 32@140.5i                       | 0  |     | 100 140.5I 40.5E
  new:1/1 1@100p 32@140.5p                       | 0  |     | 100 140.5person 40.5person
  new:1/1 1@100p 32@140.5i                       | 0  |     | 100 140.5I 40.5I
  new:1/1 1@100 9@120, new:1/2 9@0.000 32@30.125 | 0  |     | 100 30.125 50.125S
  new:1/1 1@100 9@120e, new:1/2 9@0 32@30        | 0  |     | 100 30 50E
  old:1/1 1@100 9@120, new:1/1 9@120 32@140      | 9  |     | 120 140 20
  old:1/1 1@100 32@140                           | 32 |     | - - -
  new:1/1 1@100 32@140                           | 40 |     | - - -
  new:1/1 9@120 32@140                           | 9  | inc | 120 140 20
  new:1/1 9@120 32@140                           | 5  | inc | - 140 -
  new:1/1 1@100 9@120                            | 0  | inc | 100 - -
  new:1/1 1@100 9@120, new:1/1 12@125 32@140     | 0  | inc | 100 140 -
  new:1/1 1@100 32@140                           | 0  | q   | 100 140Q 40Q
                                                 | 0  | q   | - -Q -Q
                                                 | 0  |     | - - -
  new:2/1 1@100 32@140                           | 0  |     | - - -
  new:1/1 1@100 9@120 MWh, new:1/2 9@0 32@30     | 0  |     | - 30 -
  new:1/2 1@100 9@120, new:1/1 9@0 32@30         | 0  | o   | - 30 -
  new:1/2 1@100 32@140                           | 0  | c o | - - -
`;

test.each(table.trim().split("\n"))("cell: %s", (row) => {
  const [parts = "", begun = "", flags = "", wanted = ""] = row.split("|").map((c) => c.trim());
  const has = (flag: string) => flags.split(" ").includes(flag);
  const cell = counterCell(
    { month: "2026-05", ...monthSpan("2026-05", zone) },
    counterInput(has("o") ? { sourceNos: [1, 2], otherNos: [2] } : {}),
    {
      tenancyId: "new",
      startedAtMs: begun === "0" ? 0 : dayOfMay(Number(begun)),
      endedAtMs: null,
    },
    shownMonth(parts, {
      incompleteCounters: has("inc") ? [1] : [],
      questions: has("q") ? [{ kind: "quarantine-open", sourceNo: 1 }] : [],
      closed: has("c") ? { revision: 3 } : null,
    }),
  );
  const figure = (text: string | null, mark: string | null) => `${text ?? "-"}${mark ?? ""}`;
  const index = figure(cell.index, cell.indexMark);
  const consumption = figure(cell.consumption, cell.consumptionMark);
  expect(`${cell.opening ?? "-"} ${index} ${consumption}`).toBe(wanted);
  expect([cell.closed, cell.revision]).toEqual(has("c") ? [true, 3] : [false, null]);
});

test("the month that runs ends at the latest reading, and a step held there is marked", () => {
  const latest = { index: { amount: 140, decimals: 0, unit: "kWh" }, takenAtMs: 0 } as const;
  const shown = shownMonth("new:1/1 1@100 9@140l", { provisional: true });
  const bounds = { month: "2026-05", ...monthSpan("2026-05", zone) };
  const tenancy = { tenancyId: "new", startedAtMs: 0, endedAtMs: null };
  const cell = (held: boolean) =>
    counterCell(bounds, counterInput({ latest: { ...latest, held } }), tenancy, shown);
  expect(cell(false)).toMatchObject({ index: "140", indexMark: null, consumption: "40" });
  expect(cell(true)).toMatchObject({ index: "140", indexMark: "held", consumption: "40" });
});

test("what a person reads is marked in the month that runs as well", () => {
  const latest = { index: { amount: 140, decimals: 0, unit: "kWh" }, takenAtMs: 0 } as const;
  const shown = shownMonth("new:1/1 1@100p 9@140l", { provisional: true });
  const bounds = { month: "2026-05", ...monthSpan("2026-05", zone) };
  const tenancy = { tenancyId: "new", startedAtMs: 0, endedAtMs: null };
  const typed = counterInput({ readByPerson: true, latest: { ...latest, held: false } });
  expect(counterCell(bounds, typed, tenancy, shown)).toMatchObject({
    indexMark: "person",
    consumptionMark: "person",
  });
});

test("an open quarantine of another source marks nothing", () => {
  const shown = shownMonth("new:1/1 1@100 32@140", {
    questions: [{ kind: "quarantine-open", sourceNo: 7 }],
  });
  const bounds = { month: "2026-05", ...monthSpan("2026-05", zone) };
  const tenancy = { tenancyId: "new", startedAtMs: 0, endedAtMs: null };
  expect(counterCell(bounds, counterInput(), tenancy, shown).indexMark).toBeNull();
});
