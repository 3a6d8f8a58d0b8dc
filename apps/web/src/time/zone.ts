/**
 * Local times of the building in the browser, by Intl alone. A local time may exist twice (autumn)
 * or not at all (spring): both are said, never guessed.
 */

import { dateFields } from "@mega/locale";

/** A local time without a zone. */
export interface LocalFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** The instants at which a zone shows a local time: none in the gap, two in the doubled hour. */
export function instantsOf(local: LocalFields, timeZone: string): readonly number[] {
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute);
  const offsets = new Set(
    [asUtc - 86_400_000, asUtc + 86_400_000].map((at) => offsetMs(at, timeZone)),
  );
  return [...offsets]
    .map((offset) => asUtc - offset)
    .filter((at) => at + offsetMs(at, timeZone) === asUtc)
    .sort((a, b) => a - b);
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
export function offsetMs(atMs: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = dateFields(atMs, timeZone);
  const shown = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return shown - Math.floor(atMs / 1000) * 1000;
}

/** The first instant of a local day; days beyond the month's end run on ("32 May" is 1 June). */
export function startOfDay(year: number, month: number, day: number, timeZone: string): number {
  const date = new Date(Date.UTC(year, month - 1, day));
  const local = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    minute: 0,
  };
  for (const hour of [0, 1, 2]) {
    const [first] = instantsOf({ ...local, hour }, timeZone);
    if (first !== undefined) return first;
  }
  return date.getTime();
}

/** "2026-05-27" of an instant. */
export function localDay(instant: number | string, timeZone: string): string {
  const { year, month, day } = dateFields(instant, timeZone);
  return `${year}-${month}-${day}`;
}

/** Year, month and day of "2026-05-27", "2026-05" or "2026"; missing parts are 1. */
export function dayParts(text: string): readonly [number, number, number] | undefined {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
  if (match === null) return undefined;
  const parts = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)] as const;
  const date = new Date(Date.UTC(parts[0], parts[1] - 1, parts[2]));
  return date.getUTCMonth() === parts[1] - 1 && date.getUTCDate() === parts[2] ? parts : undefined;
}
