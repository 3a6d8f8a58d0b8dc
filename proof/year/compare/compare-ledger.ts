/** What the ledger holds of a channel's months against what it must hold, tenant by tenant. */

import type { ClosedMonth } from "@mega/ledger";
import { textOf } from "../expected/counter-facts.ts";
import type { ExpectedChannel } from "../expected/expected-channel.ts";
import { closesByItself, type ExpectedPart } from "../expected/month-figures.ts";
import type { Difference } from "./difference.ts";

/** Compares the newest revision of every closed month. */
export function compareLedger(
  channelNo: number,
  expected: ExpectedChannel,
  closed: readonly ClosedMonth[],
): readonly Difference[] {
  return [
    ...strangeMonths(channelNo, expected, closed),
    ...heldMonths(channelNo, expected, closed),
  ];
}

/** Months that nobody can have closed: before the gateway was there, as by a clock without time. */
function strangeMonths(
  channelNo: number,
  { meterId, months }: ExpectedChannel,
  closed: readonly ClosedMonth[],
): readonly Difference[] {
  const known = new Set(months.map(({ bounds }) => bounds.month));
  return closed.flatMap(({ month }) => {
    if (known.has(month)) return [];
    const place = { channelNo, meterId, month, counterNo: null };
    return [{ ...place, what: "closed in the ledger", expected: "no such month", shown: "closed" }];
  });
}

function heldMonths(
  channelNo: number,
  expected: ExpectedChannel,
  closed: readonly ClosedMonth[],
): readonly Difference[] {
  return expected.months.flatMap((month) => {
    const held = closed.findLast((one) => one.month === month.bounds.month);
    const place = { channelNo, meterId: expected.meterId, month: month.bounds.month };
    const must = closesByItself(month);
    if (must !== (held !== undefined)) {
      const questions = [...month.questions].join(", ");
      return [
        {
          ...{ ...place, counterNo: null, what: "closed in the ledger" },
          expected: must ? "closed" : `open (${questions || "nothing to close"})`,
          shown: held === undefined ? "open" : `closed, revision ${held.revision}`,
        },
      ];
    }
    if (held === undefined) return [];
    const lines = linesExpected(month.parts);
    const shown = linesHeld(held);
    if (lines === shown) return [];
    return [{ ...place, counterNo: null, what: "parts in the ledger", expected: lines, shown }];
  });
}

function linesExpected(parts: readonly ExpectedPart[]): string {
  return lines(
    parts.map(({ counterNo, opening, closing, consumed }) => [
      counterNo,
      ...[opening, closing].flatMap(({ atMs, index, method }) => [atMs, textOf(index), method]),
      textOf(consumed),
    ]),
  );
}

function linesHeld({ parts }: ClosedMonth): string {
  const text = ({ amount, decimals }: { amount: number; decimals: number }) =>
    textOf({ amount: BigInt(amount), decimals });
  return lines(
    parts.map(({ counterNo, opening, closing, consumed }) => [
      counterNo,
      ...[opening, closing].flatMap(({ atMs, index, method }) => [atMs, text(index), method]),
      text(consumed),
    ]),
  );
}

function lines(parts: readonly (readonly (string | number)[])[]): string {
  return parts
    .map((part) => part.join(" "))
    .sort()
    .join("; ");
}
