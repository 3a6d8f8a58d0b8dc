/**
 * Facts ↔ bodies. A body is a map with text keys: the fields of the fact as they are named there.
 * Only what is sealed has a form of its own (round-body.ts).
 */

import type { CborValue } from "./cbor.ts";
import { type Envelope, isInteger, isMap } from "./envelope.ts";
import type { EntryKind, LedgerFact } from "./facts.ts";
import { correctedCount, correctionBody, roundBody, roundFact } from "./round-body.ts";
import type { KeyLookup } from "./seal.ts";

type FieldForm = "whole" | "whole-or-null" | "text" | "bytes" | "map" | "list";

/** The fields that each kind must have in version 1. A later version may have more. */
const shapes: Readonly<Record<EntryKind, Readonly<Record<string, FieldForm>>>> = {
  SourceDeclared: { source: "map" },
  ChannelBound: { binding: "map" },
  ZoneSet: { timeZone: "text", tzVersion: "text" },
  MonthKeyCommitted: { month: "text", keys: "list" },
  RoundTaken: { cause: "text", dueAtMs: "whole", month: "text", sources: "list", sealed: "bytes" },
  IndexFixed: { sourceNo: "whole", purpose: "text", index: "map" },
  MonthClosed: {
    channelNo: "whole",
    month: "text",
    revision: "whole",
    supersedes: "whole-or-null",
    ruleVersion: "whole",
    tzVersion: "text",
    parts: "list",
    why: "text",
  },
  TenancyStarted: { tenancyId: "text", channelNo: "whole", startedAtMs: "whole", opening: "map" },
  TenancyEnded: { tenancyId: "text", channelNo: "whole", endedAtMs: "whole", closing: "map" },
  MeterReplaced: {
    oldSourceNo: "whole",
    newSourceNo: "whole",
    atMs: "whole",
    oldEndCount: "whole",
    newStartCount: "whole",
    why: "text",
  },
  CounterRolledOver: {
    sourceNo: "whole",
    atMs: "whole",
    lastCount: "whole",
    firstCount: "whole",
    why: "text",
  },
  QuarantineReleased: { seq: "whole", sourceNo: "whole", takenAtMs: "whole", why: "text" },
  QuarantineDiscarded: { seq: "whole", sourceNo: "whole", takenAtMs: "whole", why: "text" },
  ReadingCorrected: {
    seq: "whole",
    sourceNo: "whole",
    takenAtMs: "whole",
    month: "text",
    sealed: "bytes",
    why: "text",
  },
  ClockStepped: { fromMs: "whole", toMs: "whole", why: "text" },
  Restarted: { lastSeenMs: "whole-or-null", why: "text" },
};

/** The version of a kind that this code writes and understands. */
export const KIND_VERSION = 1;

/** Whether this code understands a kind in this version. */
export function isKnownKind(kind: string, kindVersion: number): kind is EntryKind {
  return Object.hasOwn(shapes, kind) && kindVersion === KIND_VERSION;
}

/** The body of a fact at its place in the chain; its values sealed with the month keys. */
export function factBody(
  fact: LedgerFact,
  seq: number,
  keyOf: KeyLookup,
): Readonly<Record<string, CborValue>> {
  if (fact.kind === "RoundTaken") return roundBody(fact, seq, keyOf);
  if (fact.kind === "ReadingCorrected") return correctionBody(fact, seq, keyOf);
  const { kind: _kind, ...fields } = fact;
  return fields as unknown as Readonly<Record<string, CborValue>>;
}

/**
 * What an entry says. A kind of a later format is "Unknown"; a known kind with a wrong body gives
 * undefined: such an entry was not written by this format.
 */
export function readFact(envelope: Envelope, keyOf: KeyLookup): LedgerFact | undefined {
  const { kind, kindVersion, body, seq } = envelope;
  if (!isKnownKind(kind, kindVersion)) return { kind: "Unknown", name: kind, version: kindVersion };
  if (!fits(body, shapes[kind])) return undefined;
  if (kind === "RoundTaken") return roundFact(body, seq, keyOf);
  if (kind === "ReadingCorrected") {
    const { sealed, ...clear } = body as unknown as {
      readonly sealed: Uint8Array;
      readonly sourceNo: number;
      readonly month: string;
    };
    const key = keyOf(clear.sourceNo, clear.month);
    const count = correctedCount(sealed, key, { seq, sourceNo: clear.sourceNo });
    return { kind, ...clear, count } as unknown as LedgerFact;
  }
  return { kind, ...body } as unknown as LedgerFact;
}

function fits(
  body: Readonly<Record<string, CborValue>>,
  shape: Readonly<Record<string, FieldForm>>,
) {
  return Object.entries(shape).every(([field, form]) => hasForm(body[field], form));
}

function hasForm(value: CborValue | undefined, form: FieldForm): boolean {
  switch (form) {
    case "whole":
      return isInteger(value);
    case "whole-or-null":
      return value === null || isInteger(value);
    case "text":
      return typeof value === "string";
    case "bytes":
      return value instanceof Uint8Array;
    case "map":
      return isMap(value);
    case "list":
      return Array.isArray(value);
  }
}
