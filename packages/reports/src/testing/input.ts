/** Inputs of the table as tests write them: one line of text for the parts of a month. */

import {
  type IndexMethod,
  type MonthPart,
  monthSpan,
  parseDecimal,
  type Quantity,
  type Unit,
} from "@mega/domain";
import type { ChannelInput, CounterInput, ShownMonth } from "../table/channel-input.ts";

export const zone = "Europe/Brussels";
const may = monthSpan("2026-05", zone);
const dayMs = 24 * 3_600_000;

const methods: Readonly<Record<string, IndexMethod>> = {
  "": "actual",
  i: "interpolated",
  e: "estimated",
  p: "person",
  l: "latest",
};

/** Kilowatt-hours unless told. */
export function amount(text: string, unit: Unit = "kWh"): Quantity {
  return { ...(parseDecimal(text) ?? { amount: 0, decimals: 0 }), unit };
}

/** A day of May 2026 in milliseconds; day 32 is its end. */
export function dayOfMay(day: number): number {
  return day === 32 ? may.toMs : may.fromMs + (day - 1) * dayMs;
}

/**
 * Parts written as "new:1/1 10.5 12.25i": tenancy, counter number and source, then from and to as
 * "day@index" with the letter of the method.
 */
function partsOf(text: string): MonthPart[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")
    .map((item) => {
      const match = /^(\w+):(\d)\/(\d+) (\d+)@([\d.]+)([a-z]?) (\d+)@([\d.]+)([a-z]?)( \w+)?$/.exec(
        item,
      );
      if (match === null) throw new Error(`no part: ${item}`);
      const unit = (match[10]?.trim() ?? "kWh") as Unit;
      const at = (day = "", index = "", method = "") => ({
        atMs: dayOfMay(Number(day)),
        index: amount(index, unit),
        method: methods[method] ?? "actual",
        evidence: [],
      });
      const opening = at(match[4], match[5], match[6]);
      const closing = at(match[7], match[8], match[9]);
      const decimals = Math.max(opening.index.decimals, closing.index.decimals);
      const worth = (value: Quantity) => value.amount * 10 ** (decimals - value.decimals);
      return {
        counterNo: Number(match[2]) === 2 ? 2 : 1,
        sourceNo: Number(match[3]),
        tenancyId: match[1] ?? "",
        opening,
        closing,
        consumed: { amount: worth(closing.index) - worth(opening.index), decimals, unit },
      };
    });
}

/** A month that leaves no question. */
export function shownMonth(parts: string, more: Partial<ShownMonth> = {}): ShownMonth {
  return {
    provisional: false,
    parts: partsOf(parts),
    incompleteCounters: [],
    questions: [],
    closed: null,
    ...more,
  };
}

/** Counter 1 of source 1, which was never asked. */
export function counterInput(more: Partial<CounterInput> = {}): CounterInput {
  return {
    counterNo: 1,
    counterId: "import",
    unit: "kWh",
    decimals: 3,
    readByPerson: false,
    indexDueMs: null,
    sourceNos: [1],
    otherNos: [],
    latest: null,
    lastAttempt: null,
    quarantine: null,
    ...more,
  };
}

/** A channel with a meter of its own. */
export function channelInput(channelNo: number, more: Partial<ChannelInput> = {}): ChannelInput {
  return {
    channelNo,
    name: `Channel ${channelNo}`,
    inTotals: true,
    unitKind: "Wh+",
    medium: "electricity",
    meter: {
      meterId: `meter-${channelNo}`,
      profileId: "sample",
      model: "Sample S1",
      address: `bus main, address ${channelNo}`,
      serialNumber: null,
      profileStatus: "verified",
    },
    counters: [counterInput()],
    tenancy: { tenancyId: "new", startedAtMs: 0, endedAtMs: null },
    months: new Map(),
    ...more,
  };
}
