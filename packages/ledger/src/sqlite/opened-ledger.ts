/** A ledger file as it is opened: its settings proven, its tail verified, its state at hand. */

import type { DatabaseSync } from "node:sqlite";
import { MegaError } from "@mega/domain";
import { emptyState, type LedgerState } from "../append/state.ts";
import { assertOwnState, deriveState, verifyTail } from "./derive-state.ts";
import {
  type EntryStore,
  type LedgerIdentity,
  makeLedgerIdentity,
  openEntryStore,
} from "./entry-store.ts";
import { openDatabase, type Synchronous } from "./open-database.ts";
import { hasProjections, Projector } from "./projections.ts";
import { makeReadingProof, type ProveReading } from "./prove-reading.ts";
import { makeReadingQueries, type ReadingQueries } from "./reading-queries.ts";
import { newestStoredSeq, ReadingStore } from "./reading-store.ts";
import { dropProjectionsSql, projectionSql } from "./schema.ts";
import { makeStateStore, type StateStore } from "./state-store.ts";
import { isFullDisk, storageError } from "./storage-error.ts";
import { closeQuietly, inTransaction } from "./transaction.ts";
import { UnsyncedLog } from "./unsynced-log.ts";

/** How a ledger file is opened. */
export interface SqliteLedgerOptions {
  /** The file, made when it is missing; or ":memory:". */
  readonly path: string;
  /** OFF only for a history that is built before anybody depends on it; see `makeDurable`. */
  readonly synchronous?: "FULL" | "OFF";
  /** Appends are synced by `sync` and not by themselves: only where that is waited for. */
  readonly defersSync?: boolean;
  /** For vectors and tests: a fixed identity and fixed keys of a ledger made by this call. */
  readonly identity?: LedgerIdentity;
  readonly makeKey?: () => Uint8Array;
}

/** An open database with what is prepared on it. */
export interface OpenedLedger {
  readonly db: DatabaseSync;
  readonly writable: boolean;
  /** Null where every commit is synced by itself. */
  readonly log: UnsyncedLog | null;
  readonly store: EntryStore;
  readonly readings: ReadingStore;
  readonly projector: Projector;
  readonly states: StateStore;
  readonly queries: ReadingQueries;
  readonly proves: ProveReading;
}

/** The state at the head, and how many entries it has more than the saved one. */
export interface LoadedState {
  readonly state: LedgerState;
  readonly unsaved: number;
}

/** Entries verified at a start, where there are so many. */
const TAIL_VERIFIED = 256;

/** Opens the file, derives what is missing and verifies the tail. */
export function openLedger(
  { path, identity, defersSync = false }: SqliteLedgerOptions,
  synchronous: Synchronous,
): { readonly opened: OpenedLedger; readonly loaded: LoadedState } {
  const { db, writable } = openDatabase(path, synchronous);
  try {
    const store = openEntryStore(db, () => {
      if (!writable) throw readOnlyDisk(path);
      return identity ?? makeLedgerIdentity();
    });
    if (!hasProjections(db)) {
      if (!writable) throw readOnlyDisk(path);
      // One without the others says nothing: without the state all are derived again.
      db.exec(dropProjectionsSql);
      db.exec(projectionSql);
    }
    const readings = new ReadingStore(db);
    const projected = {
      db,
      writable,
      store,
      readings,
      projector: new Projector(db, readings),
      states: makeStateStore(db),
      queries: makeReadingQueries(db, readings),
      proves: makeReadingProof(store),
    };
    const loaded = loadState({ ...projected, log: null });
    const log = defersSync && writable ? new UnsyncedLog(db, path) : null;
    return { opened: { ...projected, log }, loaded };
  } catch (cause) {
    db.close();
    throw storageError(cause, path);
  }
}

/** Closes the file, with nothing in it that is not on the disk for sure. */
export function letGo({ db, log }: OpenedLedger): void {
  try {
    log?.settle();
  } catch {
    // A log that cannot even be cut is read to where its checksums hold.
  }
  closeQuietly(db);
  log?.close();
}

/** Readings that may wait in memory while everything is derived. */
const WAITING_MAX = 20_000;

/** Every projection anew, and the state at the head; within the caller's transaction. */
export function deriveAll(opened: OpenedLedger): LedgerState {
  const { db, store, projector, readings } = opened;
  db.exec(dropProjectionsSql);
  db.exec(projectionSql);
  readings.forget();
  const state = deriveState(store, emptyStateOf(store), (fact, entry) => {
    projector.project(fact, entry);
    if (readings.waiting > WAITING_MAX) readings.flush();
  });
  saveView(opened, state);
  return state;
}

/** Saves what a start needs: the view, and the readings of the same entries. */
export function saveView({ readings, states }: OpenedLedger, state: LedgerState): void {
  readings.flush();
  states.save(state);
}

/** The failure to write to a disk that can only be read. */
export function readOnlyDisk(path: string): MegaError {
  return new MegaError("LEDGER_STORAGE_FAILED", `The disk of ${path} can only be read`, {
    hint: "What is stored can be seen. Replace the disk or card, or make it writable again.",
    context: { path },
  });
}

function loadState(opened: OpenedLedger): LoadedState {
  const { store, states, db, writable, readings } = opened;
  const headSeq = store.headSeq();
  const saved = states.load();
  if (saved === undefined && headSeq > 0 && writable) {
    const derived = deriveWhereThereIsRoom(opened);
    if (derived) return { state: derived, unsaved: 0 };
  }
  if (saved) assertOwnState(store, saved, headSeq);
  const from = saved ?? emptyStateOf(store);
  verifyTail(store, Math.min(from.head.seq, Math.max(0, headSeq - TAIL_VERIFIED)));
  // Where nothing can be written the tables of readings are left as they are: each reading is
  // compared with its entry before it is given.
  const storedSeq = saved?.head.seq ?? (headSeq > 0 ? newestStoredSeq(db) : 0);
  const state = deriveState(store, from, (fact, entry) => {
    if (entry.seq > storedSeq) readings.take(fact, entry);
  });
  return { state, unsaved: headSeq - from.head.seq };
}

/** Undefined on a full disk: what is stored is then served as from one that can only be read. */
function deriveWhereThereIsRoom(opened: OpenedLedger): LedgerState | undefined {
  const { db, readings } = opened;
  try {
    return inTransaction(db, () => deriveAll(opened));
  } catch (cause) {
    if (!isFullDisk(cause)) throw cause;
    if (db.isTransaction) db.exec("ROLLBACK");
    readings.forget();
    return undefined;
  }
}

function emptyStateOf({ identity }: EntryStore): LedgerState {
  return emptyState(identity.ledgerId, identity.generation);
}
