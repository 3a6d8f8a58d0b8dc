/** Errors between readings and a bill. */

import { beside, type Mutant, year } from "../mutant.ts";

const calendar = beside("packages/domain/src/time/calendar.test.ts");
const index = beside("packages/domain/src/quantity/index-of-count.test.ts");
const month = beside("packages/domain/src/month/close-month.test.ts");
const cell = beside("packages/reports/src/table/counter-cell.test.ts");

/** By what they would do to a figure. */
export const wrongFigures: readonly Mutant[] = [
  {
    name: "month-boundary-in-utc",
    harm: "A month ends an hour or two after midnight: what is used in them is billed a month early.",
    suites: [calendar, month, year],
  },
  {
    name: "month-off-by-one",
    harm: "The table begins with the month before: the month that runs is shown nowhere.",
    suites: [calendar, beside("apps/gateway/src/counters/counters.test.ts")],
  },
  {
    name: "december-skipped",
    harm: "December of a year is taken for that of the next: it is never billed.",
    suites: [calendar],
  },
  {
    name: "index-rounded",
    harm: "A printed index is up to half a step above what the meter shows.",
    suites: [index, year],
  },
  {
    name: "index-in-floats",
    harm: "An index is a digit short where a binary fraction falls just below it; months do not add up.",
    suites: [index],
  },
  {
    name: "estimate-as-reading",
    harm: "An index on a line between two readings is billed as if the meter had been read.",
    suites: [month],
  },
  {
    name: "estimate-closes",
    harm: "After a silence of days a month closes by itself on a guess that nobody looks at.",
    suites: [month],
  },
  {
    name: "mark-missing",
    harm: "A tenant is not told that his consumption rests on an interpolated index.",
    suites: [cell],
  },
  {
    name: "exchange-indexes-mixed",
    harm: "The new meter is billed from the last index of the old one.",
    suites: [month, year],
  },
  {
    name: "unvouched-clock-closes",
    harm: "A month closes on readings of which nobody knows when they were taken.",
    suites: [month],
  },
  {
    name: "quarantine-forgotten",
    harm: "A month closes by itself while a reading of it waits for a person.",
    suites: [month],
  },
  {
    name: "rewritten-without-revision",
    harm: "A bill that was issued says something else one day, and nothing shows that it was changed.",
    suites: [beside("packages/ledger/src/append/decide.test.ts")],
  },
];
