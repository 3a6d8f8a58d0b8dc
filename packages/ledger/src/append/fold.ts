/**
 * The state after an entry: a fold over facts. `decide` has the rules; nothing is refused here,
 * because what stands in the chain has happened.
 */

import type { ChannelNo, SourceNo } from "@mega/domain";
import { isReservedKind, type LedgerFact } from "../entry/facts.ts";
import {
  CLOSED_MONTHS_KEPT,
  type ClosedMonth,
  type LedgerState,
  type OpenQuarantine,
  quarantineKey,
  type SourceStanding,
  type TenancyRecord,
} from "./state.ts";

/** Where a fact stands in the chain. */
export interface FactPlace {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly recordedAtMs: number;
}

/**
 * Maps that a run of folds has made and nobody else holds: the run may go on in them instead of copying
 * them for every entry. It ends with whoever made the set.
 */
export type OwnMaps = WeakSet<object>;

type Fact<Kind extends LedgerFact["kind"]> = Extract<LedgerFact, { kind: Kind }>;

const nothing: SourceStanding = { latest: null, lastOutcome: null };

/**
 * The state with one more entry. The state given is left as it is, but for maps of `own`: whoever passes
 * that holds no earlier state of its run. Behind an entry that is not understood only the head goes on:
 * what would follow from the others is not known.
 */
export function fold(
  state: LedgerState,
  fact: LedgerFact,
  place: FactPlace,
  own: OwnMaps = new WeakSet(),
): LedgerState {
  const next = state.notUnderstood === null ? foldFact(state, fact, place, own) : state;
  const { seq, hash, recordedAtMs } = place;
  return { ...next, head: { seq, hash, recordedAtMs } };
}

function foldFact(
  state: LedgerState,
  fact: LedgerFact,
  place: FactPlace,
  own: OwnMaps,
): LedgerState {
  switch (fact.kind) {
    case "SourceDeclared": {
      const { source } = fact;
      return { ...state, sources: withKey(state.sources, source.sourceNo, source) };
    }
    case "ChannelBound": {
      const { channelNo } = fact.binding;
      const bound = [...(state.bindings.get(channelNo) ?? []), fact.binding];
      return { ...state, bindings: withKey(state.bindings, channelNo, bound) };
    }
    case "ZoneSet":
      return { ...state, zone: { timeZone: fact.timeZone, tzVersion: fact.tzVersion } };
    case "MonthKeyCommitted":
      return foldKeys(state, fact);
    case "RoundTaken":
      return foldRound(state, fact, place.seq, own);
    case "MonthClosed":
      return foldMonth(state, fact, place);
    case "TenancyStarted":
      return foldTenancyStart(state, fact, place);
    case "TenancyEnded":
      return foldTenancyEnd(state, fact, place.seq);
    case "TenancyUndone":
      return foldTenancyUndo(state, fact);
    case "MeterReplaced":
      return foldReplacement(state, fact, place.seq, own);
    case "CounterRolledOver":
      return foldRollover(state, fact, place.seq, own);
    case "QuarantineReleased":
      return foldRelease(state, fact, own);
    case "QuarantineDiscarded":
      return foldDiscard(state, fact, own);
    case "ReadingCorrected":
      return foldCorrection(state, fact, own);
    case "IndexFixed": {
      const { sourceNo, purpose, index } = fact;
      const recorded = { sourceNo, purpose, index, seq: place.seq };
      return { ...state, recordedIndexes: [...state.recordedIndexes, recorded] };
    }
    case "ClockStepped":
    case "Restarted":
    case "CredentialsReset":
      return state;
    case "LedgerContinued":
      return { ...state, generation: fact.toGeneration };
    case "Unknown": {
      if (isReservedKind(fact.name)) return state;
      const kind = fact.version === 1 ? fact.name : `${fact.name} ${fact.version}`;
      return { ...state, notUnderstood: { seq: place.seq, kind } };
    }
  }
}

function foldKeys(state: LedgerState, fact: Fact<"MonthKeyCommitted">): LedgerState {
  const committedKeys = new Map(state.committedKeys);
  for (const { sourceNo } of fact.keys) {
    committedKeys.set(sourceNo, new Set(committedKeys.get(sourceNo)).add(fact.month));
  }
  return { ...state, committedKeys };
}

