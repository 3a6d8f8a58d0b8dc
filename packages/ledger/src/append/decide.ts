/**
 * The rules of the ledger: what an event becomes, or why it is refused. Pure; the table in
 * decide.test.ts has a line for each rule.
 */

import { type MonthKey, monthOf, type SourceNo, unreachable } from "@mega/domain";
import type { LedgerFact } from "../entry/facts.ts";
import { decideRound } from "./decide-round.ts";
import type { KeyCommitment, LedgerEvent, Refusal, RefusalCode } from "./event.ts";
import { invalidBinding, invalidSource, isCount, isInstant } from "./field-rules.ts";
import { type LedgerState, openTenancy, quarantineKey } from "./state.ts";

/** What becomes of an event. */
export type Decision =
  | { readonly kind: "entries"; readonly entries: readonly LedgerFact[] }
  | Refusal;

/** An event, or the commitment of keys that the writer makes before their first use. */
export type Decidable =
  | LedgerEvent
  | {
      readonly kind: "month-keys-made";
      readonly month: MonthKey;
      readonly keys: readonly KeyCommitment[];
    };

type Event<Kind extends Decidable["kind"]> = Extract<Decidable, { kind: Kind }>;

/** Decides on an event at the head of the ledger. */
export function decide(state: LedgerState, event: Decidable): Decision {
  switch (event.kind) {
    case "source-declared":
      return decideSource(state, event);
    case "channel-bound":
      return decideBinding(state, event);
    case "zone-set":
      return entry({ ...event, kind: "ZoneSet" });
    case "month-keys-made":
      return decideKeys(state, event);
    case "round-taken":
      return decideRound(state, event);
    case "index-fixed":
      return withSources(state, ["sourceNo"], event, { ...event, kind: "IndexFixed" });
    case "month-closed":
      return decideMonth(state, event);
    case "tenancy-started":
      return decideTenancyStart(state, event);
    case "tenancy-ended":
      return decideTenancyEnd(state, event);
    case "meter-replaced":
      return decideReplacement(state, event);
    case "counter-rolled-over":
      return decideRollover(state, event);
    case "quarantine-released":
      return decideRelease(state, event);
    case "quarantine-discarded":
      return decideDiscard(state, event);
    case "reading-corrected":
      return decideCorrection(state, event);
    case "clock-stepped":
      return entry({ ...event, kind: "ClockStepped" });
    case "restarted":
      return entry({ ...event, kind: "Restarted" });
    default:
      return unreachable(event);
  }
}

/** A refusal in one line. */
export function refused(
  code: RefusalCode,
  field: string,
  value: unknown,
  allowed: string,
): Refusal {
  return { kind: "refused", code, field, value, allowed };
}

function entry(...entries: LedgerFact[]): Decision {
  return { kind: "entries", entries };
}

function decideSource(state: LedgerState, { source }: Event<"source-declared">): Decision {
  const { sourceNo } = source;
  if (state.sources.has(sourceNo)) {
    return refused("SOURCE_NUMBER_USED", "sourceNo", sourceNo, "a number never used before");
  }
  return invalidSource(source) ?? entry({ kind: "SourceDeclared", source });
}

function decideBinding(state: LedgerState, { binding }: Event<"channel-bound">): Decision {
  const invalid = invalidBinding(binding);
  if (invalid) return invalid;
  for (const field of ["counter1", "counter2"] as const) {
    const sourceNo = binding[field];
    if (sourceNo !== null && !state.sources.has(sourceNo)) return unknownSource(field, sourceNo);
  }
  return entry({ kind: "ChannelBound", binding });
}

function decideKeys(state: LedgerState, event: Event<"month-keys-made">): Decision {
  for (const { sourceNo } of event.keys) {
    if (!state.sources.has(sourceNo)) return unknownSource("sourceNo", sourceNo);
    if (state.committedKeys.get(sourceNo)?.has(event.month)) {
      const allowed = "one key for each source and month";
      return refused("KEY_ALREADY_COMMITTED", "month", event.month, allowed);
    }
  }
  return entry({ kind: "MonthKeyCommitted", month: event.month, keys: event.keys });
}

function decideMonth(state: LedgerState, event: Event<"month-closed">): Decision {
  const before = state.revisions.get(event.channelNo)?.get(event.month);
  const next = (before?.revision ?? 0) + 1;
  if (event.revision !== next) {
    return refused("REVISION_WRONG", "revision", event.revision, String(next));
  }
  for (const part of event.parts) {
    if (!state.sources.has(part.sourceNo)) return unknownSource("sourceNo", part.sourceNo);
  }
  return entry({ ...event, kind: "MonthClosed", supersedes: before?.seq ?? null });
}

function decideTenancyStart(state: LedgerState, event: Event<"tenancy-started">): Decision {
  const open = openTenancy(state, event.channelNo);
  if (open) {
    return refused("TENANCY_OPEN", "channelNo", event.channelNo, `end ${open.tenancyId} first`);
  }
  if (!/^[0-9a-f]{32}$/.test(event.tenancyId)) {
    return refused("VALUE_INVALID", "tenancyId", event.tenancyId, "16 random bytes, hexadecimal");
  }
  for (const tenancies of state.tenancies.values()) {
    if (tenancies.some((tenancy) => tenancy.tenancyId === event.tenancyId)) {
      return refused("TENANCY_ID_USED", "tenancyId", event.tenancyId, "an id never used before");
    }
  }
  const endedAtMs = state.tenancies.get(event.channelNo)?.at(-1)?.endedAtMs ?? event.startedAtMs;
  if (!isInstant(event.startedAtMs) || event.startedAtMs < endedAtMs) {
    return refused("VALUE_INVALID", "startedAtMs", event.startedAtMs, `from ${endedAtMs} on`);
  }
  return entry({ ...event, kind: "TenancyStarted" });
}

