/**
 * What a tenant hears of the live stream: that figures changed, and how his own channel was read.
 * Rounds and scans count every meter of the building and are not his to hear.
 */

import type { StreamEvent } from "@mega/contract";
import type { Clock } from "@mega/domain";
import { begunStays } from "@mega/figures";
import type { Access } from "../access.ts";
import type { Principal } from "../principal.ts";

/** What becomes of a message for one listener; null keeps it from him. */
export type EventFilter = (event: StreamEvent) => StreamEvent | null;

/** The filter of who asks; none for those whom nothing limits. */
export function eventFilter(
  access: Pick<Access, "accounts">,
  clock: Pick<Clock, "nowMs">,
  principal: Principal | null,
): EventFilter | undefined {
  if (principal?.kind !== "user" || principal.role !== "tenant") return undefined;
  const { accountId } = principal;
  return (event) => {
    // Stays may end while the stream is open.
    const grants = access.accounts.find(accountId)?.grants ?? [];
    const present = begunStays(grants, clock.nowMs()).filter(({ toMs }) => toMs === null);
    return heardBy(new Set(present.map(({ channelNo }) => channelNo)), event);
  };
}

function heardBy(own: ReadonlySet<number>, event: StreamEvent): StreamEvent | null {
  switch (event.kind) {
    case "hello":
      return { ...event, round: null };
    case "counters-changed":
      return { ...event, channels: [] };
    case "channel":
      return own.has(event.channelNo) ? event : null;
    case "progress":
    case "round":
    case "scan":
      return null;
    default:
      // Of what is told some day nobody knows whose it is.
      return null;
  }
}
