/**
 * The life of two meters as chance would have it: rounds with good, missing, odd and falling counts,
 * what persons say of them, exchanges, rollovers, tenants, closed months. The same seed is the same
 * life, so that two stores can be told the same.
 */

import { type MonthPart, monthOf } from "@mega/domain";
import type { LedgerEvent, RoundItem } from "../append/event.ts";
import type { LedgerView } from "../append/state.ts";
import { firstDueAtMs, testSource } from "./test-events.ts";

const DAY_MS = 24 * 3_600_000;
const ROLLOVER = 1_000_000;
const why = "by chance";

/** Whole numbers from 0, below what is asked. */
export type Chance = (below: number) => number;

/** Numbers that look random and are the same for the same seed (a linear congruence). */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What every life begins with. */
export const birth: readonly LedgerEvent[] = [
  { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
  { kind: "source-declared", source: testSource(1, ROLLOVER) },
  { kind: "source-declared", source: testSource(2) },
  { kind: "channel-bound", binding: { channelNo: 1, fromMs: 0, counter1: 1, counter2: 2 } },
];

/** What happens on a day: a round, and now and then something besides. May be refused. */
export function eventsOfDay(day: number, view: LedgerView, chance: Chance): LedgerEvent[] {
  const dueAtMs = firstDueAtMs + day * DAY_MS;
  const items = [1, 2].flatMap((sourceNo) => itemOf(sourceNo, dueAtMs, view, chance));
  const round: LedgerEvent = { kind: "round-taken", cause: "scheduled", dueAtMs, items };
  return [round, ...saidOn(dueAtMs, view, chance)];
}

function itemOf(sourceNo: number, dueAtMs: number, view: LedgerView, chance: Chance): RoundItem[] {
  const last = view.standings.get(sourceNo)?.latest?.count ?? 1000;
  const item = { sourceNo, takenAtMs: dueAtMs + sourceNo * 90, raw: Uint8Array.of(chance(256)) };
  const rises = last + chance(50_000);
  switch (chance(12)) {
    case 0:
      return [];
    case 1:
      return [
        { ...item, judgement: { status: "missing", reason: "timeout" }, raw: new Uint8Array() },
      ];
    case 2:
      return [{ ...item, judgement: { status: "rejected", reason: "sentinel" } }];
    case 3:
      return [
        {
          ...item,
          judgement: { status: "quarantined", count: rises * 2, reason: "rose-beyond-rating" },
        },
      ];
    case 4:
      return [
        { ...item, judgement: { status: "quarantined", count: chance(900), reason: "fell" } },
      ];
    case 5:
      return [{ ...item, judgement: { status: "accepted", count: last, mark: "held" } }];
    default: {
      const turned = sourceNo === 1 && rises >= ROLLOVER;
      const mark = turned ? ({ mark: "rolled-over" } as const) : {};
      return [{ ...item, judgement: { status: "accepted", count: rises % ROLLOVER, ...mark } }];
    }
  }
}

function saidOn(atMs: number, view: LedgerView, chance: Chance): LedgerEvent[] {
  const sourceNo = 1 + chance(2);
  const open = [...view.quarantines.values()][chance(Math.max(1, view.quarantines.size))];
  const latest = view.standings.get(sourceNo)?.latest;
  const channelNo = 1;
  switch (chance(14)) {
    case 0:
      return open
        ? [{ kind: "quarantine-released", seq: open.seq, sourceNo: open.sourceNo, why }]
        : [];
    case 1:
      return open
        ? [{ kind: "quarantine-discarded", seq: open.seq, sourceNo: open.sourceNo, why }]
        : [];
    case 2: {
      const wrong = chance(2) === 0 ? open : latest && { ...latest, sourceNo };
      if (!wrong) return [];
      const { seq, takenAtMs } = wrong;
      const count = Math.max(0, wrong.count - chance(20));
      return [{ kind: "reading-corrected", seq, sourceNo: wrong.sourceNo, takenAtMs, count, why }];
    }
    case 3: {
      if (!latest) return [];
      const counts = { oldEndCount: latest.count + chance(5), newStartCount: chance(100) };
      const sources = { oldSourceNo: sourceNo, newSourceNo: sourceNo };
      return [{ kind: "meter-replaced", ...sources, ...counts, atMs: atMs + 3_600_000, why }];
    }
    case 4: {
      const tenancyId = (view.head.seq + 16).toString(16).padStart(32, "0");
      const indexes = { 1: null, 2: null };
      const tenancy = view.tenancies.get(channelNo)?.at(-1);
      const ends = tenancy?.endedAtMs === null;
      return [
        ...(ends
          ? [
              {
                kind: "tenancy-ended",
                tenancyId: tenancy.tenancyId,
                channelNo,
                endedAtMs: atMs,
                closing: indexes,
              } as const,
            ]
          : []),
        { kind: "tenancy-started", tenancyId, channelNo, startedAtMs: atMs, opening: indexes },
      ];
    }
    case 5: {
      const month = monthOf(atMs - 5 * DAY_MS, "Europe/Brussels");
      const revision = (view.revisions.get(channelNo)?.get(month)?.revision ?? 0) + 1;
      const version = { ruleVersion: 1, tzVersion: "2026a", parts: [partAt(atMs, view)], why };
      return [{ kind: "month-closed", channelNo, month, revision, ...version }];
    }
    case 6:
      return [{ kind: "clock-stepped", fromMs: atMs, toMs: atMs - chance(9000), why }];
    case 7:
      return [
        {
          kind: "index-fixed",
          sourceNo,
          purpose: "hand-entered",
          index: partAt(atMs, view).opening,
        },
      ];
    case 8: {
      const tenancyId = view.tenancies.get(channelNo)?.at(-1)?.tenancyId;
      return tenancyId === undefined ? [] : [{ kind: "tenancy-undone", tenancyId, channelNo, why }];
    }
    default:
      return [];
  }
}

function partAt(atMs: number, view: LedgerView): MonthPart {
  const index = (amount: number) =>
    ({
      atMs,
      index: { amount, decimals: 3, unit: "kWh" },
      method: "actual",
      evidence: [Math.max(1, view.head.seq - 1)],
    }) as const;
  const tenancyId = "ab".repeat(16);
  const consumed = { amount: 42, decimals: 3, unit: "kWh" } as const;
  return {
    counterNo: 1,
    sourceNo: 1,
    tenancyId,
    opening: index(100),
    closing: index(142),
    consumed,
  };
}
