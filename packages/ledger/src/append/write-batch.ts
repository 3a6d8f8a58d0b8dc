/**
 * Turns a batch of events into entries with their bytes: decides, makes and commits missing month
 * keys, seals, chains. Every store uses it; a store only keeps what comes out.
 */

import {
  assert,
  type ClockState,
  MegaError,
  type MonthKey,
  monthOf,
  type SourceNo,
} from "@mega/domain";
import { asWritten, factBody, versionOfKind } from "../entry/bodies.ts";
import { fromHex } from "../entry/cbor.ts";
import { ENTRY_BYTES_MAX, encodeEntry, FORMAT_VERSION } from "../entry/envelope.ts";
import type { LedgerFact } from "../entry/facts.ts";
import { entryHash, keyCommitment } from "../entry/hash.ts";
import type { KeyLookup } from "../entry/seal.ts";
import { decide } from "./decide.ts";
import { sourcesToSeal } from "./decide-round.ts";
import { type Decidable, invalid, type KnownReading, refused } from "./decision.ts";
import { BATCH_EVENTS_MAX, type LedgerEvent, type Refusal } from "./event.ts";
import { invalidActor } from "./field-rules.ts";
import { fold, type OwnMaps } from "./fold.ts";
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

/** What a batch is written with besides the state: keys and stored readings. */
export interface BatchLookups {
  readonly keyOf: KeyLookup;
  /** 32 random bytes. */
  readonly makeKey: () => Uint8Array;
  /** A stored reading by its source, time and entry; null when there is none. */
  readonly readingOf: (sourceNo: SourceNo, takenAtMs: number, seq: number) => KnownReading | null;
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

/**
 * Writes a batch behind the state. Nothing is stored here. Throws LEDGER_UNKNOWN_KIND when the state
 * ends before the head: what is not understood may forbid what is asked.
 */
export function writeBatch(
  state: LedgerState,
  events: readonly LedgerEvent[],
  stamp: Stamp,
  lookups: BatchLookups,
): WrittenBatch {
  assertUnderstood(state);
  const wrong = invalidActor(stamp.actor) ?? invalidSize(events);
  if (wrong) return { ok: false, eventIndex: 0, refusal: wrong };
  const entries: WrittenEntry[] = [];
  const newKeys = new Map<string, MonthKeyRow>();
  const keyOf: KeyLookup = (sourceNo, month) => {
    const made = newKeys.size === 0 ? undefined : newKeys.get(`${sourceNo}/${month}`);
    return made?.key ?? lookups.keyOf(sourceNo, month);
  };
  let now = state;
  const own: OwnMaps = new WeakSet();
  for (const [eventIndex, event] of events.entries()) {
    const made = missingKeys(now, event, lookups.makeKey);
    for (const row of made) newKeys.set(`${row.sourceNo}/${row.month}`, row);
    const asked = decidable(event, lookups, stamp);
    const erased = erasedKey(now, asked, keyOf);
    if (erased) return { ok: false, eventIndex, refusal: erased };
    for (const step of [...commitmentOf(made), asked]) {
      const decision = decide(now, step);
      if (decision.kind === "refused") return { ok: false, eventIndex, refusal: decision };
      for (const fact of decision.entries.map(asWritten)) {
        const written = writeEntry(now, fact, stamp, keyOf);
        entries.push(written);
        const { seq, hash } = written;
        now = fold(now, fact, { seq, hash, recordedAtMs: stamp.recordedAtMs }, own);
      }
    }
  }
  return { ok: true, state: now, entries, newKeys: [...newKeys.values()] };
}

function assertUnderstood({ notUnderstood }: LedgerState): void {
  if (notUnderstood === null) return;
  const { seq, kind } = notUnderstood;
  throw new MegaError("LEDGER_UNKNOWN_KIND", `Entry ${seq} is of the unknown kind ${kind}`, {
    hint: "A newer version wrote it. Start that version; nothing is lost and nothing is added here.",
    context: { seq, kind },
  });
}

function invalidSize(events: readonly LedgerEvent[]): Refusal | undefined {
  if (events.length <= BATCH_EVENTS_MAX) return undefined;
  return invalid("events", events.length, `at most ${BATCH_EVENTS_MAX}`);
}

/** An event with the stored reading it speaks of, or with the start of the program that goes on. */
function decidable(event: LedgerEvent, { readingOf }: BatchLookups, { bootId }: Stamp): Decidable {
  if (event.kind === "ledger-continued") return { ...event, bootId };
  if (event.kind !== "reading-corrected") return event;
  return { ...event, reading: readingOf(event.sourceNo, event.takenAtMs, event.seq) };
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
    // The first entry of a generation is one of its own.
    generation: fact.kind === "LedgerContinued" ? fact.toGeneration : state.generation,
    seq,
    prevHash: state.head.hash,
    kind: fact.kind,
    kindVersion: versionOfKind(fact.kind),
    ...stamp,
    body: factBody(fact, seq, keyOf),
  });
  assert(bytes.length <= ENTRY_BYTES_MAX, `${bytes.length} bytes are an entry`);
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
function erasedKey(state: LedgerState, event: Decidable, keyOf: KeyLookup): Refusal | undefined {
  const wanted = keysWanted(state, event);
  const gone = wanted?.sourceNos.some(
    (sourceNo) =>
      state.committedKeys.get(sourceNo)?.has(wanted.month) &&
      keyOf(sourceNo, wanted.month) === undefined,
  );
  return wanted && gone
    ? refused("KEY_ERASED", "month", wanted.month, "a month whose key is kept")
    : undefined;
}

function keysWanted(
  state: LedgerState,
  event: Decidable,
): { readonly month: MonthKey; readonly sourceNos: readonly SourceNo[] } | undefined {
  if (event.kind === "reading-corrected") {
    return event.reading === null
      ? undefined
      : { month: event.reading.month, sourceNos: [event.sourceNo] };
  }
  if (event.kind !== "round-taken" || state.zone === null) return undefined;
  if (!Number.isSafeInteger(event.dueAtMs)) return undefined;
  const month = monthOf(event.dueAtMs, state.zone.timeZone);
  return { month, sourceNos: sourcesToSeal(event) };
}

function commitmentOf(rows: readonly MonthKeyRow[]): Decidable[] {
  const month = rows[0]?.month;
  if (month === undefined) return [];
  const keys = rows.map(({ sourceNo, key }) => ({ sourceNo, commitment: keyCommitment(key) }));
  return [{ kind: "month-keys-made", month, keys }];
}
