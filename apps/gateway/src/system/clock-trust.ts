/**
 * How far the system's clock can be trusted: synchronised, not synchronised, or unknown because the
 * system has nobody to ask. Asked every ten minutes; a month is not closed by itself on a clock that
 * is known not to be synchronised.
 */

import { execFile } from "node:child_process";
import type { Clock, ClockState } from "@mega/domain";

const ASK_EVERY_MS = 600_000;
const ANSWER_WITHIN_MS = 5_000;
/** A clock before this has lost its battery: 2026-01-01. */
const EARLIEST_MS = Date.UTC(2026, 0, 1);

/** The state of the clock, kept up to date until it is stopped. */
export interface ClockTrustWatch {
  readonly state: () => ClockState;
  readonly stop: () => void;
}

/** Watches the clock; the first answer is there when the promise resolves. */
export async function watchClockTrust(clock: Clock): Promise<ClockTrustWatch> {
  let state = await askSystem();
  let cancel = clock.setTimer(ASK_EVERY_MS, again);
  function again(): void {
    void askSystem().then((found) => {
      state = found;
    });
    cancel = clock.setTimer(ASK_EVERY_MS, again);
  }
  return {
    state: () => (clock.nowMs() < EARLIEST_MS ? "U" : state),
    stop: () => cancel(),
  };
}

/** S when the system says so, U when it says no, I when there is nobody to ask. */
function askSystem(): Promise<ClockState> {
  const question = ["show", "--property=NTPSynchronized", "--value"];
  return new Promise((resolve) => {
    execFile("timedatectl", question, { timeout: ANSWER_WITHIN_MS }, (error, answer) => {
      if (error !== null) resolve("I");
      else resolve(answer.trim() === "yes" ? "S" : "U");
    });
  });
}
