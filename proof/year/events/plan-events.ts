/**
 * The year of a gateway, drawn from a seed: restarts, outages, wrong clocks, new tenants and visits of
 * the property manager. Some lie where they hurt: in the middle of a round, across a month's end,
 * within the hour of a clock change. Nothing begins while the box is still off.
 */

import { monthsEndingIn } from "../expected/calendar.ts";
import { type Chance, chanceOf } from "./chance.ts";
import type { Wake, YearEvent } from "./year-event.ts";

/** Which year is drawn. */
export interface EventsInput {
  readonly seed: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  readonly channels: number;
  /** Instants at which the meters of channels are exchanged: tenants change in those months, too. */
  readonly exchanged: readonly { readonly channelNo: number; readonly atMs: number }[];
  /** Instants of a clock change, where the building has any. */
  readonly clockChangesMs: readonly number[];
  /** Instants from which on the manager has something to record before the next round. */
  readonly announcedMs: readonly number[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const roundMinute = 2;
const besideExchanges = 4;
/** Nobody outside can tell what a clock showed that is set at the very instant of a round. */
const besideRoundMs = 23_000;

/** Draws the events of a year, in no order. */
export function planEvents(input: EventsInput): readonly YearEvent[] {
  const chance = chanceOf(input.seed, "events");
  const diary = new Diary(input, chance);
  const monthEnds = monthsEndingIn(input.fromMs, input.toMs, input.timeZone)
    .map(({ toMs }) => toMs)
    .filter((toMs) => toMs > input.fromMs + 3 * dayMs && toMs < input.toMs - 3 * dayMs);
  acrossMonthEnds(diary, chance, monthEnds);
  aroundClockChanges(diary, chance, input.clockChangesMs);
  const years = (input.toMs - input.fromMs) / (365 * dayMs);
  const times = (aYear: number) => Math.max(1, Math.round(aYear * years));
  for (let at = 0; at < times(8); at += 1) restart(diary, chance);
  for (let at = 0; at < times(5); at += 1) outage(diary, chance);
  for (let at = 0; at < times(3); at += 1) {
    wrongClock(diary, chance, diary.anywhere(8) + besideRoundMs);
  }
  for (let at = 0; at < times(2); at += 1) withoutTime(diary, chance, diary.anywhere(5));
  return [...diary.events, ...movings(input, chance), ...visits(input, chance)];
}

/** What is written for which time; a time that is taken is not given again. */
class Diary {
  readonly events: YearEvent[] = [];
  readonly #taken: { readonly fromMs: number; readonly toMs: number }[] = [];
  readonly #input: EventsInput;
  readonly #chance: Chance;

  constructor(input: EventsInput, chance: Chance) {
    this.#input = input;
    this.#chance = chance;
  }

  /** An instant between two rounds. */
  anywhere(minute: number): number {
    const { fromMs, toMs } = this.#input;
    const hours = Math.floor((toMs - fromMs - 6 * dayMs) / hourMs);
    const hour = Math.floor((fromMs + 2 * dayMs) / hourMs) + this.#chance.whole(0, hours);
    return hour * hourMs + (minute + this.#chance.whole(0, 40)) * minuteMs;
  }

  /** Writes events down; false where their time is taken. */
  write(forMs: number, ...events: readonly YearEvent[]): boolean {
    const [first] = events;
    if (first === undefined) return false;
    const span = { fromMs: first.atMs - 2 * hourMs, toMs: first.atMs + forMs + 3 * hourMs };
    const { fromMs, toMs } = this.#input;
    if (span.fromMs <= fromMs || span.toMs >= toMs) return false;
    if (this.#taken.some((one) => one.fromMs < span.toMs && span.fromMs < one.toMs)) return false;
    this.#taken.push(span);
    this.events.push(...events);
    return true;
  }
}

function off(atMs: number, forMs: number, how: "stopped" | "cut", wake: Wake): YearEvent {
  return { kind: "off", atMs, forMs, how, wake };
}

const kept: Wake = { kind: "kept" };

/** Each of the first month ends of the year has a trouble of its own; the others stay quiet. */
function acrossMonthEnds(diary: Diary, chance: Chance, monthEnds: readonly number[]): void {
  const troubles: ((endMs: number) => void)[] = [
    // The round of the month's end is missed, and caught up later.
    (endMs) => diary.write(hourMs, off(endMs - 20 * minuteMs, 45 * minuteMs, "stopped", kept)),
    // Too long for a line that is trusted.
    (endMs) =>
      diary.write(dayMs, off(endMs - 9 * hourMs - 12 * minuteMs, 20 * hourMs, "cut", kept)),
    // In the middle of the round that closes the month.
    (endMs) => {
      const atMs = endMs + roundMinute * minuteMs + chance.whole(200, 2500);
      diary.write(5 * minuteMs, off(atMs, 2 * minuteMs + 40_000, "cut", kept));
    },
    // The clock is half an hour fast when the month ends, and set right afterwards.
    (endMs) => wrongAt(diary, endMs, 33 * minuteMs, 5),
    // And an hour and a half slow.
    (endMs) => wrongAt(diary, endMs, -97 * minuteMs, 4),
    // It wakes up without time before the end and hears it after.
    (endMs) => withoutTime(diary, chance, endMs - 50 * minuteMs),
    // Days ahead: the gateway sees the month's end three days early.
    (endMs) => wrongAt(diary, endMs - 40 * hourMs, 3 * dayMs + 11 * minuteMs, 3),
    // A short outage before midnight, within six hours.
    (endMs) => diary.write(4 * hourMs, off(endMs - 70 * minuteMs, 3 * hourMs, "cut", kept)),
  ];
  const ends = [...monthEnds];
  for (const trouble of troubles) {
    if (ends.length <= Math.ceil(monthEnds.length / 3)) return;
    const at = chance.whole(0, ends.length - 1);
    const [endMs] = ends.splice(at, 1);
    if (endMs !== undefined) trouble(endMs);
  }
}

function wrongAt(diary: Diary, endMs: number, offsetMs: number, hours: number): void {
  const atMs = endMs - 2 * hourMs - 35 * minuteMs + besideRoundMs;
  diary.write(
    hours * hourMs + Math.abs(offsetMs),
    { kind: "clock", atMs, offsetMs, vouched: false },
    { kind: "clock", atMs: atMs + hours * hourMs, offsetMs: 0, vouched: true },
  );
}

function aroundClockChanges(diary: Diary, chance: Chance, changesMs: readonly number[]): void {
  for (const [at, changeMs] of changesMs.entries()) {
    const atMs = changeMs + chance.whole(-25, -5) * minuteMs;
    const how = at % 2 === 0 ? "cut" : "stopped";
    diary.write(2 * hourMs, off(atMs, chance.whole(20, 50) * minuteMs, how, kept));
  }
}

function restart(diary: Diary, chance: Chance): void {
  const how = chance.one(["stopped", "cut"] as const);
  const forMs = chance.whole(20, 170) * 1000;
  const between = diary.anywhere(6);
  const inRound =
    Math.floor(between / hourMs) * hourMs + roundMinute * minuteMs + chance.whole(100, 4000);
  const atMs = chance.fraction() < 0.5 ? inRound : between;
  // Whoever wakes up at two past finds no message yet; that is drawn elsewhere.
  diary.write(forMs, off(atMs, forMs + (atMs === inRound ? 3 * minuteMs : 0), how, kept));
}

function outage(diary: Diary, chance: Chance): void {
  const forMs = chance.one([12 * minuteMs, 50 * minuteMs, 5 * hourMs, 31 * hourMs, 3 * dayMs]);
  const how = chance.one(["stopped", "cut"] as const);
  diary.write(forMs, off(diary.anywhere(8), forMs, how, kept));
}

function wrongClock(diary: Diary, chance: Chance, atMs: number): void {
  const offsetMs = chance.one([7, 24, 48, 110, -9, -26, -75, -130]) * minuteMs;
  const forMs = chance.whole(2, 30) * hourMs;
  diary.write(
    forMs + Math.abs(offsetMs),
    { kind: "clock", atMs, offsetMs, vouched: false },
    { kind: "clock", atMs: atMs + forMs, offsetMs: 0, vouched: true },
  );
}

function withoutTime(diary: Diary, chance: Chance, atMs: number): void {
  const beginsMs = chance.one([0, Date.UTC(2000, 0, 1)]) + 20 * minuteMs;
  const minutes = chance.whole(11, 46) + 60 * chance.whole(0, 6);
  const setAfterMs = minutes * minuteMs + besideRoundMs;
  const wake: Wake = { kind: "without-time", beginsMs, setAfterMs };
  diary.write(setAfterMs + hourMs, off(atMs, 9 * minuteMs, "cut", wake));
}

/** A sixth of the flats changes hands; some of them days before or after their meter does. */
function movings(input: EventsInput, chance: Chance): readonly YearEvent[] {
  const { fromMs, toMs, channels, exchanged } = input;
  const count = Math.max(3, Math.round(channels / 6));
  const beside = exchanged.slice(0, besideExchanges).flatMap(({ channelNo, atMs }): YearEvent[] => {
    const movesMs = atMs + chance.whole(-60, 60) * hourMs + 17 * minuteMs;
    if (movesMs < fromMs + 4 * dayMs || movesMs > toMs - 4 * dayMs) return [];
    const how = chance.one(["read", "interpolated"] as const);
    return [{ kind: "moving", atMs: movesMs, channelNo, how, lateMs: how === "read" ? 0 : hourMs }];
  });
  const others = Array.from({ length: count }, (_, at): YearEvent => {
    const how = (["read", "interpolated", "typed"] as const)[at % 3] ?? "read";
    const span = Math.floor((toMs - fromMs - 8 * dayMs) / minuteMs);
    const atMs = fromMs + 4 * dayMs + chance.whole(0, span) * minuteMs;
    const lateMs = how === "read" ? 0 : chance.whole(3, 9 * 24) * hourMs;
    // The last channel may be the second one on its meter.
    const channelNo = at === 0 ? channels : chance.whole(1, channels);
    return { kind: "moving", atMs, channelNo, how, lateMs };
  });
  return [...others, ...beside];
}

/** About once a week, and twice at the end. */
function visits({ fromMs, toMs, announcedMs }: EventsInput, chance: Chance): readonly YearEvent[] {
  const found: YearEvent[] = [];
  for (let atMs = fromMs + dayMs; atMs < toMs; atMs += chance.whole(5, 9) * dayMs) {
    found.push({ kind: "visit", atMs: atMs + chance.whole(20, 50) * minuteMs });
  }
  for (const knownMs of announcedMs) found.push({ kind: "visit", atMs: knownMs });
  return [...found, { kind: "visit", atMs: toMs - 95 * minuteMs }];
}

/**
 * How the clock is when the installer switches the gateway on: every other one has no time yet, and
 * hears it in its first hours.
 */
export function firstWake(seed: number): Wake {
  if (seed % 2 === 0) return kept;
  const chance = chanceOf(seed, "first start");
  const beginsMs = chance.one([0, Date.UTC(2000, 0, 1)]) + 20 * minuteMs;
  return {
    kind: "without-time",
    beginsMs,
    setAfterMs: chance.whole(11, 190) * minuteMs + besideRoundMs,
  };
}

/** The instants at which the building's clocks are changed, to the hour. */
export function clockChangesIn(fromMs: number, toMs: number, timeZone: string): readonly number[] {
  const format = new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", hourCycle: "h23" });
  const aheadOf = (atMs: number) => (Number(format.format(atMs)) - hourOf(atMs) + 24) % 24;
  const found: number[] = [];
  const first = Math.ceil(fromMs / hourMs) * hourMs;
  for (let atMs = first; atMs < toMs; atMs += hourMs) {
    if (aheadOf(atMs) !== aheadOf(atMs - hourMs)) found.push(atMs);
  }
  return found;
}

function hourOf(atMs: number): number {
  return Math.floor(atMs / hourMs) % 24;
}
