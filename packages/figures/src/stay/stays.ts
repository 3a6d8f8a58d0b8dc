/**
 * The stays of a tenant as far as they have begun. What lies outside of them does not exist for him.
 * Pure.
 */

import type { Span } from "@mega/domain";

/** One stay behind a channel; milliseconds since 1970 UTC. */
export interface Stay {
  readonly channelNo: number;
  readonly fromMs: number;
  /** Null while he lives there. */
  readonly toMs: number | null;
}

/** The newest stay behind each channel that has begun, by channel; what touches is one stay. */
export function begunStays(grants: readonly Stay[], nowMs: number): readonly Stay[] {
  const newest = new Map<number, Stay>();
  const begun = grants.filter(({ fromMs, toMs }) => fromMs <= nowMs && fromMs < endOf(toMs));
  for (const grant of begun.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const before = newest.get(grant.channelNo);
    const touches = before !== undefined && grant.fromMs <= endOf(before.toMs);
    const toMs = touches ? later(before.toMs, grant.toMs) : grant.toMs;
    const fromMs = touches ? before.fromMs : grant.fromMs;
    newest.set(grant.channelNo, { channelNo: grant.channelNo, fromMs, toMs });
  }
  return [...newest.values()]
    .map((stay) => (endOf(stay.toMs) > nowMs ? { ...stay, toMs: null } : stay))
    .sort((a, b) => a.channelNo - b.channelNo);
}

/** Whether an instant lies within a stay; both of its ends do. */
export function isWithin({ fromMs, toMs }: Pick<Stay, "fromMs" | "toMs">, atMs: number): boolean {
  return atMs >= fromMs && atMs <= endOf(toMs);
}

/** Whether a span and a stay have more than an instant in common. */
export function touchesStay({ fromMs, toMs }: Pick<Stay, "fromMs" | "toMs">, span: Span): boolean {
  return span.toMs > fromMs && span.fromMs < endOf(toMs);
}

function endOf(toMs: number | null): number {
  return toMs ?? Number.POSITIVE_INFINITY;
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}
