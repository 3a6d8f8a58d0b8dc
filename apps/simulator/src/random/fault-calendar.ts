/**
 * Where faults may lie: a free place on a meter, far enough from its other faults that each can be
 * told by itself, and the instants at which a fault is hardest.
 */

import { addMonths, localTime, monthOf, monthSpan } from "@mega/domain";
import type { Chance } from "./chance.ts";

/** A span of time that a fault takes. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How a place for a fault is looked for. */
export interface Wish {
  readonly lengthMs: number;
  /** Whether it changes figures: those keep 40 days of distance, the others two. */
  readonly changesFigures: boolean;
  /** An instant that must lie in its middle; anywhere when it is absent. */
  readonly aroundMs?: number;
}

/** The calendar of a building. */
export interface FaultCalendar {
  /** First instants of the months within, and the instants at which the clocks change. */
  readonly monthEndsMs: readonly number[];
  readonly clockChangesMs: readonly number[];
  /** A free place on a meter, taken; undefined where the first try met another fault. */
  take(meterId: string, wish: Wish): Span | undefined;
  /** Takes a place whatever is there. */
  book(meterId: string, span: Span, changesFigures: boolean): void;
}

/** The time that a building is made up for. */
export interface BuildingTime {
  readonly startMs: number;
  readonly endMs: number;
  readonly timeZone: string;
}

interface Booking extends Span {
  readonly changesFigures: boolean;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const figuresApartMs = 40 * dayMs;
const apartMs = 2 * dayMs;
/** A building begins and ends in good health. */
const quietMs = 3 * dayMs;

/** Opens the calendar. */
export function faultCalendar(chance: Chance, time: BuildingTime): FaultCalendar {
  const booked = new Map<string, Booking[]>();
  const first = time.startMs + quietMs;
  const last = time.endMs - quietMs;

  function bookingsOf(meterId: string): Booking[] {
    const known = booked.get(meterId) ?? [];
    booked.set(meterId, known);
    return known;
  }

  function isFree(meterId: string, span: Span, changesFigures: boolean): boolean {
    if (span.fromMs < first || span.toMs > last) return false;
    return bookingsOf(meterId).every((other) => {
      const restMs = changesFigures && other.changesFigures ? figuresApartMs : apartMs;
      return span.fromMs >= other.toMs + restMs || span.toMs + restMs <= other.fromMs;
    });
  }

  return {
    monthEndsMs: monthEnds(time).filter((atMs) => atMs > first && atMs < last),
    clockChangesMs: clockChanges(time).filter((atMs) => atMs > first && atMs < last),
    take(meterId, { lengthMs, changesFigures, aroundMs }) {
      const minutes = Math.floor((last - first - lengthMs) / minuteMs);
      if (minutes <= 0) return undefined;
      const fromMs =
        aroundMs === undefined
          ? first + chance.whole(0, minutes) * minuteMs
          : aroundMs - Math.floor(lengthMs / 2 / minuteMs) * minuteMs;
      const span = { fromMs, toMs: fromMs + lengthMs };
      if (!isFree(meterId, span, changesFigures)) return undefined;
      bookingsOf(meterId).push({ ...span, changesFigures });
      return span;
    },
    book(meterId, span, changesFigures) {
      bookingsOf(meterId).push({ ...span, changesFigures });
    },
  };
}

function monthEnds({ startMs, endMs, timeZone }: BuildingTime): readonly number[] {
  const ends: number[] = [];
  for (let month = monthOf(startMs, timeZone); ; month = addMonths(month, 1)) {
    const { toMs } = monthSpan(month, timeZone);
    if (toMs >= endMs) return ends;
    ends.push(toMs);
  }
}

/** To the hour: no zone of a building changes within one. */
function clockChanges({ startMs, endMs, timeZone }: BuildingTime): readonly number[] {
  const changes: number[] = [];
  const offsetAt = (atMs: number) => localTime(atMs, timeZone).offsetMinutes;
  for (let dayStartMs = startMs; dayStartMs < endMs; dayStartMs += dayMs) {
    if (offsetAt(dayStartMs) === offsetAt(dayStartMs + dayMs)) continue;
    let atMs = dayStartMs;
    while (offsetAt(atMs + hourMs) === offsetAt(dayStartMs)) atMs += hourMs;
    changes.push(atMs + hourMs);
  }
  return changes;
}
