/**
 * Every part of a channel's year against the truth: each printed index against the register it was
 * read from, the consumption between them, and how far midnight may lie away. What a fault explains
 * that nobody could see is counted apart.
 */

import type { ChannelRow } from "@mega/contract";
import type { YearRecord } from "../driver/year-record.ts";
import type { BoundaryIndex } from "../expected/boundary-index.ts";
import { mostInMicro, type PrintedIndex } from "../expected/counter-facts.ts";
import type { ExpectedChannel } from "../expected/expected-channel.ts";
import { clockAt } from "../expected/gateway-times.ts";
import type { ExpectedMonth, ExpectedPart } from "../expected/month-figures.ts";
import { strangeReadings } from "./accepted-readings.ts";
import { againstRegister } from "./against-register.ts";
import {
  type CounterTruth,
  isWithinDraw,
  partSpan,
  restsOn,
  type Untrue,
  untrueOf,
} from "./against-truth.ts";
import { counterTruth } from "./counter-truth.ts";
import { type Difference, fartherOf, type StepDistance } from "./difference.ts";
import { movedBy, oldestOf, unseenIn } from "./excuse.ts";
import type { PrintedBoundary } from "./printed-boundary.ts";
import { inUnit } from "./unit-ratio.ts";

/** A channel against the truth. */
export interface ComparedTruth {
  readonly differences: readonly Difference[];
  /** Months whose figures are as far off as a fault explains that nobody could see. */
  readonly unseen: ReadonlySet<string>;
  readonly worst: StepDistance;
}

/** What came of one comparison: true, not true, or explained by what nobody could see. */
interface Found {
  readonly untrue: Untrue | null;
  readonly isUnseen: boolean;
}

const nothing: Found = { untrue: null, isUnseen: false };

/** Compares the parts that a bill rests on: of closed months, and of open ones that show a figure. */
export function compareTruth(
  record: YearRecord,
  channelNo: number,
  expected: ExpectedChannel,
  rows: readonly ChannelRow[],
): ComparedTruth {
  const { meterId } = expected;
  const differences: Difference[] = [];
  const unseen = new Set<string>();
  let worst: StepDistance = { hundredths: 0, where: "" };
  for (const month of expected.months) {
    for (const part of month.parts) {
      const { counterNo } = part;
      const counter = counterTruth(record, expected, counterNo);
      const place = { channelNo, meterId, month: month.bounds.month, counterNo };
      const found = [consumptionOf(record, expected, part, counter)];
      for (const at of boundariesOf(expected, month, part, rows)) {
        const { hundredths, ...index } = indexOf(record, expected, at, counter);
        found.push(index, drawOf(record, expected, month, at, counter));
        const where = `channel ${channelNo} (${meterId}) ${place.month}, counter ${counterNo}`;
        worst = fartherOf(worst, { hundredths, where });
      }
      for (const { untrue, isUnseen } of found) {
        if (isUnseen) unseen.add(place.month);
        else if (untrue !== null) differences.push({ ...place, ...untrue });
      }
    }
  }
  for (const { month, counterNo, ...found } of strangeIn(record, expected)) {
    if (found.isUnseen) unseen.add(month);
    else if (found.untrue !== null) {
      differences.push({ channelNo, meterId, month, counterNo, ...found.untrue });
    }
  }
  return { differences, unseen, worst };
}

/** Accepted readings that no register showed: the first of each month, and each the year holds. */
function strangeIn(record: YearRecord, expected: ExpectedChannel) {
  const { meterId, months, counters } = expected;
  return counters.flatMap(({ counterNo, counterId, life }) => {
    const counter = counterTruth(record, expected, counterNo);
    const { truth } = record.building;
    const indexAt = (atMs: number) => truth.indexAt(meterId, counterId, atMs);
    const told = new Set<string>();
    return strangeReadings(life.sources, counter, indexAt).flatMap((at) => {
      const { atMs } = at.boundary;
      const within = months.find(({ bounds }) => bounds.fromMs <= atMs && atMs < bounds.toMs);
      const month = within?.bounds.month ?? "";
      const found = indexOf(record, expected, at, counter);
      if (!found.isUnseen && told.has(month)) return [];
      if (!found.isUnseen) told.add(month);
      return [{ month, counterNo, untrue: found.untrue, isUnseen: found.isUnseen }];
    });
  });
}

