/** A stay as a person writes it: days of the building, the last one still part of it. Pure. */

import type { NewStay, StayList } from "@mega/contract";
import { dayParts, localDay, startOfDay } from "../../time/zone.ts";
import { isPerson, type PersonDraft, sentPerson } from "../parts/person-fields.tsx";

/** A stay as the server tells it. */
export type Stay = StayList["stays"][number];

/** A stay as it is typed. */
export interface StayDraft extends PersonDraft {
  /** "" until one is chosen. */
  readonly channel: string;
  /** "2026-05-01"; "" until one is chosen. */
  readonly from: string;
  /** The last day; "" while the stay lasts. */
  readonly to: string;
}

/** What is wrong with the days. */
export type DayFault = "from" | "to" | "order";

/** The first fault of the days as far as something is typed; null where they stand. */
export function dayFault({ from, to }: Pick<StayDraft, "from" | "to">): DayFault | null {
  if (from !== "" && dayParts(from) === undefined) return "from";
  if (to !== "" && dayParts(to) === undefined) return "to";
  return from !== "" && to !== "" && to < from ? "order" : null;
}

/** What the server is asked for; null while something is missing or wrong. */
export function requestOf(draft: StayDraft, timeZone: string): NewStay | null {
  const { channel, from, to } = draft;
  if (channel === "" || from === "" || dayFault(draft) !== null || !isPerson(draft)) return null;
  return {
    ...sentPerson(draft),
    channelNo: Number(channel),
    from: dayBegin(from, 0, timeZone),
    to: to === "" ? null : dayBegin(to, 1, timeZone),
  };
}

/** The instant at which a stay with this last day ends: the begin of the day behind it. */
export function endAfter(lastDay: string, timeZone: string): string {
  return dayBegin(lastDay, 1, timeZone);
}

/** The last local day of a stay that ends at an instant. */
export function lastDay(to: string, timeZone: string): string {
  return localDay(Date.parse(to) - 1, timeZone);
}

/** The begin of a local day, so many days later. */
function dayBegin(day: string, days: number, timeZone: string): string {
  const [year, month, dayOfMonth] = dayParts(day) ?? [1970, 1, 1];
  return new Date(startOfDay(year, month, dayOfMonth + days, timeZone)).toISOString();
}

/** Stays of a gateway by whether they are over at an instant. */
export function partedStays(stays: readonly Stay[], nowMs: number) {
  const isOver = ({ to }: Stay) => to !== null && Date.parse(to) <= nowMs;
  return { open: stays.filter((stay) => !isOver(stay)), past: stays.filter(isOver) };
}
