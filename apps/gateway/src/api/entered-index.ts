/**
 * GET and POST /channels/:channelNo/entered-index: the index of a meter without a bus travels like
 * any reading. It is judged before it is stored: what falls is refused at once, since the person who
 * typed is there to look again.
 */

import type {
  EnteredCounter,
  EnteredIndexAnswer,
  EnteredIndexPreview,
  EnteredIndexQuery,
  EnteredIndexRequest,
} from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import { decimalText, toUtcString } from "@mega/domain";
import { nextIndexDueMs } from "@mega/figures";
import type { InstalledManualMeter } from "@mega/installation";
import type { LedgerEvent, LedgerView } from "@mega/ledger";
import { type EntryGround, judgedEntry } from "../entered-index/judged-entry.ts";
import { instantAsked, type ReadingWindow, typedReading } from "../entered-index/typed-reading.ts";
import {
  lastAcceptedMs,
  type MeterCounter,
  meterCounters,
} from "../exchanges/exchanged-counters.ts";
import type { ApiContext } from "./api-context.ts";
import { appended } from "./appended.ts";
import { plannedChannel } from "./channel-path.ts";

const MINUTE_MS = 60_000;

/** What is known of the meter, and how what is typed would be judged. */
export function enteredIndexPreview(
  context: ApiContext,
  channelNo: number,
  { at, indexes }: EnteredIndexQuery,
): EnteredIndexPreview {
  const { clock, ledger, planned } = context;
  const view = ledger.snapshot();
  const typed = typedMeter(context, view, channelNo);
  const { window, installed, wanted } = typed;
  const dueMs =
    window.afterMs === null ? null : nextIndexDueMs(window.afterMs, planned.plan.timeZone);
  const nowMs = clock.nowMs();
  const awaitedMs = dueMs !== null && dueMs <= nowMs ? dueMs : null;
  const minuteMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  const suggestedMs = awaitedMs ?? (minuteMs > (window.afterMs ?? 0) ? minuteMs : nowMs);
  const counters = (indexes ?? "")
    .split(",")
    .filter((item) => item !== "")
    .map((item) => {
      const [counterId = "", index = ""] = item.split(":");
      return { counterId, index };
    });
  const atMs = at === undefined ? suggestedMs : instantAsked("/query/at", at, window);
  const reading =
    counters.length === 0 ? null : typedReading(installed, { counters, atMs, wanted });
  const name = plannedChannel(context, channelNo).channel.name;
  return {
    channelNo,
    name,
    after: window.afterMs === null ? null : toUtcString(window.afterMs),
    until: toUtcString(window.untilMs),
    suggestedAt: toUtcString(suggestedMs),
    awaitedFor: awaitedMs === null ? null : toUtcString(awaitedMs),
    counters: typed.shown,
    judged: reading === null ? [] : [...judgedEntry(groundOf(context, view), reading).counters],
  };
}

/** Takes an index; between two rounds, so that no judgement rests on another state. */
export async function enterIndex(
  context: ApiContext,
  channelNo: number,
  request: EnteredIndexRequest,
  actor: string,
): Promise<EnteredIndexAnswer> {
  const { ledger, runner } = context;
  return runner.betweenRounds(async () => {
    const view = ledger.snapshot();
    const { installed, wanted, window } = typedMeter(context, view, channelNo);
    const atMs = instantAsked("/takenAt", request.takenAt, window);
    const reading = typedReading(installed, { counters: request.counters, atMs, wanted });
    const { batch, counters } = judgedEntry(groundOf(context, view), reading);
    refuseDoubt(counters, request);
    if (batch.events.length > 0) await appended(ledger, batch.events, actor);
    const sourceNos = new Set(batch.judged.keys());
    const released = confirmations(ledger.snapshot(), sourceNos, atMs, request.note);
    if (released.length > 0) await appended(ledger, released, actor);
    const { seq } = ledger.snapshot().head;
    return { channelNo, takenAt: toUtcString(atMs), counters: [...counters], seq };
  });
}

