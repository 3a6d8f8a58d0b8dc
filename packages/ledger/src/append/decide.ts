/**
 * The rules of the ledger: what an event becomes, or why it is refused. Pure; the table in
 * decide.test.ts has a line for each rule.
 */

import { type SourceNo, unreachable } from "@mega/domain";
import { sameBytes, toHex } from "../entry/cbor.ts";
import { decideCorrection, decideDiscard, decideRelease } from "./decide-quarantine.ts";
import { decideRound } from "./decide-round.ts";
import { decideTenancyEnd, decideTenancyStart, decideTenancyUndo } from "./decide-tenancy.ts";
import {
  type Decidable,
  type Decision,
  entries,
  invalid,
  refused,
  unknownSource,
} from "./decision.ts";
import { ROUND_ITEMS_MAX } from "./event.ts";
import {
  cutSerialNumber,
  invalidBinding,
  invalidChannelNo,
  invalidCounts,
  invalidInstants,
  invalidMonth,
  invalidName,
  invalidSource,
  invalidWhy,
  invalidZone,
  isPositive,
} from "./field-rules.ts";
import { invalidIndexAt, invalidParts } from "./figure-rules.ts";
import type { LedgerState } from "./state.ts";

type Event<Kind extends Decidable["kind"]> = Extract<Decidable, { kind: Kind }>;

/** Decides on an event at the head of the ledger. */
export function decide(state: LedgerState, event: Decidable): Decision {
  switch (event.kind) {
    case "source-declared":
      return decideSource(state, event);
    case "channel-bound":
      return decideBinding(state, event);
    case "zone-set":
      return decideZone(event);
    case "month-keys-made":
      return decideKeys(state, event);
    case "round-taken":
      return decideRound(state, event);
    case "index-fixed":
      return decideIndex(state, event);
    case "month-closed":
      return decideMonth(state, event);
    case "tenancy-started":
      return decideTenancyStart(state, event);
    case "tenancy-ended":
      return decideTenancyEnd(state, event);
    case "tenancy-undone":
      return decideTenancyUndo(state, event);
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
      return decideClock(event);
    case "restarted":
      return decideRestart(event);
    case "credentials-reset":
      return decideReset(event);
    case "ledger-continued":
      return decideContinuation(state, event);
    default:
      return unreachable(event);
  }
}

function decideSource(state: LedgerState, { source }: Event<"source-declared">): Decision {
  const { sourceNo } = source;
  if (state.sources.has(sourceNo)) {
    return refused("SOURCE_NUMBER_USED", "sourceNo", sourceNo, "a number never used before");
  }
  const serialNumber = source.serialNumber === null ? null : cutSerialNumber(source.serialNumber);
  const kept = { ...source, serialNumber };
  return invalidSource(source) ?? entries({ kind: "SourceDeclared", source: kept });
}

function decideBinding(state: LedgerState, { binding }: Event<"channel-bound">): Decision {
  const wrong = invalidBinding(binding);
  if (wrong) return wrong;
  for (const field of ["counter1", "counter2"] as const) {
    const sourceNo = binding[field];
    if (sourceNo !== null && !state.sources.has(sourceNo)) return unknownSource(field, sourceNo);
  }
  return entries({ kind: "ChannelBound", binding });
}

function decideZone(event: Event<"zone-set">): Decision {
  const wrong = invalidZone(event.timeZone) ?? invalidName("tzVersion", event.tzVersion);
  return wrong ?? entries({ ...event, kind: "ZoneSet" });
}

function decideKeys(state: LedgerState, event: Event<"month-keys-made">): Decision {
  if (event.keys.length > ROUND_ITEMS_MAX) {
    return invalid("keys", event.keys.length, `at most ${ROUND_ITEMS_MAX}`);
  }
  const seen = new Set<SourceNo>();
  for (const { sourceNo } of event.keys) {
    if (!state.sources.has(sourceNo)) return unknownSource("sourceNo", sourceNo);
    if (seen.has(sourceNo) || state.committedKeys.get(sourceNo)?.has(event.month)) {
      const allowed = "one key for each source and month";
      return refused("KEY_ALREADY_COMMITTED", "month", event.month, allowed);
    }
    seen.add(sourceNo);
  }
  return entries({ kind: "MonthKeyCommitted", month: event.month, keys: event.keys });
}

