/** What the main thread knows of the view, and what it is told to follow. */

import type { LedgerState } from "../append/state.ts";
import type { WrittenEntry } from "../append/write-batch.ts";
import type { LedgerFact } from "../entry/facts.ts";
import type { LedgerStorage } from "./ledger-host.ts";
import type { ViewChange } from "./worker-messages.ts";

/** Keeps what was told last. */
export class ViewTeller {
  #state: LedgerState | undefined = undefined;
  #headSeq = 0;
  #storage: LedgerStorage = "writable";

  /** The change since the last one, to the view that follows from the entries; null: there is none. */
  changeTo(
    state: LedgerState,
    storage: LedgerStorage,
    stored: readonly WrittenEntry[] = [],
  ): ViewChange | null {
    if (state === this.#state && storage === this.#storage) return null;
    const last = stored.at(-1);
    // Something that came later was told already.
    if (last !== undefined && last.seq <= this.#headSeq) return null;
    const follows = stored[0]?.seq === this.#headSeq + 1 && storage === this.#storage;
    this.#state = state;
    this.#headSeq = state.head.seq;
    this.#storage = storage;
    if (!follows) return { kind: "whole", view: state, storage };
    const { recordedAtMs } = state.head;
    return {
      kind: "steps",
      steps: stored.map(({ seq, hash, fact }) => ({
        fact: withoutRaw(fact),
        place: { seq, hash, recordedAtMs },
      })),
    };
  }
}

/** The view does not hold what came over the wire. */
function withoutRaw(fact: LedgerFact): LedgerFact {
  if (fact.kind !== "RoundTaken") return fact;
  const raw = new Uint8Array(0);
  return { ...fact, readings: fact.readings.map((reading) => ({ ...reading, raw })) };
}
