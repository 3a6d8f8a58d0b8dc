/**
 * What later readings may settle without a person.
 *
 * When they may release a jump that waits, without a person. It serves the honest one: a
 * burst beyond a rating that is set too low, or a display that stood still and caught up. Such a jump
 * is part of what the meter counted before, and the hours behind it make it possible soon.
 *
 * A rise as large as the whole count is none of that: a wrong unit, another meter and a doubled
 * register look so, and with a small count they become possible by mere waiting. Nor is a jump that
 * only days make possible: by then a person can have looked.
 *
 * When they may pass by falls: within the same day a display that showed nothing comes back. Later a
 * figure above the last accepted one may be a wild one of a register that began again, and be possible
 * by the time alone that nobody answered: then it must follow from what fell as well.
 */

import type { TimedCount } from "./reading.ts";

/** So long after the first one that waits later readings may settle it: a day. */
const SELF_RELEASE_WITHIN_MS = 24 * 3_600_000;

/** An upward jump that waits, what was accepted before it, and the reading that bears it out. */
export interface JumpBorneOut {
  readonly last: Pick<TimedCount, "count">;
  readonly firstWaiting: Pick<TimedCount, "takenAtMs">;
  readonly at: TimedCount;
}

/** Whether readings may release the jump by themselves; what they may not waits for a person. */
export function mayReleaseItself({ last, firstWaiting, at }: JumpBorneOut): boolean {
  if (at.count - last.count >= last.count) return false;
  return at.takenAtMs - firstWaiting.takenAtMs <= SELF_RELEASE_WITHIN_MS;
}

/** Whether a reading need not follow from the falls that wait; the first of them, and the reading. */
export function mayComeBack(
  firstFall: Pick<TimedCount, "takenAtMs">,
  at: Pick<TimedCount, "takenAtMs">,
): boolean {
  return at.takenAtMs - firstFall.takenAtMs <= SELF_RELEASE_WITHIN_MS;
}
