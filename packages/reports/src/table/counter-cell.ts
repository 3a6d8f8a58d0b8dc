/**
 * One counter in one month as the table shows it. Only the parts of the tenancy shown count, so that
 * the columns of a channel begin at First init. What is not known stays null.
 */

import type { CounterCell } from "@mega/contract";
import {
  add,
  decimalText,
  type MonthKey,
  type MonthPart,
  type Quantity,
  type Span,
} from "@mega/domain";
import type { CounterInput, ShownMonth, ShownTenancy } from "./channel-input.ts";

/** A month with its bounds, milliseconds since 1970 UTC. */
export interface MonthBounds extends Span {
  readonly month: MonthKey;
}

/** The cell of a counter. `shown` is undefined where nothing is known of the month. */
export function counterCell(
  bounds: MonthBounds,
  counter: CounterInput,
  tenancy: ShownTenancy | null,
  shown: ShownMonth | undefined,
): CounterCell {
  const empty = {
    month: bounds.month,
    index: null,
    indexMark: null,
    consumption: null,
    consumptionMark: null,
    opening: null,
    closed: false,
    revision: null,
  };
  if (shown === undefined || tenancy === null || tenancy.startedAtMs >= bounds.toMs) return empty;
  const parts = shown.parts.filter(
    (part) => part.counterNo === counter.counterNo && part.tenancyId === tenancy.tenancyId,
  );
  const quarantined = hasQuarantine(counter, shown);
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) {
    const mark = quarantined ? ("Q" as const) : null;
    return { ...empty, indexMark: mark, consumptionMark: mark };
  }
  const whole = isWhole(parts, counter, shown, { bounds, tenancy });
  const index = reachesEnd(last, bounds, tenancy) ? inUnit(last, "closing", counter) : null;
  const consumption = whole ? sumOf(parts, counter) : null;
  const begins = whole || beginsAtStart(first, bounds, tenancy);
  const opening = begins ? inUnit(first, "opening", counter) : null;
  return {
    month: bounds.month,
    index: textOf(index),
    indexMark: quarantined ? "Q" : index === null ? null : indexMark(last, counter),
    consumption: textOf(consumption),
    consumptionMark: quarantined ? "Q" : consumption === null ? null : consumptionMark(parts),
    opening: textOf(opening),
    closed: shown.closed !== null,
    revision: shown.closed?.revision ?? null,
  };
}

interface Place {
  readonly bounds: MonthBounds;
  readonly tenancy: ShownTenancy;
}

/** Whether the parts make up the tenancy's share of the month, without a hole between them. */
function isWhole(
  parts: readonly MonthPart[],
  counter: CounterInput,
  shown: ShownMonth,
  { bounds, tenancy }: Place,
): boolean {
  if (!shown.incompleteCounters.includes(counter.counterNo)) return true;
  // What is missing may belong to the tenancy before: then these parts leave no hole.
  const [first, last] = [parts[0], parts.at(-1)];
  return (
    first !== undefined &&
    last !== undefined &&
    beginsAtStart(first, bounds, tenancy) &&
    reachesEnd(last, bounds, tenancy) &&
    parts.every((part, at) => at === 0 || part.opening.atMs === parts[at - 1]?.closing.atMs)
  );
}

function beginsAtStart(first: MonthPart, bounds: MonthBounds, tenancy: ShownTenancy): boolean {
  return first.opening.atMs <= Math.max(bounds.fromMs, tenancy.startedAtMs);
}

function reachesEnd(last: MonthPart, bounds: MonthBounds, tenancy: ShownTenancy): boolean {
  if (last.closing.method === "latest") return true;
  return last.closing.atMs >= Math.min(bounds.toMs, tenancy.endedAtMs ?? bounds.toMs);
}

/** Exact; null where a part counted something else, or in another unit than the counter is shown in. */
function sumOf(parts: readonly MonthPart[], counter: CounterInput): Quantity | null {
  let sum: Quantity | null = null;
  for (const { consumed, sourceNo } of parts) {
    if (consumed.unit !== counter.unit || counter.otherNos.includes(sourceNo)) return null;
    sum = sum === null ? consumed : add(sum, consumed);
  }
  return sum;
}

function inUnit(
  part: MonthPart,
  end: "opening" | "closing",
  counter: CounterInput,
): Quantity | null {
  const { index } = part[end];
  return index.unit === counter.unit && !counter.otherNos.includes(part.sourceNo) ? index : null;
}

function textOf(value: Quantity | null): string | null {
  return value === null ? null : decimalText(value);
}

function hasQuarantine(counter: CounterInput, shown: ShownMonth): boolean {
  return shown.questions.some(
    (question) =>
      question.kind === "quarantine-open" && counter.sourceNos.includes(question.sourceNo),
  );
}

function indexMark(last: MonthPart, counter: CounterInput): CounterCell["indexMark"] {
  switch (last.closing.method) {
    case "interpolated":
      return "I";
    case "estimated":
      return "E";
    case "latest":
      if (counter.latest?.held === true) return "held";
      return counter.readByPerson ? "person" : null;
    case "person":
      return "person";
    case "actual":
      return null;
  }
}

/**
 * The weakest of what the consumption rests on; an exchange weighs more than an interpolation, and
 * what a person read from the display least.
 */
function consumptionMark(parts: readonly MonthPart[]): CounterCell["consumptionMark"] {
  const methods = parts.flatMap(({ opening, closing }) => [opening.method, closing.method]);
  if (methods.includes("estimated")) return "E";
  if (parts.length > 1) return "S";
  if (methods.includes("interpolated")) return "I";
  return methods.includes("person") ? "person" : null;
}