function decideTenancyEnd(state: LedgerState, event: Event<"tenancy-ended">): Decision {
  const open = openTenancy(state, event.channelNo);
  if (open?.tenancyId !== event.tenancyId) {
    const allowed = open ? open.tenancyId : "none: no tenancy is open";
    return refused("TENANCY_NOT_OPEN", "tenancyId", event.tenancyId, allowed);
  }
  if (!isInstant(event.endedAtMs) || event.endedAtMs < open.startedAtMs) {
    return refused("VALUE_INVALID", "endedAtMs", event.endedAtMs, `from ${open.startedAtMs} on`);
  }
  return entry({ ...event, kind: "TenancyEnded" });
}

function decideReplacement(state: LedgerState, event: Event<"meter-replaced">): Decision {
  for (const field of ["oldEndCount", "newStartCount"] as const) {
    if (!isCount(event[field])) return wrongCount(field, event[field]);
  }
  const last = state.standings.get(event.oldSourceNo)?.latest;
  if (last && event.oldEndCount < last.count) {
    return refused("COUNT_FELL", "oldEndCount", event.oldEndCount, `at least ${last.count}`);
  }
  const fact: LedgerFact = { ...event, kind: "MeterReplaced" };
  return withSources(state, ["oldSourceNo", "newSourceNo"], event, fact);
}

function decideRollover(state: LedgerState, event: Event<"counter-rolled-over">): Decision {
  for (const field of ["lastCount", "firstCount"] as const) {
    if (!isCount(event[field])) return wrongCount(field, event[field]);
  }
  const rolloverCount = state.sources.get(event.sourceNo)?.rolloverCount;
  if (rolloverCount === null) {
    const allowed = "a source with a declared rollover";
    return refused("VALUE_INVALID", "sourceNo", event.sourceNo, allowed);
  }
  const last = state.standings.get(event.sourceNo)?.latest;
  if (last && event.lastCount < last.count) {
    return refused("COUNT_FELL", "lastCount", event.lastCount, `at least ${last.count}`);
  }
  return withSources(state, ["sourceNo"], event, { ...event, kind: "CounterRolledOver" });
}

function decideRelease(state: LedgerState, event: Event<"quarantine-released">): Decision {
  const open = state.quarantines.get(quarantineKey(event.seq, event.sourceNo));
  if (!open) return notInQuarantine(event.seq);
  const last = state.standings.get(event.sourceNo)?.latest;
  if (last && open.takenAtMs >= last.takenAtMs && open.count < last.count) {
    const allowed = `at least ${last.count}; record the exchange or the rollover first`;
    return refused("COUNT_FELL", "count", open.count, allowed);
  }
  if (last && open.takenAtMs < last.takenAtMs && open.count > last.count) {
    return refused("COUNT_FELL", "count", open.count, `at most ${last.count}, which came after`);
  }
  return entry({ ...event, kind: "QuarantineReleased", takenAtMs: open.takenAtMs });
}

function decideDiscard(state: LedgerState, event: Event<"quarantine-discarded">): Decision {
  const open = state.quarantines.get(quarantineKey(event.seq, event.sourceNo));
  if (!open) return notInQuarantine(event.seq);
  return entry({ ...event, kind: "QuarantineDiscarded", takenAtMs: open.takenAtMs });
}

function decideCorrection(state: LedgerState, event: Event<"reading-corrected">): Decision {
  if (!isCount(event.count)) return wrongCount("count", event.count);
  if (state.zone === null) {
    return refused("ZONE_NOT_SET", "takenAtMs", event.takenAtMs, "set the zone first");
  }
  if (event.seq < 1 || event.seq > state.head.seq) {
    return refused("READING_UNKNOWN", "seq", event.seq, `1 to ${state.head.seq}`);
  }
  const month = monthOf(event.takenAtMs, state.zone.timeZone);
  if (!state.committedKeys.get(event.sourceNo)?.has(month)) {
    return refused("KEY_NOT_COMMITTED", "month", month, "a month whose key is committed");
  }
  const fact: LedgerFact = { ...event, kind: "ReadingCorrected", month };
  return withSources(state, ["sourceNo"], event, fact);
}

function withSources<Field extends string>(
  state: LedgerState,
  fields: readonly Field[],
  event: Readonly<Record<Field, SourceNo>>,
  fact: LedgerFact,
): Decision {
  for (const field of fields) {
    if (!state.sources.has(event[field])) return unknownSource(field, event[field]);
  }
  return entry(fact);
}

function unknownSource(field: string, sourceNo: SourceNo): Refusal {
  return refused("SOURCE_UNKNOWN", field, sourceNo, "a declared source");
}

function wrongCount(field: string, value: unknown): Refusal {
  return refused("VALUE_INVALID", field, value, "a whole number of steps from 0");
}

function notInQuarantine(seq: number): Refusal {
  return refused("QUARANTINE_NOT_OPEN", "seq", seq, "a reading that waits in the quarantine");
}
