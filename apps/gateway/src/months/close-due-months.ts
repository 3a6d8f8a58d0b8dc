/**
 * Closes months by itself after each round: of every channel whose month has ended and whose figures
 * leave no question. A channel with a question blocks itself alone. What is recorded later about a
 * closed month makes a new revision; the closed one stays as it is.
 */

import {
  addMonths,
  type ChannelNo,
  canCloseByItself,
  MegaError,
  MONTH_RULE_VERSION,
  type MonthKey,
  monthOf,
  revise,
} from "@mega/domain";
import type { Commit, LedgerEvent, LedgerHost, LedgerView } from "@mega/ledger";
import { computeMonth } from "./compute-month.ts";

/** What closing needs. */
export interface MonthCloserOptions {
  readonly ledger: LedgerHost;
  readonly timeZone: string;
  readonly tzVersion: string;
  /** False while the ledger is known to be damaged: nothing is billed on it then. */
  readonly mayClose: () => boolean;
}

/** Entries after which a closed month may say something else. */
const decisiveKinds: ReadonlySet<string> = new Set([
  "QuarantineReleased",
  "QuarantineDiscarded",
  "ReadingCorrected",
  "MeterReplaced",
  "CounterRolledOver",
  "IndexFixed",
  "TenancyUndone",
]);
/** Open months of a channel that are looked at after each round. */
const OPEN_MONTHS_MAX = 13;

/** Closes due months; made once, called after every round. */
export class MonthCloser {
  readonly #options: MonthCloserOptions;
  readonly #stopListening: () => void;
  #revisionDue = false;

  constructor(options: MonthCloserOptions) {
    this.#options = options;
    this.#stopListening = options.ledger.onCommit((commit) => this.#notice(commit));
  }

  stop(): void {
    this.#stopListening();
  }

  /** Looks once more when something was decided since the last round: nobody else would know. */
  async finish(nowMs: number): Promise<void> {
    if (this.#revisionDue) await this.closeDue(nowMs);
  }

  /** Closes what can be closed; resolves to the number of months closed or revised. */
  async closeDue(nowMs: number): Promise<number> {
    const { ledger, timeZone, mayClose } = this.#options;
    if (!mayClose()) return 0;
    const latest = monthOf(nowMs, timeZone);
    const reviseToo = this.#revisionDue;
    this.#revisionDue = false;
    let closed = 0;
    for (const channelNo of ledger.snapshot().bindings.keys()) {
      for (const month of this.#dueMonths(ledger.snapshot(), channelNo, latest, reviseToo)) {
        if (await this.#close(channelNo, month, nowMs)) closed += 1;
      }
    }
    return closed;
  }

  #notice(commit: Commit): void {
    if (commit.entries.some(({ kind }) => decisiveKinds.has(kind))) this.#revisionDue = true;
  }

  /** Oldest first, so that a month begins where the one before was closed. */
  #dueMonths(
    view: LedgerView,
    channelNo: ChannelNo,
    latest: MonthKey,
    reviseToo: boolean,
  ): readonly MonthKey[] {
    const first = view.tenancies.get(channelNo)?.[0];
    if (first === undefined) return [];
    const firstMonth = monthOf(first.startedAtMs, this.#options.timeZone);
    const closed = view.revisions.get(channelNo);
    const due: MonthKey[] = [];
    let month = addMonths(latest, -1);
    for (let age = 0; age < OPEN_MONTHS_MAX && month >= firstMonth; age += 1) {
      if (reviseToo || closed?.has(month) !== true) due.unshift(month);
      month = addMonths(month, -1);
    }
    return due;
  }

  async #close(channelNo: ChannelNo, month: MonthKey, nowMs: number): Promise<boolean> {
    const { ledger, timeZone, tzVersion } = this.#options;
    const view = ledger.snapshot();
    const computed = await computeMonth(ledger, view, { channelNo, month, timeZone, nowMs });
    if (!canCloseByItself(computed)) return false;
    const before = view.closedMonths.get(channelNo)?.get(month);
    if (before !== undefined && revise(before, computed) === "same") return false;
    const revision = (view.revisions.get(channelNo)?.get(month)?.revision ?? 0) + 1;
    const event: LedgerEvent = {
      kind: "month-closed",
      channelNo,
      month,
      revision,
      ruleVersion: MONTH_RULE_VERSION,
      tzVersion,
      parts: computed.parts,
      why: revision === 1 ? "" : "a later entry changed what the month rests on",
    };
    const outcome = await ledger.append([event]);
    if (!outcome.ok) {
      const { code, field, allowed } = outcome.refusal;
      throw new MegaError("LEDGER_REFUSED", `${code}: ${field} of ${month}, channel ${channelNo}`, {
        hint: `Allowed: ${allowed}.`,
        context: { refusal: outcome.refusal },
      });
    }
    return true;
  }
}
