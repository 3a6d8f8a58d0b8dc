/**
 * The PRG button, read from the value file of its GPIO line: "1" while it is pressed (a line that is
 * low when pressed is turned round by `active_low` of the same folder). A short press opens the
 * claim; held for 15 seconds it opens new credentials of the owner, and nothing else.
 */

import { readFileSync } from "node:fs";
import type { Clock } from "@mega/domain";
import type { PrgPurpose } from "./presence.ts";

/** Shorter than the shortest press of a finger. */
const POLLED_EVERY_MS = 100;
/** Shorter is contact bounce. */
const PRESS_MS_MIN = 100;
/** From here on it is meant for new credentials. */
const HELD_MS_MIN = 15_000;

/** Where a press stands between two looks at the line. */
interface ButtonState {
  /** Monotonic; null while the button is up. */
  readonly downSinceMs: number | null;
  /** Whether the long press has been told already. */
  readonly told: boolean;
}

/** What a look at the line means. */
interface ButtonStep {
  readonly next: ButtonState;
  readonly purpose: PrgPurpose | undefined;
}

/** Nobody presses. */
const buttonUp: ButtonState = { downSinceMs: null, told: false };

/** The next state, and what the press is for once that is known; pure. */
function stepButton(state: ButtonState, isDown: boolean, nowMs: number): ButtonStep {
  const { downSinceMs, told } = state;
  if (downSinceMs === null) {
    const next = isDown ? { downSinceMs: nowMs, told: false } : buttonUp;
    return { next, purpose: undefined };
  }
  const heldMs = nowMs - downSinceMs;
  if (isDown) {
    const isReset = !told && heldMs >= HELD_MS_MIN;
    return { next: { downSinceMs, told: told || isReset }, purpose: isReset ? "reset" : undefined };
  }
  const isShort = !told && heldMs >= PRESS_MS_MIN && heldMs < HELD_MS_MIN;
  return { next: buttonUp, purpose: isShort ? "claim" : undefined };
}

/** Watches the line; the result ends it. A file that cannot be read is a button nobody presses. */
export function watchPrgButton(
  clock: Clock,
  path: string,
  pressed: (purpose: PrgPurpose) => void,
): () => void {
  let state = buttonUp;
  let cancel = clock.setTimer(POLLED_EVERY_MS, look);
  function look(): void {
    const step = stepButton(state, isDown(path), clock.monotonicMs());
    state = step.next;
    if (step.purpose !== undefined) pressed(step.purpose);
    cancel = clock.setTimer(POLLED_EVERY_MS, look);
  }
  return () => cancel();
}

function isDown(path: string): boolean {
  try {
    return readFileSync(path, "utf8").trim() === "1";
  } catch {
    return false;
  }
}