function consumptionOf(
  record: YearRecord,
  { meterId, counters }: ExpectedChannel,
  part: ExpectedPart,
  counter: CounterTruth,
): Found {
  const trueMs = (gatewayMs: number) => gatewayMs - offsetAt(record, gatewayMs);
  const untrue = untrueOf(part, counter, trueMs);
  if (untrue === null) return nothing;
  const { facts } = part.source;
  const counterId = counters.find(({ counterNo }) => counterNo === part.counterNo)?.counterId ?? "";
  const faults = unseenIn(record.invisible, meterId, partSpan(part, trueMs));
  const moved = movedBy(
    faults,
    counterId,
    (micro) => inUnit(facts.unit, micro),
    (elapsedMs) => mostInMicro(facts, elapsedMs),
  );
  return { untrue, isUnseen: untrueOf(part, counter, trueMs, moved) === null };
}

function indexOf(
  record: YearRecord,
  { meterId }: ExpectedChannel,
  at: PrintedBoundary,
  counter: CounterTruth,
): Found & { readonly hundredths: number } {
  const { hundredths, untrue } = againstRegister(at, counter);
  if (untrue === null) return { ...nothing, hundredths };
  const oldMs = oldestBehind(record, meterId, at.boundary);
  const isUnseen = oldMs > 0 && againstRegister(at, counter, oldMs).untrue === null;
  // What nobody could see says nothing of how exact the gateway is.
  return { untrue, isUnseen, hundredths: isUnseen ? 0 : hundredths };
}

function drawOf(
  record: YearRecord,
  { meterId }: ExpectedChannel,
  { bounds }: ExpectedMonth,
  at: PrintedBoundary,
  counter: CounterTruth,
): Found {
  const { atMs } = at.boundary;
  if (atMs !== bounds.fromMs && atMs !== bounds.toMs) return nothing;
  if (isWithinDraw(at, counter)) return nothing;
  const untrue = {
    what: `draw at the ${at.side}`,
    expected: "within what the meter can draw from midnight",
    shown: "more",
  };
  const oldMs = oldestBehind(record, meterId, at.boundary);
  return { untrue, isUnseen: oldMs > 0 && isWithinDraw(at, counter, oldMs) };
}

function oldestBehind({ invisible }: YearRecord, meterId: string, boundary: BoundaryIndex): number {
  const rests = restsOn(boundary);
  return rests === null ? 0 : oldestOf(unseenIn(invisible, meterId, rests));
}

/** Both boundaries of a part with the figures on the page, where it shows them. */
function boundariesOf(
  { periods }: ExpectedChannel,
  { bounds, parts }: ExpectedMonth,
  part: ExpectedPart,
  rows: readonly ChannelRow[],
): readonly PrintedBoundary[] {
  const { counterNo, source, opening, closing } = part;
  const own = parts.filter((one) => one.counterNo === counterNo && one.periodNo === part.periodNo);
  const isOnPage = part.periodNo === periods.length - 1;
  const cell = rows
    .flatMap(({ counters }) => counters.filter((one) => one.counterNo === counterNo))
    .flatMap(({ cells }) => cells)
    .find(({ month }) => month === bounds.month);
  const shownOpening = isOnPage && own[0] === part ? cell?.opening : null;
  const shownClosing = isOnPage && own.at(-1) === part ? cell?.index : null;
  return [
    { side: "opening", source, boundary: opening, printed: printedOf(shownOpening, opening.index) },
    { side: "closing", source, boundary: closing, printed: printedOf(shownClosing, closing.index) },
  ];
}

function printedOf(text: string | null | undefined, otherwise: PrintedIndex): PrintedIndex {
  if (text === null || text === undefined) return otherwise;
  const [whole = "", part = ""] = text.split(".");
  return { amount: BigInt(whole + part), decimals: part.length };
}

/** What the gateway's clock was ahead when it showed an instant; 0 where it never did. */
function offsetAt({ times }: YearRecord, gatewayMs: number): number {
  const { offsetMs } = clockAt(times.clock, gatewayMs);
  return clockAt(times.clock, gatewayMs - offsetMs).offsetMs;
}
