/**
 * What figures are drawn from. A gateway fills these from its own ledger, a server from the mirror of
 * one; what only a running gateway knows is asked through a port of its own.
 */

import type { Clock, ClockState, CounterId, Observed } from "@mega/domain";
import type { Installation, PlannedInstallation } from "@mega/installation";
import type { LedgerHost } from "@mega/ledger";

/** What of a ledger is asked: its view at the head, readings, and months that the view holds no more. */
export type FiguresLedger = Pick<
  LedgerHost,
  "snapshot" | "readingsAround" | "readingsBetween" | "closedMonths"
>;

/** A gateway and what is known of it. */
export interface FiguresGround {
  readonly clock: Pick<Clock, "nowMs">;
  readonly installation: Installation;
  readonly planned: PlannedInstallation;
  readonly ledger: FiguresLedger;
  /** How far the gateway's wall time can be trusted. */
  readonly clockState: () => ClockState;
  /** Version of the gateway's software. */
  readonly version: string;
}

/** How the newest attempt to read a counter ended. */
export interface CounterAttempt {
  readonly observed: Observed;
  /** Words or payload as received; empty when nothing came. */
  readonly raw: Uint8Array;
  readonly takenAtMs: number;
  /** When the attempts began to end in this way. */
  readonly sinceMs: number;
}

/** What is known of attempts beside the ledger, which has no source of a meter that never answered. */
export interface KnownAttempts {
  /** The newest attempt; undefined before the first. */
  of(meterId: string, counterId: CounterId): CounterAttempt | undefined;
}

/** Attempts as a table follows them. */
export interface FollowedAttempts extends KnownAttempts {
  /** Looks for newer ones; the number rises whenever one in vain was among them. */
  look(): number;
}

/** Of whom nothing is known but what stands in the ledger. */
export const noAttempts: FollowedAttempts = { of: () => undefined, look: () => 0 };
