/** A tunnel as this process has it, from the asking to its end; and what is shown of it. */

import type { PortalTunnel } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { TUNNEL_MS_MAX, type TunnelEnd, type TunnelLink } from "@mega/uplink";
import type { Actor } from "../audit/append-audit.ts";

/** Who asked for a tunnel. */
export interface TunnelAsker {
  readonly accountId: number;
  /** Of the login that he asked with: the tunnel ends with it. */
  readonly sessionHash: Uint8Array;
  readonly actor: Extract<Actor, { readonly kind: "account" }>;
  readonly name: string;
}

/** The tunnel. */
export interface LiveTunnel {
  readonly tunnelId: string;
  readonly gatewayId: number;
  readonly buildingId: number;
  /** Of the box that was asked. */
  readonly generation: number;
  readonly asker: TunnelAsker;
  /** Its name in the host of its page. */
  readonly word: string;
  /** SHA-256 of what opens it once; null when it was used. */
  secretHash: string | null;
  /** Of the command by which the gateway hears of it; "" before that was given. */
  commandId: string;
  readonly askedAtMs: number;
  readonly askedMs: number;
  opened: OpenedTunnel | null;
}

/** What there is once the gateway has dialled. */
interface OpenedTunnel {
  readonly link: TunnelLink;
  readonly atMs: number;
  readonly monotonicMs: number;
  activeMs: number;
  /** SHA-256 of a ticket that waits, with when its time is over; null when there is none. */
  ticket: { readonly hash: string; readonly untilMs: number } | null;
  /** SHA-256 of the cookies of the browsers that brought a ticket. */
  readonly visitors: Set<string>;
}

/** How the newest tunnel to a gateway ended. */
export interface EndedTunnel {
  readonly accountId: number;
  readonly why: TunnelEnd | "unanswered" | "refused";
  readonly code: string | null;
  readonly atMs: number;
}

/** What a person of the building is shown. */
export function portalTunnelOf(
  live: LiveTunnel | undefined,
  ended: EndedTunnel | undefined,
  accountId: number,
): PortalTunnel {
  const last =
    live !== undefined || ended === undefined
      ? null
      : { why: ended.why, code: ended.code, at: toUtcString(ended.atMs) };
  if (live === undefined) {
    return {
      state: "none",
      own: false,
      by: null,
      askedAt: null,
      openedAt: null,
      until: null,
      last,
    };
  }
  const { asker, askedAtMs, opened } = live;
  return {
    state: opened === null ? "asked" : "open",
    own: asker.accountId === accountId,
    by: asker.name,
    askedAt: toUtcString(askedAtMs),
    openedAt: opened === null ? null : toUtcString(opened.atMs),
    until: opened === null ? null : toUtcString(opened.atMs + TUNNEL_MS_MAX),
    last,
  };
}
