/** What entries say, as far as it can be checked: keys, commitments, and what was derived. */

import type { DatabaseSync } from "node:sqlite";
import type { MonthKey, SourceNo } from "@mega/domain";
import { fold, type OwnMaps } from "../append/fold.ts";
import { emptyState, type LedgerState } from "../append/state.ts";
import { readFact } from "../entry/bodies.ts";
import type { Envelope } from "../entry/envelope.ts";
import type { LedgerFact } from "../entry/facts.ts";
import {
  type ChainCheck,
  checkEntry,
  type VerifyFault,
  type VerifyReport,
} from "../entry/verify.ts";
import { ProjectionCheck } from "./check-projections.ts";
import { type EntryStore, keyFits } from "./entry-store.ts";
import type { StoredEntry } from "./ledger-host.ts";
import { hasProjections } from "./projections.ts";
import { isCorruption } from "./storage-error.ts";

/** What is wrong, at the entry it is found at. */
export interface Fault {
  readonly fault: VerifyFault;
  readonly detail: string;
}

/** The check with what is wrong at the entry behind it, or at another one. */
export function bad(check: ChainCheck, { fault, detail }: Fault, seq = check.seq + 1): ChainCheck {
  return { ...check, firstBad: { seq, fault, detail } };
}

/** A page that the file does not give up; anything else is passed on. */
export function unreadable(cause: unknown): Fault {
  if (!isCorruption(cause)) throw cause;
  return { fault: "unreadable", detail: cause instanceof Error ? cause.message : String(cause) };
}

/**
 * Checks what entries say: keys that are kept are those committed, projections follow. A projection
 * that does not is told only when all entries are good: it can be derived again, they cannot.
 */
export class ContentCheck {
  readonly keys = { checked: 0, erased: 0 };
  readonly #store: EntryStore;
  readonly #erasures: number;
  /** Whether all entries are read, from the first on. */
  readonly #whole: boolean;
  /** The sources of every commitment read, by month. */
  readonly #committed = new Map<MonthKey, Set<SourceNo>>();
  #projections: ProjectionCheck | undefined;
  #differing: VerifyReport["firstBad"] = null;
  #state: LedgerState;
  readonly #own: OwnMaps = new WeakSet();

  constructor(store: EntryStore, db: DatabaseSync, fromSeq: number) {
    this.#store = store;
    this.#whole = fromSeq <= 1;
    this.#projections = this.#whole ? projectionsOf(db, store.erasures) : undefined;
    this.#erasures = store.erasures();
    this.#state = emptyState(store.identity.ledgerId, store.identity.generation);
  }

  /** The check after one more entry. */
  take(before: ChainCheck, entry: StoredEntry): ChainCheck {
    const { check, envelope } = checkEntry(before, entry);
    if (envelope === undefined) return check;
    const fact = factOf(this.#store, envelope);
    if ("fault" in fact) return bad(before, fact);
    const fault = unlessCorrupt(() => this.#keyFault(fact));
    if (fault) return bad(before, fault);
    this.#compare(fact, envelope, entry.hash);
    return check;
  }

  /** What is only known at the end. */
  end(check: ChainCheck): ChainCheck {
    if (check.firstBad) return check;
    if (this.#differing) return { ...check, firstBad: this.#differing };
    if (!this.#whole || this.#erasures !== this.#store.erasures()) return check;
    // Behind a later head there may be keys of later entries.
    if (this.#store.headSeq() === check.seq && this.#store.keyCount() > this.keys.checked) {
      return bad(check, { fault: "key-commitment", detail: "a key that no entry commits" });
    }
    if (this.#state.notUnderstood) return check;
    const surplus = unlessCorrupt(() => projectionFault(this.#projections?.surplus(check.seq)));
    return surplus === undefined ? check : bad(check, surplus, check.seq);
  }

  /** A key that is kept is the key that was committed; one that is not was erased. */
  #keyFault(fact: LedgerFact): Fault | undefined {
    if (fact.kind === "RoundTaken") return this.#sealFault(fact);
    if (fact.kind !== "MonthKeyCommitted") return undefined;
    const committed = this.#committed.get(fact.month) ?? new Set();
    this.#committed.set(fact.month, committed);
    for (const { sourceNo, commitment } of fact.keys) {
      committed.add(sourceNo);
      const key = this.#store.keyOf(sourceNo, fact.month);
      if (key === undefined) this.keys.erased++;
      else if (keyFits(key, commitment)) this.keys.checked++;
      else {
        const detail = `the key of source ${sourceNo} for ${fact.month} is not the committed one`;
        return { fault: "key-commitment", detail };
      }
    }
    return undefined;
  }

  /** No value is sealed before its key is committed. */
  #sealFault({ month, readings }: Extract<LedgerFact, { kind: "RoundTaken" }>): Fault | undefined {
    if (!this.#whole) return undefined;
    const committed = this.#committed.get(month);
    const early = readings.find(
      ({ sourceNo, count, raw, erased }) =>
        (erased || count !== null || raw.length > 0) && committed?.has(sourceNo) !== true,
    );
    if (early === undefined) return undefined;
    const detail = `a value of source ${early.sourceNo} is sealed before its key is committed`;
    return { fault: "key-commitment", detail };
  }

  /** Compares the projections with an entry, until the first that differs. */
  #compare(fact: LedgerFact, envelope: Envelope, hash: Uint8Array): void {
    if (this.#projections === undefined) return;
    const { seq, recordedAtMs } = envelope;
    const understood = this.#state.notUnderstood === null;
    this.#state = fold(this.#state, fact, { seq, hash, recordedAtMs }, this.#own);
    const fault = unlessCorrupt(() => {
      const difference = understood ? this.#projections?.differenceOf(fact, envelope) : undefined;
      if (difference !== undefined) return projectionFault(difference);
      // Keys that are erased meanwhile leave a state that is neither the old nor the new one.
      if (this.#erasures !== this.#store.erasures()) return undefined;
      return projectionFault(this.#projections?.differenceOfState(this.#state));
    });
    if (fault === undefined) return;
    this.#differing = { seq, ...fault };
    this.#projections = undefined;
  }
}

function projectionFault(what: string | undefined): Fault | undefined {
  if (what === undefined) return undefined;
  return { fault: "projection", detail: `${what} does not follow from the entries` };
}

/** What an entry says, or what is wrong with it. */
function factOf(store: EntryStore, envelope: Envelope): LedgerFact | Fault {
  try {
    const fact = readFact(envelope, store.keyOf);
    return fact ?? { fault: "body", detail: "its body is not one of its kind" };
  } catch (cause) {
    return unreadable(cause);
  }
}

/** What the work finds; a page that the file does not give up is a fault too. */
function unlessCorrupt(work: () => Fault | undefined): Fault | undefined {
  try {
    return work();
  } catch (cause) {
    return unreadable(cause);
  }
}

function projectionsOf(db: DatabaseSync, erasures: () => number): ProjectionCheck | undefined {
  try {
    return hasProjections(db) ? new ProjectionCheck(db, erasures) : undefined;
  } catch (cause) {
    if (!isCorruption(cause)) throw cause;
    return undefined;
  }
}
