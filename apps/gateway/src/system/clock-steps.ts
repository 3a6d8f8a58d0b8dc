/**
 * Notices that the system's clock was set: wall time and monotonic time drift apart at once. The
 * step is an entry, so that whoever reads the ledger knows which instants belong to which clock.
 */

import type { Clock } from "@mega/domain";
import type { LedgerHost } from "@mega/ledger";

const LOOK_EVERY_MS = 30_000;
/** Less than this is the slewing of a clock that is being kept in time. */
const STEP_MS_MIN = 2_000;

/** Watches until the result is called. */
export function watchClockSteps(
  clock: Clock,
  ledger: LedgerHost,
  onFailure: (error: unknown) => void,
): () => void {
  let offsetMs = clock.nowMs() - clock.monotonicMs();
  let cancel = clock.setTimer(LOOK_EVERY_MS, look);
  function look(): void {
    const toMs = clock.nowMs();
    const fromMs = Math.round(clock.monotonicMs() + offsetMs);
    offsetMs = toMs - clock.monotonicMs();
    if (Math.abs(toMs - fromMs) >= STEP_MS_MIN) {
      const why = "the system's clock was set";
      ledger.append([{ kind: "clock-stepped", fromMs, toMs, why }]).catch(onFailure);
    }
    cancel = clock.setTimer(LOOK_EVERY_MS, look);
  }
  return () => cancel();
}