function decideIndex(state: LedgerState, event: Event<"index-fixed">): Decision {
  const source = state.sources.get(event.sourceNo);
  if (source === undefined) return unknownSource("sourceNo", event.sourceNo);
  const wrong = invalidIndexAt(state, source, "index", event.index);
  return wrong ?? entries({ ...event, kind: "IndexFixed" });
}

function decideMonth(state: LedgerState, event: Event<"month-closed">): Decision {
  const wrong =
    invalidChannelNo(event.channelNo) ??
    invalidMonth(event.month) ??
    (isPositive(event.ruleVersion)
      ? undefined
      : invalid("ruleVersion", event.ruleVersion, "a whole number from 1")) ??
    invalidName("tzVersion", event.tzVersion) ??
    invalidWhy(event);
  if (wrong) return wrong;
  const before = state.revisions.get(event.channelNo)?.get(event.month);
  const next = (before?.revision ?? 0) + 1;
  if (event.revision !== next) {
    return refused("REVISION_WRONG", "revision", event.revision, String(next));
  }
  const supersedes = before?.seq ?? null;
  return invalidParts(state, event.parts) ?? entries({ ...event, kind: "MonthClosed", supersedes });
}

function decideReplacement(state: LedgerState, event: Event<"meter-replaced">): Decision {
  const wrong =
    invalidCounts(event, "oldEndCount", "newStartCount") ??
    invalidInstants(event, "atMs") ??
    invalidWhy(event);
  if (wrong) return wrong;
  for (const field of ["oldSourceNo", "newSourceNo"] as const) {
    if (!state.sources.has(event[field])) return unknownSource(field, event[field]);
  }
  const last = state.standings.get(event.oldSourceNo)?.latest;
  if (last && event.oldEndCount < last.count) {
    return refused("COUNT_FELL", "oldEndCount", event.oldEndCount, `at least ${last.count}`);
  }
  return entries({ ...event, kind: "MeterReplaced" });
}

function decideRollover(state: LedgerState, event: Event<"counter-rolled-over">): Decision {
  const wrong =
    invalidCounts(event, "lastCount", "firstCount") ??
    invalidInstants(event, "atMs") ??
    invalidWhy(event);
  if (wrong) return wrong;
  const source = state.sources.get(event.sourceNo);
  if (source === undefined) return unknownSource("sourceNo", event.sourceNo);
  const { rolloverCount } = source;
  if (rolloverCount === null) {
    return invalid("sourceNo", event.sourceNo, "a source with a declared rollover");
  }
  for (const field of ["lastCount", "firstCount"] as const) {
    if (event[field] >= rolloverCount) {
      return invalid(field, event[field], `less than ${rolloverCount}`);
    }
  }
  const last = state.standings.get(event.sourceNo)?.latest;
  if (last && event.lastCount < last.count) {
    return refused("COUNT_FELL", "lastCount", event.lastCount, `at least ${last.count}`);
  }
  return entries({ ...event, kind: "CounterRolledOver" });
}

function decideClock(event: Event<"clock-stepped">): Decision {
  const wrong = invalidInstants(event, "fromMs", "toMs") ?? invalidWhy(event);
  return wrong ?? entries({ ...event, kind: "ClockStepped" });
}

function decideRestart(event: Event<"restarted">): Decision {
  const wrong =
    (event.lastSeenMs === null ? undefined : invalidInstants(event, "lastSeenMs")) ??
    invalidWhy(event);
  return wrong ?? entries({ ...event, kind: "Restarted" });
}

function decideReset(event: Event<"credentials-reset">): Decision {
  return invalidName("by", event.by) ?? entries({ ...event, kind: "CredentialsReset" });
}

function decideContinuation(state: LedgerState, event: Event<"ledger-continued">): Decision {
  const { generation, head } = state;
  const wrong = (field: keyof typeof event, allowed: string) =>
    refused("GENERATION_WRONG", field, event[field], allowed);
  if (head.seq === 0 || event.headSeq !== head.seq) {
    return wrong("headSeq", head.seq === 0 ? "a ledger with an entry" : String(head.seq));
  }
  if (!sameBytes(event.headHash, head.hash)) return wrong("headHash", toHex(head.hash));
  if (event.fromGeneration !== generation) return wrong("fromGeneration", String(generation));
  if (!Number.isSafeInteger(event.toGeneration) || event.toGeneration <= generation) {
    return wrong("toGeneration", `a whole number above ${generation}`);
  }
  return entries({ ...event, kind: "LedgerContinued" });
}
