// A ledger of many years: real rounds, month by month, appended as a gateway appends them and not synced
// until the end.

import {
  addMonths,
  type MonthKey,
  type MonthPart,
  type MovedClock,
  monthOf,
  monthSpan,
  movedClock,
  systemClock,
} from "@mega/domain";
import { inlineLedgerHost, type LedgerEvent, type LedgerHost } from "@mega/ledger";
import { countOf, type LedgerMeter, readingOf } from "./meters.ts";
import { sourceOf } from "./sources.ts";

/** Hours of the benchmark are counted from here: 2016-01-01 00:02 in Brussels. */
export const firstDueAtMs = Date.UTC(2015, 11, 31, 23, 2);
/** The building's zone. */
const timeZone = "Europe/Brussels";
const hourMs = 3_600_000;
const tzVersion = "2026a";

/** A ledger that was built. */
export interface BuiltLedger {
  readonly rounds: number;
  readonly readings: number;
  readonly closings: number;
  /** Milliseconds that all rounds took together, and all closings. */
  readonly roundsMs: number;
  readonly closingsMs: number;
  readonly lastDueAtMs: number;
}

/** Builds the ledger in a file that is not there yet. */
export async function buildLedger(
  path: string,
  meters: readonly LedgerMeter[],
  rounds: number,
): Promise<BuiltLedger> {
  const clock = movedClock({ startMs: firstDueAtMs });
  const trust = { state: "S", offsetMs: 0 } as const;
  const options = { path, clock, clockTrust: () => trust, synchronous: "OFF" } as const;
  const ledger = await inlineLedgerHost(options);
  await store(ledger, beginning(meters));
  const real = systemClock();
  let [roundsMs, closingsMs, closings] = [0, 0, 0];
  let month = monthOf(firstDueAtMs, timeZone);
  for (let hour = 0; hour < rounds; hour++) {
    const dueAtMs = firstDueAtMs + hour * hourMs;
    const event = roundOf(meters, hour);
    const fromMs = real.monotonicMs();
    await advance(clock, dueAtMs);
    await store(ledger, [event]);
    roundsMs += real.monotonicMs() - fromMs;
    const now = monthOf(dueAtMs, timeZone);
    if (now === month) continue;
    const closingMs = real.monotonicMs();
    for (const meter of meters) await store(ledger, [closingOf(meter, month, ledger, hour)]);
    closingsMs += real.monotonicMs() - closingMs;
    closings += meters.length;
    month = now;
  }
  ledger.makeDurable();
  await ledger.close();
  const readings = rounds * meters.length;
  const lastDueAtMs = firstDueAtMs + (rounds - 1) * hourMs;
  return { rounds, readings, closings, roundsMs, closingsMs, lastDueAtMs };
}

/** Rounds in so many years. */
export function roundsIn(years: number): number {
  const from = monthOf(firstDueAtMs, timeZone);
  const { fromMs } = monthSpan(addMonths(from, Math.round(12 * years)), timeZone);
  return Math.ceil((fromMs - firstDueAtMs) / hourMs) + 1;
}

/** The round of an hour. */
export function roundOf(meters: readonly LedgerMeter[], hour: number): LedgerEvent {
  const dueAtMs = firstDueAtMs + hour * hourMs;
  const items = meters.map((meter) => {
    const { takenAtMs, count, raw } = readingOf(meter, hour, dueAtMs);
    const judgement = { status: "accepted", count } as const;
    return { sourceNo: meter.sourceNo, takenAtMs, judgement, raw };
  });
  return { kind: "round-taken", cause: "scheduled", dueAtMs, items };
}

/** Appends, or throws what was refused. */
export async function store(ledger: LedgerHost, events: readonly LedgerEvent[]): Promise<void> {
  const outcome = await ledger.append(events);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
}

/** Zone, sources, channels and their first periods. */
export function beginning(meters: readonly LedgerMeter[]): LedgerEvent[] {
  const each = meters.flatMap((meter): LedgerEvent[] => {
    const { sourceNo } = meter;
    const binding = { channelNo: sourceNo, fromMs: firstDueAtMs, counter1: sourceNo };
    const opening = { 1: kilowattHours(countOf(meter, 0)), 2: null };
    const tenancyId = tenancyOf(sourceNo);
    return [
      { kind: "source-declared", source: sourceOf(meter) },
      { kind: "channel-bound", binding: { ...binding, counter2: null } },
      {
        kind: "tenancy-started",
        tenancyId,
        channelNo: sourceNo,
        startedAtMs: firstDueAtMs,
        opening,
      },
    ];
  });
  return [{ kind: "zone-set", timeZone, tzVersion }, ...each];
}

function closingOf(
  meter: LedgerMeter,
  month: MonthKey,
  ledger: LedgerHost,
  hour: number,
): LedgerEvent {
  const { sourceNo } = meter;
  const { fromMs, toMs } = monthSpan(month, timeZone);
  const hoursOfMonth = Math.round((toMs - fromMs) / hourMs);
  const seq = ledger.snapshot().head.seq;
  const index = (atMs: number, at: number) =>
    ({
      atMs,
      index: kilowattHours(countOf(meter, at)),
      method: "actual",
      evidence: [seq],
    }) as const;
  const opening = index(fromMs, Math.max(0, hour - hoursOfMonth));
  const closing = index(toMs, hour);
  const consumed = kilowattHours(closing.index.amount - opening.index.amount);
  const tenancyId = tenancyOf(sourceNo);
  const part: MonthPart = { counterNo: 1, sourceNo, tenancyId, opening, closing, consumed };
  const version = { revision: 1, ruleVersion: 1, tzVersion };
  return { kind: "month-closed", channelNo: sourceNo, month, ...version, parts: [part], why: "" };
}

function kilowattHours(amount: number) {
  return { amount, decimals: 3, unit: "kWh" } as const;
}

function tenancyOf(sourceNo: number): string {
  return sourceNo.toString(16).padStart(32, "0");
}

async function advance(clock: MovedClock, toMs: number): Promise<void> {
  if (toMs > clock.nowMs()) await clock.advanceTo(toMs);
}
