/** The stamp of a batch, taken where the clock is. */

import type { Stamp } from "../append/write-batch.ts";
import type { Actor, LedgerHostOptions } from "./ledger-host.ts";

/** Who acts when nobody is named. */
const GATEWAY: Actor = "gateway";

/** Stamps a batch now. */
export function makeStamp(
  { clock, clockTrust }: Pick<LedgerHostOptions, "clock" | "clockTrust">,
  bootId: Uint8Array,
  actor: Actor = GATEWAY,
): Stamp {
  const trust = clockTrust?.() ?? { state: "U", offsetMs: null };
  return {
    recordedAtMs: Math.floor(clock.nowMs()),
    bootId,
    monotonicMs: Math.floor(clock.monotonicMs()),
    clockState: trust.state,
    clockOffsetMs: trust.offsetMs === null ? null : Math.round(trust.offsetMs),
    actor,
  };
}
