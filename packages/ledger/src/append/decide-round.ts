/**
 * Decides on a round: one RoundTaken entry, before it a CounterRolledOver for each counter that was
 * judged to have passed its maximum, after it a QuarantineReleased for each earlier reading that
 * this round proves right.
 */

import { mayReleaseItself, monthOf } from "@mega/domain";
import type { LedgerFact, RoundReading } from "../entry/facts.ts";
import { statusCode, statusOfCode } from "../entry/status-codes.ts";
import { type Decision, invalid, refused, unknownSource } from "./decision.ts";
import {
  type LedgerEvent,
  RAW_BYTES_MAX,
  type Refusal,
  ROUND_ITEMS_MAX,
  type RoundItem,
} from "./event.ts";
import { cutSerialNumber, invalidInstants, isCount } from "./field-rules.ts";
import { type LedgerState, quarantineKey } from "./state.ts";

type RoundEvent = Extract<LedgerEvent, { kind: "round-taken" }>;

/** Decides on a round at the head of the ledger. */
export function decideRound(state: LedgerState, event: RoundEvent): Decision {
  if (state.zone === null) return refused("ZONE_NOT_SET", "dueAtMs", event.dueAtMs, "a zone first");
  const wrong = invalidInstants(event, "dueAtMs");
  if (wrong) return wrong;
  if (event.items.length > ROUND_ITEMS_MAX) {
    return invalid("items", event.items.length, `at most ${ROUND_ITEMS_MAX}`);
  }
  const month = monthOf(event.dueAtMs, state.zone.timeZone);
  const before: LedgerFact[] = [];
  const after: LedgerFact[] = [];
  const readings: RoundReading[] = [];
  const seen = new Set<number>();
  for (const item of event.items) {
    if (seen.has(item.sourceNo)) {
      return refused("SOURCE_TWICE_IN_ROUND", "sourceNo", item.sourceNo, "once in a round");
    }
    seen.add(item.sourceNo);
    const refusal = refuseItem(state, item) ?? refuseCount(state, item);
    if (refusal) return refusal;
    const reading = readingOf(item);
    readings.push(reading);
    const sealed = reading.count !== null || reading.raw.length > 0;
    if (sealed && !state.committedKeys.get(item.sourceNo)?.has(month)) {
      return refused("KEY_NOT_COMMITTED", "month", month, "commit the month's key first");
    }
    const rollover = rolloverOf(state, reading);
    if (rollover) before.push(rollover);
    const released = releasesOf(state, item);
    if (!Array.isArray(released)) return released;
    after.push(...released);
  }
  const { cause, dueAtMs } = event;
  const round: LedgerFact = { kind: "RoundTaken", cause, dueAtMs, month, readings };
  return { kind: "entries", entries: [...before, round, ...after] };
}

/** Sources of a round that need a month key: those with a value to seal. */
export function sourcesToSeal(event: RoundEvent): number[] {
  const needing = event.items.filter((item) => hasCount(item) || item.raw.length > 0);
  return needing.map((item) => item.sourceNo);
}

function refuseItem(state: LedgerState, item: RoundItem): Refusal | undefined {
  const { sourceNo, judgement, raw } = item;
  if (!state.sources.has(sourceNo)) return unknownSource("sourceNo", sourceNo);
  const wrong = invalidInstants(item, "takenAtMs");
  if (wrong) return wrong;
  if (raw.length > RAW_BYTES_MAX) {
    return invalid("raw", raw.length, `at most ${RAW_BYTES_MAX} bytes`);
  }
  if ("count" in judgement && !isCount(judgement.count)) {
    return invalid("count", judgement.count, "a whole number of steps from 0");
  }
  return undefined;
}

/**
 * An accepted reading is newer than the last one, so that a round told twice stands once; and its
 * count never falls, except over a rollover that is recorded with it.
 */
function refuseCount(state: LedgerState, item: RoundItem): Refusal | undefined {
  const { judgement, sourceNo, takenAtMs } = item;
  if (judgement.status !== "accepted") return undefined;
  const last = state.standings.get(sourceNo)?.latest;
  if (!last) return undefined;
  if (takenAtMs <= last.takenAtMs) {
    return refused("READING_NOT_NEWER", "takenAtMs", takenAtMs, `after ${last.takenAtMs}`);
  }
  if (judgement.mark === "rolled-over") {
    const rolloverCount = state.sources.get(sourceNo)?.rolloverCount ?? null;
    if (rolloverCount !== null && judgement.count < rolloverCount) return undefined;
    return invalid("mark", judgement.mark, "a source with a declared rollover");
  }
  if (judgement.count < last.count) {
    return refused("COUNT_FELL", "count", judgement.count, `at least ${last.count}`);
  }
  if (judgement.mark === "held" && judgement.count !== last.count) {
    return invalid("count", judgement.count, `${last.count}, which is held`);
  }
  return undefined;
}

function rolloverOf(state: LedgerState, reading: RoundReading): LedgerFact | undefined {
  const last = state.standings.get(reading.sourceNo)?.latest;
  if (reading.mark !== "rolled-over" || reading.count === null || !last) return undefined;
  if (reading.count >= last.count) return undefined;
  return {
    kind: "CounterRolledOver",
    sourceNo: reading.sourceNo,
    atMs: reading.takenAtMs,
    lastCount: last.count,
    firstCount: reading.count,
    why: "judged near the declared maximum",
  };
}

function readingOf(item: RoundItem): RoundReading {
  const { judgement } = item;
  const status = statusOfCode(statusCode(judgement));
  if (status === undefined) throw new Error("Broken assumption: every judgement has a code");
  return {
    sourceNo: item.sourceNo,
    takenAtMs: item.takenAtMs,
    ...status,
    count: "count" in judgement ? judgement.count : null,
    raw: item.raw,
    erased: false,
    serialNumber: item.serialNumber === undefined ? null : cutSerialNumber(item.serialNumber),
  };
}

function hasCount(item: RoundItem): boolean {
  return "count" in item.judgement;
}

/**
 * Only upward jumps are released by later readings, within a day and short of a doubled counter;
 * anything else waits for a person.
 */
function releasesOf(state: LedgerState, item: RoundItem): LedgerFact[] | Refusal {
  const { judgement, sourceNo } = item;
  if (judgement.status !== "accepted") return [];
  const facts: LedgerFact[] = [];
  for (const { seq } of judgement.releases ?? []) {
    const open = state.quarantines.get(quarantineKey(seq, sourceNo));
    if (!open) return refused("QUARANTINE_NOT_OPEN", "releases", seq, "an open quarantine");
    if (open.reason !== "rose-beyond-rating") {
      return invalid("releases", open.reason, "rose-beyond-rating, or a person's release");
    }
    if (open.count > judgement.count) {
      return refused("COUNT_FELL", "releases", open.count, `at most ${judgement.count}`);
    }
    const last = state.standings.get(sourceNo)?.latest ?? { count: 0 };
    const at = { takenAtMs: item.takenAtMs, count: judgement.count };
    if (!mayReleaseItself({ last, firstWaiting: open, at })) {
      return invalid("releases", judgement.count, "a person's release of such a rise");
    }
    const why = "later readings agree with it";
    facts.push({ kind: "QuarantineReleased", seq, sourceNo, takenAtMs: open.takenAtMs, why });
  }
  return facts;
}
