/**
 * A change of the network on trial, as a value. Time is counted only while somebody could confirm,
 * and as elapsed time: neither a clock that is set nor a restart shortens or stretches it.
 *
 *   LAN, static   link ──cable──▶ confirmation ──180 s──▶ rolled back
 *                  ▲────no cable────┘
 *   Wi-Fi         join ──joined──▶ DHCP: kept │ static: confirmation ──180 s──▶ rolled back
 *                  └──180 s──▶ rolled back
 *
 * DHCP on a cable is never on trial.
 */

import { NETWORK_CONFIRM_WITHIN_S } from "@mega/contract";

/** How long a trial lasts, in milliseconds. */
export const TRIAL_MS = NETWORK_CONFIRM_WITHIN_S * 1000;

/** A change on trial. */
export interface Trial {
  readonly interfaceName: string;
  readonly kind: "lan" | "wifi";
  readonly mode: "dhcp" | "static";
  /** Null with DHCP. */
  readonly address: string | null;
  readonly newUuid: string;
  /** What to go back to; null where there was no profile. */
  readonly previousUuid: string | null;
  /** Whether Wi-Fi was off before. */
  readonly previouslyOff: boolean;
  readonly requestedAtMs: number;
  readonly needs: "link" | "confirmation" | "join";
  /** What is left of the trial; stands still while it waits for a link. */
  readonly remainingMs: number;
}

/** What the interface does. */
export interface LinkSeen {
  /** Whether the cable carries a signal; of no meaning for Wi-Fi. */
  readonly carrier: boolean;
  /** Whether the profile on trial is in use. */
  readonly joined: boolean;
}

/** What follows. */
export type TrialStep =
  | { readonly kind: "wait"; readonly trial: Trial }
  | { readonly kind: "keep" }
  | { readonly kind: "roll-back" };

/** The next state after some time with what is seen at its end. */
export function stepTrial(trial: Trial, seen: LinkSeen, elapsedMs: number): TrialStep {
  switch (trial.needs) {
    case "link":
      return seen.carrier ? waitFor(trial, "confirmation") : { kind: "wait", trial };
    case "confirmation":
      if (trial.kind === "lan" && !seen.carrier) return waitFor(trial, "link");
      return count(trial, elapsedMs);
    case "join":
      if (!seen.joined) return count(trial, elapsedMs);
      return trial.mode === "dhcp" ? { kind: "keep" } : waitFor(trial, "confirmation");
  }
}

function waitFor(trial: Trial, needs: Trial["needs"]): TrialStep {
  return { kind: "wait", trial: { ...trial, needs, remainingMs: TRIAL_MS } };
}

function count(trial: Trial, elapsedMs: number): TrialStep {
  const remainingMs = trial.remainingMs - elapsedMs;
  if (remainingMs <= 0) return { kind: "roll-back" };
  return { kind: "wait", trial: { ...trial, remainingMs } };
}