function foldRound(
  state: LedgerState,
  fact: Fact<"RoundTaken">,
  seq: number,
  own: OwnMaps,
): LedgerState {
  const standings = ownCopy(state.standings, own);
  let quarantines: Map<string, OpenQuarantine> | undefined;
  for (const reading of fact.readings) {
    const { sourceNo, takenAtMs, status, reason, count, mark } = reading;
    const before = standings.get(sourceNo) ?? nothing;
    const lastOutcome = { status, reason, atMs: takenAtMs, seq };
    const accepted = status === "accepted" && count !== null;
    const latest = accepted ? { takenAtMs, count, seq, mark } : before.latest;
    standings.set(sourceNo, { latest, lastOutcome });
    if (status === "quarantined" && count !== null) {
      quarantines ??= ownCopy(state.quarantines, own);
      const open = { seq, sourceNo, takenAtMs, count, reason: reason as OpenQuarantine["reason"] };
      quarantines.set(quarantineKey(seq, sourceNo), open);
    }
  }
  const lastRound = { cause: fact.cause, dueAtMs: fact.dueAtMs, seq };
  return { ...state, standings, lastRound, quarantines: quarantines ?? state.quarantines };
}

function foldMonth(state: LedgerState, fact: Fact<"MonthClosed">, place: FactPlace): LedgerState {
  const { kind: _kind, ...fields } = fact;
  const { channelNo, month, revision } = fact;
  const closed: ClosedMonth = { ...fields, closedAtMs: place.recordedAtMs, seq: place.seq };
  const months = new Map(state.closedMonths.get(channelNo)).set(month, closed);
  if (months.size > CLOSED_MONTHS_KEPT) months.delete([...months.keys()].sort()[0] ?? "");
  const revisions = new Map(state.revisions.get(channelNo));
  revisions.set(month, { revision, seq: place.seq });
  return {
    ...state,
    closedMonths: withKey(state.closedMonths, channelNo, months),
    revisions: withKey(state.revisions, channelNo, revisions),
  };
}

function foldTenancyStart(
  state: LedgerState,
  fact: Fact<"TenancyStarted">,
  { seq: startedSeq, recordedAtMs }: FactPlace,
): LedgerState {
  const { tenancyId, channelNo, startedAtMs, opening } = fact;
  const open = { endedAtMs: null, closing: null, startedSeq, recordedAtMs, endedSeq: null };
  const started: TenancyRecord = { tenancyId, channelNo, startedAtMs, opening, ...open };
  return withTenancies(state, channelNo, [...(state.tenancies.get(channelNo) ?? []), started]);
}

function foldTenancyEnd(
  state: LedgerState,
  fact: Fact<"TenancyEnded">,
  endedSeq: number,
): LedgerState {
  const { tenancyId, channelNo, endedAtMs, closing } = fact;
  const tenancies = (state.tenancies.get(channelNo) ?? []).map((tenancy) =>
    tenancy.tenancyId === tenancyId ? { ...tenancy, endedAtMs, closing, endedSeq } : tenancy,
  );
  return withTenancies(state, channelNo, tenancies);
}

function foldTenancyUndo(state: LedgerState, fact: Fact<"TenancyUndone">): LedgerState {
  const { tenancyId, channelNo, resumedId, indexSeqs } = fact;
  const open = { endedAtMs: null, closing: null, endedSeq: null };
  const tenancies = (state.tenancies.get(channelNo) ?? [])
    .filter((tenancy) => tenancy.tenancyId !== tenancyId)
    .map((tenancy) => (tenancy.tenancyId === resumedId ? { ...tenancy, ...open } : tenancy));
  const recordedIndexes = state.recordedIndexes.filter(({ seq }) => !indexSeqs.includes(seq));
  const undoneTenancies = new Set(state.undoneTenancies).add(tenancyId);
  return withTenancies({ ...state, recordedIndexes, undoneTenancies }, channelNo, tenancies);
}

function foldReplacement(
  state: LedgerState,
  fact: Fact<"MeterReplaced">,
  seq: number,
  own: OwnMaps,
): LedgerState {
  const { oldSourceNo, newSourceNo, atMs, oldEndCount, newStartCount } = fact;
  const exchange = { oldSourceNo, newSourceNo, atMs, oldEndCount, newStartCount, seq };
  const replaced = { ...state, exchanges: [...state.exchanges, exchange] };
  return setLatest(replaced, newSourceNo, { count: newStartCount, takenAtMs: atMs, seq }, own);
}

