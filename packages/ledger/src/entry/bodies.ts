/**
 * Facts ↔ bodies. A body is a map with text keys: the fields of the fact as they are named there.
 * Only what is sealed has a form of its own (round-body.ts, sealed-value.ts).
 */

import { assert } from "@mega/domain";
import { bodyShapes } from "./body-shapes.ts";
import type { CborValue } from "./cbor.ts";
import { type Envelope, isMap } from "./envelope.ts";
import type { EntryKind, LedgerFact } from "./facts.ts";
import { ROUND_VERSION, readRound2, roundBody } from "./round-body.ts";
import { readRound1 } from "./round-body-1.ts";
import type { KeyLookup } from "./seal.ts";
import { correctedCount, correctionBody } from "./sealed-value.ts";
import { pick } from "./shape.ts";

type Body = Readonly<Record<string, CborValue>>;

/** The version in which a kind is written. */
export function versionOfKind(kind: string): number {
  return kind === "RoundTaken" ? ROUND_VERSION : 1;
}

/** Whether this code understands a kind in this version: all up to the one that it writes. */
export function isKnownKind(kind: string, kindVersion: number): kind is EntryKind {
  const named = kind === "RoundTaken" || Object.hasOwn(bodyShapes, kind);
  return named && kindVersion >= 1 && kindVersion <= versionOfKind(kind);
}

/** The fact as its entry says it: with the fields of its kind and no others. */
export function asWritten(fact: LedgerFact): LedgerFact {
  if (fact.kind === "RoundTaken" || fact.kind === "ReadingCorrected") return fact;
  assert(fact.kind !== "Unknown", "only kinds of this format are written");
  const body = pick(fact, bodyShapes[fact.kind]);
  assert(isMap(body), `the body of ${fact.kind} has its form`);
  return { kind: fact.kind, ...body } as unknown as LedgerFact;
}

/** The body of a fact at its place in the chain; its values sealed with the month keys. */
export function factBody(fact: LedgerFact, seq: number, keyOf: KeyLookup): Body {
  if (fact.kind === "RoundTaken") return roundBody(fact, seq, keyOf);
  assert(fact.kind !== "Unknown", "only kinds of this format are written");
  const fields = fact.kind === "ReadingCorrected" ? correctionBody(fact, seq, keyOf) : fact;
  const body = pick(fields, bodyShapes[fact.kind]);
  assert(isMap(body), `the body of ${fact.kind} has its form`);
  return body;
}

/**
 * What an entry says. A kind of a later format is "Unknown"; a known kind with a wrong body gives
 * undefined: such an entry was not written by this format.
 */
export function readFact(envelope: Envelope, keyOf: KeyLookup): LedgerFact | undefined {
  const { kind, kindVersion, seq } = envelope;
  if (!isKnownKind(kind, kindVersion)) return { kind: "Unknown", name: kind, version: kindVersion };
  if (kind === "RoundTaken") {
    const readRound = kindVersion === 1 ? readRound1 : readRound2;
    return readRound(envelope.body, seq, keyOf);
  }
  const body = pick(envelope.body, bodyShapes[kind]);
  if (!isMap(body)) return undefined;
  if (kind !== "ReadingCorrected") return { kind, ...body } as unknown as LedgerFact;
  const { sealed, ...clear } = body as unknown as SealedCorrection;
  const { sourceNo, month } = clear;
  const count = correctedCount(sealed, keyOf(sourceNo, month), { seq, sourceNo });
  return count === undefined ? undefined : { kind, ...clear, count };
}

type SealedCorrection = Omit<
  Extract<LedgerFact, { kind: "ReadingCorrected" }>,
  "kind" | "count"
> & {
  readonly sealed: Uint8Array;
};
