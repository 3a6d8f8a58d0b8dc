/**
 * A source is one counter of one meter, as it was declared to the ledger. Its number is never used
 * again for another. Readings hold the meter's own count; the source says what a count is worth.
 */

import type { Decimal, Medium, Ratio, Unit } from "../quantity/quantity.ts";

/** 1, 2, 3 …; given once and never reused. */
export type SourceNo = number;

/** Which counter of the meter, as named in its profile: "import", "export", "energy", "volume" … */
export type CounterId = string;

/** One counter of one meter. */
export interface Source {
  readonly sourceNo: SourceNo;
  readonly meterId: string;
  readonly counterId: CounterId;
  /** As read from the meter or typed by the installer; null when the meter has none. */
  readonly serialNumber: string | null;
  readonly profileId: string;
  /** SHA-256 of the profile's content, hexadecimal. */
  readonly profileHash: string;
  readonly medium: Medium;
  readonly unit: Unit;
  /** One count is 10^-decimals units before the factor. */
  readonly decimals: number;
  /** Pulse weight or current-transformer ratio; 1/1 for most. */
  readonly factor: Ratio;
  /** The index at count 0, in units: a pulse counter's mechanical start reading. */
  readonly start: Decimal;
  /** The count after which the counter starts again at 0, plus one; null when it never does. */
  readonly rolloverCount: number | null;
  /** The most that can pass in an hour, in units. */
  readonly ratedMaximumPerHour: Decimal;
}

/** How names of profiles begin whose meters nobody can ask: a person reads the display. */
export const MANUAL_PROFILE_PREFIX = "manual-";

/** Whether every reading of the source was read from the display and typed by a person. */
export function isReadByPerson(source: Pick<Source, "profileId">): boolean {
  return source.profileId.startsWith(MANUAL_PROFILE_PREFIX);
}
