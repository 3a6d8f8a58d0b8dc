/**
 * Remembers the readings next to an instant. Accepted readings of a source come in the order of
 * time, so an answer with a reading on the far side of its instant can never change by a later
 * round; only a decision about an earlier reading can change it, and empties the memory.
 */

import type { SourceNo } from "@mega/domain";
import type { LedgerHost, ReadingsAround } from "@mega/ledger";

/** Answers kept: 256 sources at the bounds of 60 months, and some more. */
const ANSWERS_MAX = 20_000;

/** Kinds of entries that leave the readings before them as they are. */
const harmlessKinds: ReadonlySet<string> = new Set([
  "RoundTaken",
  "MonthKeyCommitted",
  "MonthClosed",
  "SourceDeclared",
  "ChannelBound",
  "ZoneSet",
  "IndexFixed",
  "TenancyStarted",
  "TenancyEnded",
  "TenancyUndone",
  "ClockStepped",
  "Restarted",
  "CredentialsReset",
]);

/** The one question of the ledger, with a memory. */
export class ReadingMemo {
  readonly #ledger: LedgerHost;
  readonly #answers = new Map<string, ReadingsAround>();
  /** Rises whenever the memory is emptied; an answer that was asked for before is not kept. */
  #age = 0;

  constructor(ledger: LedgerHost) {
    this.#ledger = ledger;
    ledger.onCommit(({ entries }) => {
      if (!entries.every(({ kind }) => harmlessKinds.has(kind))) this.#forget();
    });
  }

  /** As the ledger answers it. */
  readonly readingsAround = async (sourceNo: SourceNo, atMs: number): Promise<ReadingsAround> => {
    const key = `${sourceNo} ${atMs}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const age = this.#age;
    const answer = await this.#ledger.readingsAround(sourceNo, atMs);
    if (answer.after !== undefined && age === this.#age) {
      if (this.#answers.size >= ANSWERS_MAX) this.#forget();
      this.#answers.set(key, answer);
    }
    return answer;
  };

  #forget(): void {
    this.#answers.clear();
    this.#age += 1;
  }
}
