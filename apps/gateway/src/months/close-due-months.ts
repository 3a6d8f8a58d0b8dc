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
  monthSpan,
  revise,
} from "@mega/domain";
import { computeMonth } from "@mega/figures";
import {
  type Commit,
  type LedgerEvent,
  type LedgerHost,
  type LedgerView,
  latestReading,
} from "@mega/ledger";
import { decidedChannels, movedChannels } from "./decided-channels.ts";
import { decidedLately } from "./decided-lately.ts";

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

/** A month that may be due. */
interface EndedMonth {
  readonly month: MonthKey;
  readonly endsMs: number;
}

/** Closes due months; made once, called after every round. */
export class MonthCloser {
  readonly #options: MonthCloserOptions;
  readonly #stopListening: () => void;
  /** Channels about whose closed months something was decided. */
  readonly #toRevise = new Set<ChannelNo>();
  /** Open months that no new reading changes, by channel; see `groundOf`. */
  readonly #stuck = new Map<ChannelNo, Map<MonthKey, readonly number[]>>();
  #seen: LedgerView;
  #hasLookedBack = false;

  constructor(options: MonthCloserOptions) {
    this.#options = options;
    this.#seen = options.ledger.snapshot();
    this.#stopListening = options.ledger.onCommit((commit) => this.#notice(commit));
  }

  stop(): void {
    this.#stopListening();
  }

  /** Looks once more when something was decided since the last round: nobody else would know. */
  async finish(nowMs: number): Promise<void> {
    if (this.#toRevise.size > 0) await this.closeDue(nowMs);
  }

  /** Closes what can be closed; resolves to the number of months closed or revised. */
  async closeDue(nowMs: number): Promise<number> {
    const { ledger, timeZone, mayClose } = this.#options;
    if (!mayClose()) return 0;
    await this.#lookBack();
    const months = endedMonths(monthOf(nowMs, timeZone), timeZone);
    let closed = 0;
    for (const channelNo of ledger.snapshot().bindings.keys()) {
      const reviseToo = this.#toRevise.delete(channelNo);
      const due = this.#dueMonths(channelNo, months, reviseToo);
      if (due.every((ended) => this.#isStuck(channelNo, ended))) continue;
      try {
        closed += await this.#closeOf(channelNo, due, nowMs);
      } catch (error) {
        if (reviseToo) this.#toRevise.add(channelNo);
        throw error;
      }
    }
    return closed;
  }

  async #closeOf(channelNo: ChannelNo, due: readonly EndedMonth[], nowMs: number): Promise<number> {
    let closed = 0;
    for (const ended of due) {
      if (this.#isStuck(channelNo, ended)) continue;
      if (!(await this.#close(channelNo, ended, nowMs))) continue;
      closed += 1;
      // The months behind it begin where it ends.
      this.#stuck.delete(channelNo);
    }
    return closed;
  }

  /** What was decided before the start, and may not have been looked at before the end. */
  async #lookBack(): Promise<void> {
    if (this.#hasLookedBack) return;
    for (const channelNo of await decidedLately(this.#options.ledger)) {
      this.#lookAgain(channelNo, true);
    }
    this.#hasLookedBack = true;
  }

  #notice({ entries, view }: Commit): void {
    const before = this.#seen;
    this.#seen = view;
    if (entries.some(({ kind }) => kind === "ReadingCorrected")) {
      for (const channelNo of view.bindings.keys()) this.#lookAgain(channelNo, true);
      return;
    }
    const isDecisive = entries.some(({ kind }) => decisiveKinds.has(kind));
    // A round alone decides nothing: all that waits, which may be thousands, need not be compared.
    const channels = isDecisive ? decidedChannels(before, view) : movedChannels(before, view);
    for (const channelNo of channels) this.#lookAgain(channelNo, isDecisive);
  }

  #lookAgain(channelNo: ChannelNo, reviseToo: boolean): void {
    this.#stuck.delete(channelNo);
    if (reviseToo) this.#toRevise.add(channelNo);
  }

  /** Oldest first, so that a month begins where the one before was closed. */
  #dueMonths(
    channelNo: ChannelNo,
    months: readonly EndedMonth[],
    reviseToo: boolean,
  ): readonly EndedMonth[] {
    const view = this.#options.ledger.snapshot();
    const first = view.tenancies.get(channelNo)?.[0];
    if (first === undefined) return [];
    const firstMonth = monthOf(first.startedAtMs, this.#options.timeZone);
    const closed = view.revisions.get(channelNo);
    return months.filter(
      ({ month }) => month >= firstMonth && (reviseToo || closed?.has(month) !== true),
    );
  }

  /** Whether the month left a question, and nothing has come that it could rest on instead. */
  #isStuck(channelNo: ChannelNo, { month, endsMs }: EndedMonth): boolean {
    const known = this.#stuck.get(channelNo)?.get(month);
    if (known === undefined) return false;
    if (known.every((atMs) => atMs === Number.POSITIVE_INFINITY)) return true;
    const ground = groundOf(this.#options.ledger.snapshot(), channelNo, endsMs);
    return ground.length === known.length && ground.every((atMs, at) => atMs === known[at]);
  }

  async #close(
    channelNo: ChannelNo,
    { month, endsMs }: EndedMonth,
    nowMs: number,
  ): Promise<boolean> {
    const { ledger, timeZone, tzVersion } = this.#options;
    const view = ledger.snapshot();
    const computed = await computeMonth(ledger, view, { channelNo, month, timeZone, nowMs });
    if (!canCloseByItself(computed)) {
      const stuck = this.#stuck.get(channelNo) ?? new Map<MonthKey, readonly number[]>();
      this.#stuck.set(channelNo, stuck.set(month, groundOf(view, channelNo, endsMs)));
      return false;
    }
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

/** The months before one that are looked at, oldest first. */
function endedMonths(latest: MonthKey, timeZone: string): readonly EndedMonth[] {
  return Array.from({ length: OPEN_MONTHS_MAX }, (_, at) => {
    const month = addMonths(latest, at - OPEN_MONTHS_MAX);
    return { month, endsMs: monthSpan(month, timeZone).toMs };
  });
}

/**
 * What of a channel's readings an open month can still rest on. Once every source was read after the
 * month's end, no further reading changes its indexes: only what is decided does.
 */
function groundOf(view: LedgerView, channelNo: ChannelNo, endsMs: number): readonly number[] {
  return (view.bindings.get(channelNo) ?? []).flatMap(({ counter1, counter2 }) =>
    [counter1, counter2].map((sourceNo) => {
      const takenAtMs = sourceNo === null ? undefined : latestReading(view, sourceNo)?.takenAtMs;
      if (takenAtMs === undefined) return Number.NEGATIVE_INFINITY;
      return takenAtMs > endsMs ? Number.POSITIVE_INFINITY : takenAtMs;
    }),
  );
}
