/**
 * The building's months, worked out with the platform's own calendar: the first instant of local day 1
 * is found by asking what time a clock on the wall shows.
 */

/** A month with its bounds, milliseconds since 1970 UTC; the end is not part of it. */
export interface MonthBounds {
  /** "2028-02". */
  readonly month: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const walls = new Map<string, Intl.DateTimeFormat>();

function wallOf(timeZone: string): Intl.DateTimeFormat {
  const known = walls.get(timeZone);
  if (known !== undefined) return known;
  const wall = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  walls.set(timeZone, wall);
  return wall;
}

/** How far the wall clock is ahead of UTC at an instant, milliseconds. */
function aheadMs(instantMs: number, timeZone: string): number {
  const parts = new Map(
    wallOf(timeZone)
      .formatToParts(instantMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const shown = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"));
  return shown + of("second") * 1000 - Math.floor(instantMs / 1000) * 1000;
}

/** The first instant of a month; `month` from 1, more than 12 runs on into later years. */
export function monthStartMs(year: number, month: number, timeZone: string): number {
  const wall = Date.UTC(year, month - 1, 1);
  let instantMs = wall - aheadMs(wall, timeZone);
  instantMs = wall - aheadMs(instantMs, timeZone);
  return instantMs;
}

/** The months that end within a span, oldest first; the first one may have begun before it. */
export function monthsEndingIn(
  fromMs: number,
  toMs: number,
  timeZone: string,
): readonly MonthBounds[] {
  const local = new Date(fromMs + aheadMs(fromMs, timeZone));
  const year = local.getUTCFullYear();
  const months: MonthBounds[] = [];
  for (let month = local.getUTCMonth() + 1; ; month += 1) {
    const bounds = {
      month: keyOf(year, month),
      fromMs: monthStartMs(year, month, timeZone),
      toMs: monthStartMs(year, month + 1, timeZone),
    };
    if (bounds.toMs > toMs) return months;
    months.push(bounds);
  }
}

function keyOf(year: number, month: number): string {
  const first = new Date(Date.UTC(year, month - 1, 1));
  return `${first.getUTCFullYear()}-${String(first.getUTCMonth() + 1).padStart(2, "0")}`;
}
