/**
 * Verifies a store, in pages, so that the ledger can take a round between two of them: the chain of
 * entries, the month keys kept beside it, and what was derived from it.
 */

import type { DatabaseSync } from "node:sqlite";
import { fold } from "../append/fold.ts";
import { emptyState, type LedgerState } from "../append/state.ts";
import { readFact } from "../entry/bodies.ts";
import type { Envelope } from "../entry/envelope.ts";
import type { LedgerFact } from "../entry/facts.ts";
import {
  beginCheck,
  type ChainCheck,
  checkEntry,
  reportOf,
  type VerifyFault,
  type VerifyProgress,
  type VerifyReport,
} from "../entry/verify.ts";
import { makeProjectionCheck, type ProjectionCheck } from "./check-projections.ts";
import { type EntryStore, keyFits } from "./entry-store.ts";
import type { StoredEntry } from "./ledger-host.ts";
import { isCorruption } from "./storage-error.ts";

/** Entries checked between two pauses. */
const PAGE = 100;

/** What a verification tells and waits for. */
export interface VerifyOptions {
  readonly onProgress?: (progress: VerifyProgress) => void;
  /** Lets other work pass between two pages. */
  readonly pause: () => Promise<void>;
}

/** What is wrong, at the entry it is found at. */
interface Fault {
  readonly fault: VerifyFault;
  readonly detail: string;
}

/** Checks from an entry on to the head at this moment. Never throws for what it finds. */
export async function verifyStore(
  { store, db }: { readonly store: EntryStore; readonly db: DatabaseSync },
  fromSeq: number,
  options: VerifyOptions,
): Promise<VerifyReport> {
  const headSeq = headOf(store);
  const before = fromSeq <= 1 ? new Uint8Array(32) : readEntry(store, fromSeq - 1)?.hash;
  let check = beginCheck(Math.max(fromSeq, 1) - 1, before ?? new Uint8Array(32), store.ledgerId);
  const content = new ContentCheck(store, db, fromSeq);
  if (before === undefined) check = bad(check, missing, fromSeq - 1);
  while (check.firstBad === null && check.seq < headSeq) {
    const page = readPage(store, check.seq + 1);
    const first = page[0];
    if (first === undefined && headSeq === Number.POSITIVE_INFINITY) break;
    if (first === undefined) check = bad(check, missing);
    for (const entry of page) {
      if ("fault" in entry) check = bad(check, entry);
      else check = content.take(check, entry);
      if (check.firstBad) break;
    }
    options.onProgress?.({ checked: check.entries, headSeq: Math.max(headSeq, check.seq) });
    await options.pause();
  }
  return reportOf(content.end(check), content.keys);
}

const missing: Fault = { fault: "tail-missing", detail: "the entry is missing" };

/**
 * Checks what entries say: keys that are kept are those committed, projections follow. A projection
 * that does not is told only when all entries are good: it can be derived again, they cannot.
 */
class ContentCheck {
  readonly keys = { checked: 0, erased: 0 };
  readonly #store: EntryStore;
  readonly #erasures: number;
  /** Whether all entries are read, from the first on. */
  readonly #whole: boolean;
  /** "sourceNo/month" of every commitment read. */
  readonly #committed = new Set<string>();
  #projections: ProjectionCheck | undefined;
  #differing: VerifyReport["firstBad"] = null;
  #state: LedgerState;

  constructor(store: EntryStore, db: DatabaseSync, fromSeq: number) {
    this.#store = store;
    this.#whole = fromSeq <= 1;
    this.#projections = this.#whole ? projectionsOf(db) : undefined;
    this.#erasures = store.erasures();
    this.#state = emptyState(store.identity.ledgerId, store.identity.generation);
  }

  /** The check after one more entry. */
  take(before: ChainCheck, entry: StoredEntry): ChainCheck {
    const { check, envelope } = checkEntry(before, entry);
    if (envelope === undefined) return check;
    const fact = readFact(envelope, this.#store.keyOf);
    if (fact === undefined) {
      return bad(before, { fault: "body", detail: "its body is not one of its kind" });
    }
    const fault = this.#keyFault(fact);
    if (fault) return bad(before, fault);
    this.#compare(fact, envelope, entry.hash);
    return check;
  }

  /** What is only known at the end. */
  end(check: ChainCheck): ChainCheck {
    if (check.firstBad) return check;
    if (this.#differing) return { ...check, firstBad: this.#differing };
    if (!this.#whole || this.#erasures !== this.#store.erasures()) return check;
    if (this.#store.keyCount() > this.keys.checked) {
      return bad(check, { fault: "key-commitment", detail: "a key that no entry commits" });
    }
    if (this.#state.notUnderstood) return check;
    const surplus = this.#projections?.surplus(check.seq);
    return surplus === undefined ? check : bad(check, projectionFault(surplus), check.seq);
  }

  /** A key that is kept is the key that was committed; one that is not was erased. */
  #keyFault(fact: LedgerFact): Fault | undefined {
    if (fact.kind === "RoundTaken") return this.#sealFault(fact);
    if (fact.kind !== "MonthKeyCommitted") return undefined;
    for (const { sourceNo, commitment } of fact.keys) {
      this.#committed.add(`${sourceNo}/${fact.month}`);
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
    const early = readings.find(
      ({ sourceNo, count, raw, erased }) =>
        (erased || count !== null || raw.length > 0) &&
        !this.#committed.has(`${sourceNo}/${month}`),
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
    this.#state = fold(this.#state, fact, { seq, hash, recordedAtMs });
    const difference =
      (understood ? this.#projections.differenceOf(fact, envelope) : undefined) ??
      // Keys that are erased meanwhile leave a state that is neither the old nor the new one.
      (this.#erasures === this.#store.erasures()
        ? this.#projections.differenceOfState(this.#state)
        : undefined);
    if (difference === undefined) return;
    this.#differing = { seq, ...projectionFault(difference) };
    this.#projections = undefined;
  }
}

function projectionFault(what: string): Fault {
  return { fault: "projection", detail: `${what} does not follow from the entries` };
}

/** The head; without end when a damaged file does not say. */
function headOf(store: EntryStore): number {
  try {
    return store.headSeq();
  } catch (cause) {
    if (!isCorruption(cause)) throw cause;
    return Number.POSITIVE_INFINITY;
  }
}

function projectionsOf(db: DatabaseSync): ProjectionCheck | undefined {
  try {
    return makeProjectionCheck(db);
  } catch (cause) {
    if (!isCorruption(cause)) throw cause;
    return undefined;
  }
}

function readEntry(store: EntryStore, seq: number): StoredEntry | undefined {
  try {
    return store.entry(seq);
  } catch (cause) {
    if (!isCorruption(cause)) throw cause;
    return undefined;
  }
}

/** A page of entries; one that a damaged file does not give up ends it as a fault. */
function readPage(store: EntryStore, fromSeq: number): readonly (StoredEntry | Fault)[] {
  try {
    return store.entries(fromSeq, PAGE);
  } catch (cause) {
    if (!isCorruption(cause)) throw cause;
  }
  const page: (StoredEntry | Fault)[] = [];
  for (let seq = fromSeq; seq < fromSeq + PAGE; seq++) {
    try {
      page.push(...store.entries(seq, 1));
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      return [...page, { fault: "unreadable", detail }];
    }
  }
  return page;
}

function bad(check: ChainCheck, { fault, detail }: Fault, seq = check.seq + 1): ChainCheck {
  return { ...check, firstBad: { seq, fault, detail } };
}
