/**
 * Turns a batch of events into entries with their bytes: decides, makes and commits missing month
 * keys, seals, chains. Every store uses it; a store only keeps what comes out.
 */

import { type ClockState, type MonthKey, monthOf, type SourceNo } from "@mega/domain";
import { factBody, KIND_VERSION } from "../entry/bodies.ts";
import { fromHex } from "../entry/cbor.ts";
import { encodeEntry, FORMAT_VERSION } from "../entry/envelope.ts";
import type { LedgerFact } from "../entry/facts.ts";
import { entryHash, keyCommitment } from "../entry/hash.ts";
import type { KeyLookup } from "../entry/seal.ts";
import { type Decidable, decide } from "./decide.ts";
import { sourcesToSeal } from "./decide-round.ts";
import type { LedgerEvent, Refusal } from "./event.ts";
import { fold } from "./fold.ts";
import type { LedgerState } from "./state.ts";

/** When and by whom a batch is written. */
export interface Stamp {
  readonly recordedAtMs: number;
  /** 8 bytes. */
  readonly bootId: Uint8Array;
  readonly monotonicMs: number;
  readonly clockState: ClockState;
  readonly clockOffsetMs: number | null;
  readonly actor: string;
}

/** The keys a batch is sealed with. */
export interface Keyring {
  readonly keyOf: KeyLookup;
  /** 32 random bytes. */
  readonly makeKey: () => Uint8Array;
}

/** A month key to be stored with the batch that commits it. */
export interface MonthKeyRow {
  readonly sourceNo: SourceNo;
  readonly month: MonthKey;
  readonly key: Uint8Array;
}

/** An entry ready to be stored. */
export interface WrittenEntry {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
  readonly fact: LedgerFact;
}

/** A batch ready to be stored, or the first refusal in it. */
export type WrittenBatch =
  | {
      readonly ok: true;
      readonly state: LedgerState;
      readonly entries: readonly WrittenEntry[];
      readonly newKeys: readonly MonthKeyRow[];
    }
  | { readonly ok: false; readonly eventIndex: number; readonly refusal: Refusal };

/** Writes a batch behind the state. Nothing is stored here. */
export function writeBatch(
  state: LedgerState,
  events: readonly LedgerEvent[],
  stamp: Stamp,
  keyring: Keyring,
): WrittenBatch {
  const entries: WrittenEntry[] = [];
  const newKeys = new Map<string, MonthKeyRow>();
  const keyOf: KeyLookup = (sourceNo, month) =>
    newKeys.get(`${sourceNo}/${month}`)?.key ?? keyring.keyOf(sourceNo, month);
  let now = state;
  for (const [eventIndex, event] of events.entries()) {
    const made = missingKeys(now, event, keyring.makeKey);
    for (const row of made) newKeys.set(`${row.sourceNo}/${row.month}`, row);
    const erased = erasedKey(now, event, keyOf);
    if (erased) return { ok: false, eventIndex, refusal: erased };
    for (const step of [...commitmentOf(made), event]) {
      const decision = decide(now, step);
      if (decision.kind === "refused") return { ok: false, eventIndex, refusal: decision };
      for (const fact of decision.entries) {
        const written = writeEntry(now, fact, stamp, keyOf);
        entries.push(written);
        const { seq, hash } = written;
        now = fold(now, fact, { seq, hash, recordedAtMs: stamp.recordedAtMs });
      }
    }
  }
  return { ok: true, state: now, entries, newKeys: [...newKeys.values()] };
}

function writeEntry(
  state: LedgerState,
  fact: LedgerFact,
  stamp: Stamp,
  keyOf: KeyLookup,
): WrittenEntry {
  const seq = state.head.seq + 1;
  const bytes = encodeEntry({
    formatVersion: FORMAT_VERSION,
    ledgerId: fromHex(state.ledgerId),
    generation: state.generation,
    seq,
    prevHash: state.head.hash,
    kind: fact.kind,
    kindVersion: KIND_VERSION,
    ...stamp,
    body: factBody(fact, seq, keyOf),
  });
  return { seq, hash: entryHash(bytes), bytes, fact };
}

function missingKeys(
  state: LedgerState,
  event: LedgerEvent,
  makeKey: () => Uint8Array,
): MonthKeyRow[] {
  if (event.kind !== "round-taken" || state.zone === null) return [];
  if (!Number.isSafeInteger(event.dueAtMs)) return [];
  const month = monthOf(event.dueAtMs, state.zone.timeZone);
  return sourcesToSeal(event)
    .filter((no) => state.sources.has(no) && !state.committedKeys.get(no)?.has(month))
    .map((sourceNo) => ({ sourceNo, month, key: makeKey() }));
}

/** A value of a month whose key was erased cannot be sealed again: refused, never stored in clear. */
function erasedKey(state: LedgerState, event: LedgerEvent, keyOf: KeyLookup): Refusal | undefined {
  if (state.zone === null) return undefined;
  const { timeZone } = state.zone;
  const wanted: { readonly sourceNo: SourceNo; readonly atMs: number }[] = [];
  if (event.kind === "reading-corrected") {
    wanted.push({ sourceNo: event.sourceNo, atMs: event.takenAtMs });
  } else if (event.kind === "round-taken" && Number.isSafeInteger(event.dueAtMs)) {
    const atMs = event.dueAtMs;
    wanted.push(...sourcesToSeal(event).map((sourceNo) => ({ sourceNo, atMs })));
  }
  const first = wanted[0];
  if (first === undefined) return undefined;
  const month = monthOf(first.atMs, timeZone);
  for (const { sourceNo } of wanted) {
    if (!state.committedKeys.get(sourceNo)?.has(month)) continue;
    if (keyOf(sourceNo, month) !== undefined) continue;
    const allowed = "a month whose key is kept";
    return { kind: "refused", code: "KEY_ERASED", field: "month", value: month, allowed };
  }
  return undefined;
}

function commitmentOf(rows: readonly MonthKeyRow[]): Decidable[] {
  const month = rows[0]?.month;
  if (month === undefined) return [];
  const keys = rows.map(({ sourceNo, key }) => ({ sourceNo, commitment: keyCommitment(key) }));
  return [{ kind: "month-keys-made", month, keys }];
}