interface TypedMeter {
  readonly installed: InstalledManualMeter;
  readonly wanted: readonly string[];
  readonly window: ReadingWindow;
  readonly shown: EnteredIndexPreview["counters"];
}

/** The channel's meter; refused where the gateway asks it itself. */
function typedMeter(context: ApiContext, view: LedgerView, channelNo: number): TypedMeter {
  const { planned, clock } = context;
  const { meterId } = plannedChannel(context, channelNo);
  const installed = planned.meters.get(meterId);
  const plan = planned.plan.meters.find(({ meter }) => meter.id === meterId);
  if (installed?.kind !== "manual" || plan === undefined) {
    const allowed = "a channel whose meter a person reads";
    const pointer = "/path/channelNo";
    throw fieldProblem({ pointer, value: channelNo, allowed, error: "CONFLICT" });
  }
  const wanted = plan.counters.map(({ counterId }) => counterId);
  const known = meterCounters(view, plan);
  const window = { afterMs: lastAcceptedMs(known), untilMs: clock.nowMs() };
  return { installed, wanted, window, shown: shownCounters(installed, wanted, known) };
}

function shownCounters(
  { counters }: InstalledManualMeter,
  wanted: readonly string[],
  known: readonly MeterCounter[],
): EnteredIndexPreview["counters"] {
  return counters.flatMap(({ counterId, unit, typedDecimals: decimals }) => {
    if (!wanted.includes(counterId) || unit === "Wmin") return [];
    const latest = known.find((one) => one.counterId === counterId)?.latest ?? null;
    const asDisplayed = (amount: number) => decimalText({ amount, decimals });
    return [
      {
        counterId,
        unit,
        decimals,
        latest: latest && {
          index: asDisplayed(latest.count),
          takenAt: toUtcString(latest.takenAtMs),
        },
      },
    ];
  });
}

function groundOf(context: ApiContext, view: LedgerView): EntryGround {
  const { planned, tzVersion, newId } = context;
  return { view, plan: planned.plan, tzVersion, newTenancyId: newId };
}

/** One counter that cannot be true refuses all: they were read from one display at one time. */
function refuseDoubt(
  counters: readonly EnteredCounter[],
  { counters: typed, confirmed }: EnteredIndexRequest,
): void {
  for (const { counterId, verdict, reason } of counters) {
    const at = typed.findIndex((one) => one.counterId === counterId);
    const refused = { pointer: `/counters/${at}/index`, value: typed[at]?.index } as const;
    if (verdict === "refused") {
      const allowed = "at least the last index; an exchanged meter is recorded as an exchange";
      const code = reason === "clock-before-last" ? "not-newer" : "below-last";
      throw fieldProblem({ ...refused, allowed, code, error: "CONFLICT" });
    }
    if (verdict === "doubtful" && !confirmed) {
      const allowed = `what can have passed since the last index, or confirmed: true (${reason})`;
      throw fieldProblem({ ...refused, allowed, code: "beyond-rating", error: "CONFLICT" });
    }
  }
}

/** What the person's confirmation says of the readings that wait from this very entry. */
function confirmations(
  view: LedgerView,
  sourceNos: ReadonlySet<number>,
  atMs: number,
  note: string,
): readonly LedgerEvent[] {
  const why = note.trim().length >= 3 ? note.trim() : "read from the display and confirmed";
  return [...view.quarantines.values()].flatMap(
    ({ seq, sourceNo, takenAtMs, count, reason }): LedgerEvent[] => {
      if (!sourceNos.has(sourceNo) || takenAtMs !== atMs) return [];
      const lastCount = view.standings.get(sourceNo)?.latest?.count;
      const turned = reason === "possible-rollover" && lastCount !== undefined;
      const rolled = {
        kind: "counter-rolled-over",
        sourceNo,
        atMs,
        firstCount: count,
        why,
      } as const;
      return [
        ...(turned ? [{ ...rolled, lastCount }] : []),
        { kind: "quarantine-released", seq, sourceNo, why },
      ];
    },
  );
}
