/**
 * The bodies of the kinds in version 1, field by field; docs/internals/ledger.md says what each field
 * means. RoundTaken is a table with a form of its own, see round-body.ts.
 */

import type { EntryKind } from "./facts.ts";
import { bytes, listOf, mapOf, orNull, type Shape, text, whole } from "./shape.ts";

const decimal = mapOf({ amount: whole, decimals: whole });
const quantity = mapOf({ amount: whole, decimals: whole, unit: text });
/** By counter of the channel. */
const indexes = mapOf({ 1: orNull(quantity), 2: orNull(quantity) });
const indexAt = mapOf({ atMs: whole, index: quantity, method: text, evidence: listOf(whole) });

const source = mapOf({
  sourceNo: whole,
  meterId: text,
  counterId: text,
  serialNumber: orNull(text),
  profileId: text,
  profileHash: text,
  medium: text,
  unit: text,
  decimals: whole,
  factor: mapOf({ numerator: whole, denominator: whole }),
  start: decimal,
  rolloverCount: orNull(whole),
  ratedMaximumPerHour: decimal,
});

const binding = mapOf({
  channelNo: whole,
  fromMs: whole,
  counter1: orNull(whole),
  counter2: orNull(whole),
});

const part = mapOf({
  counterNo: whole,
  sourceNo: whole,
  tenancyId: text,
  opening: indexAt,
  closing: indexAt,
  consumed: quantity,
});

/** The answer to a reading in the quarantine: the entry and the source that name it. */
const decided = mapOf({ seq: whole, sourceNo: whole, takenAtMs: whole, why: text });

/** The body of each kind as it is written; a sealed count stands as bytes. */
export const bodyShapes: Readonly<Record<Exclude<EntryKind, "RoundTaken">, Shape>> = {
  SourceDeclared: mapOf({ source }),
  ChannelBound: mapOf({ binding }),
  ZoneSet: mapOf({ timeZone: text, tzVersion: text }),
  MonthKeyCommitted: mapOf({
    month: text,
    keys: listOf(mapOf({ sourceNo: whole, commitment: bytes })),
  }),
  IndexFixed: mapOf({ sourceNo: whole, purpose: text, index: indexAt }),
  MonthClosed: mapOf({
    channelNo: whole,
    month: text,
    revision: whole,
    supersedes: orNull(whole),
    ruleVersion: whole,
    tzVersion: text,
    parts: listOf(part),
    why: text,
  }),
  TenancyStarted: mapOf({
    tenancyId: text,
    channelNo: whole,
    startedAtMs: whole,
    opening: indexes,
  }),
  TenancyEnded: mapOf({ tenancyId: text, channelNo: whole, endedAtMs: whole, closing: indexes }),
  TenancyUndone: mapOf({
    tenancyId: text,
    channelNo: whole,
    resumedId: text,
    indexSeqs: listOf(whole),
    why: text,
  }),
  MeterReplaced: mapOf({
    oldSourceNo: whole,
    newSourceNo: whole,
    atMs: whole,
    oldEndCount: whole,
    newStartCount: whole,
    why: text,
  }),
  CounterRolledOver: mapOf({
    sourceNo: whole,
    atMs: whole,
    lastCount: whole,
    firstCount: whole,
    why: text,
  }),
  QuarantineReleased: decided,
  QuarantineDiscarded: decided,
  ReadingCorrected: mapOf({
    seq: whole,
    sourceNo: whole,
    takenAtMs: whole,
    month: text,
    sealed: bytes,
    why: text,
  }),
  ClockStepped: mapOf({ fromMs: whole, toMs: whole, why: text }),
  Restarted: mapOf({ lastSeenMs: orNull(whole), why: text }),
  CredentialsReset: mapOf({ by: text }),
  LedgerContinued: mapOf({
    fromGeneration: whole,
    toGeneration: whole,
    headSeq: whole,
    headHash: bytes,
    bootId: bytes,
  }),
};
