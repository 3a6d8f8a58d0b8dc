/**
 * Folded states that this process has read lately. A state is found by its ledger and by what was changed
 * of its past, which both are read from the database for each answer: after an erasure, keys that came
 * late, another ledger or another box nothing old is found. Entries never change, so that a state whose
 * entry is still there is a ground to fold on from, however far the head has moved.
 */

import type { LedgerState } from "@mega/ledger";
import type { ServerDatabase } from "../database/server-database.ts";
import type { LedgerPlace } from "../mirror/entry-rows.ts";

/** States kept: of a gateway with 256 sources and a year of months each is about a megabyte. */
const STATES_MAX = 64;

/** What a state is found by. */
export interface StatePlace extends LedgerPlace {
  readonly pastChanges: number;
}

/** A state, and how far the one that is saved in the database goes; 0 where none is. */
export interface KnownState {
  readonly state: LedgerState;
  readonly savedSeq: number;
}

interface Kept extends KnownState {
  readonly pastChanges: number;
}

/** The states of one database. */
export class StateCache {
  readonly #kept = new Map<string, Kept>();

  /** The newest known state of the ledger; undefined where there is none that fits. */
  of(place: StatePlace): KnownState | undefined {
    const name = nameOf(place);
    const found = this.#kept.get(name);
    if (found === undefined || found.pastChanges !== place.pastChanges) return undefined;
    // What is asked for stands last, and the first goes.
    this.#kept.delete(name);
    this.#kept.set(name, found);
    return found;
  }

  keep(place: StatePlace, { state, savedSeq }: KnownState): void {
    const { pastChanges } = place;
    const name = nameOf(place);
    const known = this.#kept.get(name);
    // Of two answers at once the later head stays; what knows more of the past goes before.
    if (known !== undefined && known.pastChanges > pastChanges) return;
    const isOlder = known?.pastChanges === pastChanges && known.state.head.seq > state.head.seq;
    if (isOlder) return;
    this.#kept.delete(name);
    this.#kept.set(name, { pastChanges, state, savedSeq });
    const [first] = this.#kept.keys();
    if (this.#kept.size > STATES_MAX && first !== undefined) this.#kept.delete(first);
  }
}

const caches = new WeakMap<ServerDatabase, StateCache>();

/** The states of a database, for as long as it is open. */
export function statesOf(database: ServerDatabase): StateCache {
  const known = caches.get(database) ?? new StateCache();
  caches.set(database, known);
  return known;
}

function nameOf({ gatewayId, ledgerNo }: LedgerPlace): string {
  return `${gatewayId}/${ledgerNo}`;
}