function foldRollover(
  state: LedgerState,
  fact: Fact<"CounterRolledOver">,
  seq: number,
  own: OwnMaps,
): LedgerState {
  const { sourceNo, atMs, firstCount } = fact;
  const rollover = { sourceNo, atMs, firstCount, seq };
  const rolled = { ...state, rollovers: [...state.rollovers, rollover] };
  return setLatest(rolled, sourceNo, { count: firstCount, takenAtMs: atMs, seq }, own);
}

function foldRelease(
  state: LedgerState,
  fact: Fact<"QuarantineReleased">,
  own: OwnMaps,
): LedgerState {
  const key = quarantineKey(fact.seq, fact.sourceNo);
  const released = state.quarantines.get(key);
  const without = withoutQuarantine(state, key, own);
  return released === undefined ? without : acceptIfNewer(without, released, own);
}

function foldDiscard(
  state: LedgerState,
  fact: Fact<"QuarantineDiscarded">,
  own: OwnMaps,
): LedgerState {
  const { sourceNo } = fact;
  const key = quarantineKey(fact.seq, sourceNo);
  const discarded = state.quarantines.get(key);
  const without = withoutQuarantine(state, key, own);
  if (discarded?.reason !== "rose-beyond-rating") return without;
  const known = state.discardedJumps.get(sourceNo);
  const sinceMs = state.standings.get(sourceNo)?.latest?.takenAtMs ?? 0;
  const isLower =
    known === undefined || known.takenAtMs <= sinceMs || known.count > discarded.count;
  if (!isLower || discarded.takenAtMs <= sinceMs) return without;
  return { ...without, discardedJumps: withKey(state.discardedJumps, sourceNo, discarded) };
}

function foldCorrection(
  state: LedgerState,
  fact: Fact<"ReadingCorrected">,
  own: OwnMaps,
): LedgerState {
  const { seq, sourceNo, takenAtMs, count } = fact;
  if (count === null) return state;
  const key = quarantineKey(seq, sourceNo);
  if (state.quarantines.has(key)) {
    const without = withoutQuarantine(state, key, own);
    return acceptIfNewer(without, { seq, sourceNo, takenAtMs, count }, own);
  }
  const latest = state.standings.get(sourceNo)?.latest;
  if (latest?.seq !== seq) return state;
  return setLatest(state, sourceNo, { count, takenAtMs, seq }, own);
}

function acceptIfNewer(
  state: LedgerState,
  reading: Pick<OpenQuarantine, "sourceNo" | "takenAtMs" | "count" | "seq">,
  own: OwnMaps,
): LedgerState {
  const latest = state.standings.get(reading.sourceNo)?.latest;
  if (latest && latest.takenAtMs > reading.takenAtMs) return state;
  const { sourceNo, count, takenAtMs, seq } = reading;
  return setLatest(state, sourceNo, { count, takenAtMs, seq }, own);
}

function setLatest(
  state: LedgerState,
  sourceNo: SourceNo,
  reading: Pick<OpenQuarantine, "count" | "takenAtMs" | "seq">,
  own: OwnMaps,
): LedgerState {
  const before = state.standings.get(sourceNo) ?? nothing;
  const standings = ownCopy(state.standings, own);
  standings.set(sourceNo, { ...before, latest: { ...reading, mark: null } });
  return { ...state, standings };
}

function withoutQuarantine(state: LedgerState, key: string, own: OwnMaps): LedgerState {
  const quarantines = ownCopy(state.quarantines, own);
  quarantines.delete(key);
  return { ...state, quarantines };
}

/** The map itself where the run has made it, else a copy that is from now on the run's. */
function ownCopy<Key, Value>(map: ReadonlyMap<Key, Value>, own: OwnMaps): Map<Key, Value> {
  if (own.has(map)) return map as Map<Key, Value>;
  const copy = new Map(map);
  own.add(copy);
  return copy;
}

function withTenancies(
  state: LedgerState,
  channelNo: ChannelNo,
  tenancies: readonly TenancyRecord[],
): LedgerState {
  return { ...state, tenancies: withKey(state.tenancies, channelNo, tenancies) };
}

function withKey<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  key: Key,
  value: Value,
): ReadonlyMap<Key, Value> {
  return new Map(map).set(key, value);
}
