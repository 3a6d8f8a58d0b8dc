/**
 * What a gateway tells its ledger in the life of a building, batch by batch as it does in service: a
 * round in one append, each channel's month in one append, what a person answers in one append. A
 * round stands for a day, so that a month ends every thirty of them.
 */

import { type MonthKey, monthOf } from "@mega/domain";
import type { LedgerEvent, LedgerView, RoundItem } from "@mega/ledger";
import type { Chance } from "../chance.ts";

const timeZone = "Europe/Brussels";
const tzVersion = "2026a";
const DAY_MS = 24 * 3_600_000;
/** 2026-05-20 00:02 in Brussels: the first month ends soon. */
const firstDueAtMs = Date.UTC(2026, 4, 19, 22, 2);

/** The next batch: of a ledger that is empty, its first round with all that is declared by it. */
export function nextBatch(view: LedgerView, channels: number, chance: Chance): LedgerEvent[] {
  if (view.zone === null) return firstRound(channels);
  const closing = dueClosing(view);
  if (closing !== undefined) return [closing];
  switch (chance(12)) {
    case 0:
      return answerToQuarantine(view, chance) ?? round(view, chance);
    case 1:
      return newPeriod(view, chance);
    case 2:
      return exchange(view, chance);
    default:
      return round(view, chance);
  }
}

function firstRound(channels: number): LedgerEvent[] {
  const numbers = Array.from({ length: channels }, (_, at) => at + 1);
  const opening = { 1: { amount: 1000, decimals: 3, unit: "kWh" }, 2: null } as const;
  return [
    { kind: "zone-set", timeZone, tzVersion },
    ...numbers.map((no): LedgerEvent => ({ kind: "source-declared", source: sourceOf(no) })),
    ...numbers.map((no): LedgerEvent => {
      const binding = { channelNo: no, fromMs: firstDueAtMs, counter1: no, counter2: null };
      return { kind: "channel-bound", binding };
    }),
    {
      kind: "round-taken",
      cause: "catch-up",
      dueAtMs: firstDueAtMs,
      items: numbers.map((no) => accepted(no, firstDueAtMs, 1000)),
    },
    ...numbers.map((no): LedgerEvent => {
      const tenancyId = tenancyIdOf(no, 0);
      const startedAtMs = firstDueAtMs + no;
      return { kind: "tenancy-started", tenancyId, channelNo: no, startedAtMs, opening };
    }),
  ];
}

function sourceOf(sourceNo: number) {
  return {
    sourceNo,
    meterId: `meter-${sourceNo}`,
    counterId: "import",
    serialNumber: `A${sourceNo}`,
    profileId: "emm220",
    profileHash: "5a".repeat(32),
    medium: "electricity",
    unit: "kWh",
    decimals: 3,
    factor: { numerator: 1, denominator: 1 },
    start: { amount: 0, decimals: 0 },
    rolloverCount: null,
    ratedMaximumPerHour: { amount: 100, decimals: 0 },
  } as const;
}

function accepted(sourceNo: number, dueAtMs: number, count: number): RoundItem {
  const raw = Uint8Array.of(count >>> 24, count >>> 16, count >>> 8, count);
  return { sourceNo, takenAtMs: dueAtMs + sourceNo, judgement: { status: "accepted", count }, raw };
}

function round(view: LedgerView, chance: Chance): LedgerEvent[] {
  const dueAtMs = (view.lastRound?.dueAtMs ?? firstDueAtMs) + DAY_MS;
  const items = [...view.sources.keys()].map((no) => itemOf(view, no, dueAtMs, chance));
  return [{ kind: "round-taken", cause: "scheduled", dueAtMs, items }];
}

function itemOf(view: LedgerView, sourceNo: number, dueAtMs: number, chance: Chance): RoundItem {
  const last = view.standings.get(sourceNo)?.latest?.count ?? 0;
  const item = accepted(sourceNo, dueAtMs, last + chance(4000));
  switch (chance(40)) {
    case 0:
      return { ...item, judgement: { status: "missing", reason: "timeout" }, raw: Uint8Array.of() };
    case 1: {
      const fell = { status: "quarantined", count: chance(900), reason: "fell" } as const;
      return { ...item, judgement: fell };
    }
    default:
      return item;
  }
}

