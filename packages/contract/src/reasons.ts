/**
 * Why a channel has no good reading, and what a person can do about it. Each class of failure sends
 * the electrician to another place, so classes are never folded into one.
 */

import { type Static, Type } from "typebox";

/**
 * Every reason of the domain: a missing count, a quarantine, or a rejection; and that nobody has typed
 * the index of a meter without a bus.
 */
export const Reason = Type.Enum(
  [
    "timeout",
    "bad-crc",
    "wrong-reply",
    "exception",
    "bus-down",
    "not-available",
    "no-message",
    "stale-message",
    "bad-payload",
    "serial-changed",
    "not-polled",
    "fell",
    "rose-beyond-rating",
    "sentinel",
    "possible-rollover",
    "clock-before-last",
    "index-awaited",
  ],
  { description: "Why there is no accepted reading." },
);
export type Reason = Static<typeof Reason>;

/** Where to look. */
export const AdviceCode = Type.Enum(
  [
    "check-power-address-wiring",
    "check-cable",
    "check-profile",
    "check-bus",
    "check-device-online",
    "check-payload",
    "check-serial",
    "check-display",
    "check-clock",
    "enter-index",
    "wait",
  ],
  { description: "What to check first." },
);
export type AdviceCode = Static<typeof AdviceCode>;

const adviceOfReason: Readonly<Record<Reason, AdviceCode>> = {
  timeout: "check-power-address-wiring",
  "bad-crc": "check-cable",
  "wrong-reply": "check-cable",
  exception: "check-profile",
  "bus-down": "check-bus",
  "not-available": "wait",
  "no-message": "check-device-online",
  "stale-message": "check-device-online",
  "bad-payload": "check-payload",
  "serial-changed": "check-serial",
  "not-polled": "wait",
  fell: "check-display",
  "rose-beyond-rating": "check-display",
  sentinel: "check-profile",
  "possible-rollover": "check-display",
  "clock-before-last": "check-clock",
  "index-awaited": "enter-index",
};

/** What to check first for a reason. */
export function adviceOf(reason: Reason): AdviceCode {
  return adviceOfReason[reason];
}
