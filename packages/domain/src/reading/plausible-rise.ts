/** How far a counter can rise in a time: what its rated maximum lets through, and one step. */

import type { Source } from "../installation/source.ts";
import type { TimedCount } from "./reading.ts";

/** After so long without an accepted reading the time alone makes much possible: a day. */
const SILENCE_MS = 24 * 3_600_000;
/** A mean above this part of the rating, over a whole silence, is more than a dwelling draws: a tenth. */
const SUSPECT_PART = 10;

/**
 * Whether a rise of whole counts is possible within the elapsed milliseconds: at most the rated
 * maximum times the time, and one step more because a step may fall due at once.
 */
export function isPlausibleRise(
  source: Pick<Source, "decimals" | "factor" | "ratedMaximumPerHour">,
  riseCounts: number,
  elapsedMs: number,
): boolean {
  if (riseCounts <= 1) return true;
  const { factor, ratedMaximumPerHour: rated } = source;
  const elapsed = Math.max(0, Math.floor(elapsedMs));
  const risen = (riseCounts - 1) * factor.numerator * 3_600_000 * 10 ** rated.decimals;
  const possible = rated.amount * elapsed * factor.denominator * 10 ** source.decimals;
  // A product of whole numbers that is a safe integer is exact, and so was all on the way to it.
  if (Number.isSafeInteger(risen) && Number.isSafeInteger(possible)) return risen <= possible;
  const exactlyRisen =
    BigInt(riseCounts - 1) * BigInt(factor.numerator) * 3_600_000n * 10n ** BigInt(rated.decimals);
  const exactlyPossible =
    BigInt(rated.amount) *
    BigInt(elapsed) *
    BigInt(factor.denominator) *
    10n ** BigInt(source.decimals);
  return exactlyRisen <= exactlyPossible;
}

/**
 * Whether a count that is possible should yet wait for a person: after more than a day without an
 * accepted reading it has at least doubled, and by more than a tenth of the rated maximum would have
 * let through. So looks a small count in another unit (0.949 kWh that comes back as 949.000), and a
 * silence of a day or two is all it needs to be possible.
 */
export function isSuspectAfterSilence(
  source: Pick<Source, "decimals" | "factor" | "ratedMaximumPerHour">,
  last: TimedCount,
  at: TimedCount,
): boolean {
  const elapsedMs = at.takenAtMs - last.takenAtMs;
  const rise = at.count - last.count;
  if (elapsedMs <= SILENCE_MS || rise < last.count) return false;
  return !isPlausibleRise(source, rise, elapsedMs / SUSPECT_PART);
}

/**
 * The rise from an old count to a lower one over the declared maximum: maximum + 1 − old + new.
 * Undefined unless the old count is above 90 % of the maximum and the new one below 10 %.
 */
export function riseOverRollover(
  source: Pick<Source, "rolloverCount">,
  oldCount: number,
  newCount: number,
): number | undefined {
  if (source.rolloverCount === null || newCount >= oldCount) return undefined;
  const maximum = BigInt(source.rolloverCount - 1);
  const near = BigInt(oldCount) * 10n > maximum * 9n && BigInt(newCount) * 10n < maximum;
  return near ? source.rolloverCount - oldCount + newCount : undefined;
}