/** The oldest month of a channel that has ended and is not closed. */
function dueClosing(view: LedgerView): LedgerEvent | undefined {
  const atMs = view.lastRound?.dueAtMs ?? firstDueAtMs;
  const month = monthOf(atMs - DAY_MS * 32, timeZone);
  for (const channelNo of view.bindings.keys()) {
    if (view.revisions.get(channelNo)?.has(month) !== true)
      return closingOf(view, channelNo, month);
  }
  return undefined;
}

function closingOf(view: LedgerView, channelNo: number, month: MonthKey): LedgerEvent {
  const count = view.standings.get(channelNo)?.latest?.count ?? 0;
  const index = (amount: number) =>
    ({
      atMs: view.lastRound?.dueAtMs ?? firstDueAtMs,
      index: { amount, decimals: 3, unit: "kWh" },
      method: "actual",
      evidence: [Math.max(1, view.lastRound?.seq ?? 1)],
    }) as const;
  const part = {
    counterNo: 1,
    sourceNo: channelNo,
    tenancyId: tenancyIdOf(channelNo, 0),
    opening: index(1000),
    closing: index(count),
    consumed: { amount: count - 1000, decimals: 3, unit: "kWh" },
  } as const;
  const version = { ruleVersion: 1, tzVersion, parts: [part], why: "" };
  return { kind: "month-closed", channelNo, month, revision: 1, ...version };
}

function answerToQuarantine(view: LedgerView, chance: Chance): LedgerEvent[] | undefined {
  const waiting = [...view.quarantines.values()];
  const one = waiting[chance(waiting.length)];
  if (one === undefined) return undefined;
  const { seq, sourceNo } = one;
  return [{ kind: "quarantine-discarded", seq, sourceNo, why: "the display says otherwise" }];
}

/** One tenancy ends and the next begins: two entries that must not be parted. */
function newPeriod(view: LedgerView, chance: Chance): LedgerEvent[] {
  const channelNo = 1 + chance(view.bindings.size);
  const tenancy = view.tenancies.get(channelNo)?.at(-1);
  const atMs = (view.lastRound?.dueAtMs ?? firstDueAtMs) + 3_600_000;
  if (tenancy === undefined || tenancy.startedAtMs >= atMs) return round(view, chance);
  const { tenancyId } = tenancy;
  const count = view.standings.get(channelNo)?.latest?.count ?? 0;
  const indexes = { 1: { amount: count, decimals: 3, unit: "kWh" }, 2: null } as const;
  const next = tenancyIdOf(channelNo, view.head.seq);
  return [
    { kind: "tenancy-ended", tenancyId, channelNo, endedAtMs: atMs, closing: indexes },
    { kind: "tenancy-started", tenancyId: next, channelNo, startedAtMs: atMs, opening: indexes },
  ];
}

/** A counter is set back, and what waits of it is discarded with it. */
function exchange(view: LedgerView, chance: Chance): LedgerEvent[] {
  const sourceNo = 1 + chance(view.sources.size);
  const last = view.standings.get(sourceNo)?.latest;
  if (!last) return round(view, chance);
  const atMs = Math.max(last.takenAtMs, view.lastRound?.dueAtMs ?? 0) + 7_200_000;
  const waiting = [...view.quarantines.values()].filter((one) => one.sourceNo === sourceNo);
  const why = "counter set back";
  return [
    {
      kind: "meter-replaced",
      oldSourceNo: sourceNo,
      newSourceNo: sourceNo,
      atMs,
      oldEndCount: last.count,
      newStartCount: last.count,
      why,
    },
    ...waiting.map(({ seq }): LedgerEvent => {
      return { kind: "quarantine-discarded", seq, sourceNo, why };
    }),
  ];
}

function tenancyIdOf(channelNo: number, seq: number): string {
  return (seq * 1000 + channelNo).toString(16).padStart(32, "0");
}
