/** Events as tests write them: small, and all about the month of May 2026. */

import type { Source } from "@mega/domain";
import type { LedgerEvent, RoundItem } from "../append/event.ts";

/** 2026-05-01 00:02 in Brussels. */
export const firstDueAtMs = Date.UTC(2026, 3, 30, 22, 2);
const HOUR_MS = 3_600_000;

/** A source as tests declare it. */
export function testSource(sourceNo: number, rolloverCount: number | null = null): Source {
  return {
    sourceNo,
    meterId: `meter-${sourceNo}`,
    counterId: "import",
    serialNumber: null,
    profileId: "emm220",
    profileHash: "00".repeat(32),
    medium: "electricity",
    unit: "kWh",
    decimals: 3,
    factor: { numerator: 1, denominator: 1 },
    start: { amount: 0, decimals: 0 },
    rolloverCount,
    ratedMaximumPerHour: { amount: 100, decimals: 0 },
  };
}

/** An accepted item as tests write it. */
export function acceptedItem(sourceNo: number, takenAtMs: number, count: number): RoundItem {
  const judgement = { status: "accepted", count } as const;
  return { sourceNo, takenAtMs, judgement, raw: Uint8Array.of(0, 1, count & 0xff) };
}

/** A scheduled round, a number of hours after the first. */
export function testRound(hour: number, items: readonly RoundItem[]): LedgerEvent {
  return {
    kind: "round-taken",
    cause: "scheduled",
    dueAtMs: firstDueAtMs + hour * HOUR_MS,
    items,
  };
}
