/**
 * The months of channels as the page shows them: a closed month as it was closed, an open one as it
 * is computed now. Kept until the head of the ledger moves or another month begins, since nothing
 * else can change them.
 */

import { type ChannelNo, type MonthKey, monthOf, monthSpan } from "@mega/domain";
import type { ClosedMonth, LedgerHost, LedgerView } from "@mega/ledger";
import type { ShownMonth } from "@mega/reports";
import { computeMonth } from "../months/compute-month.ts";
import { ReadingMemo } from "./reading-memo.ts";

/** Months kept at once: those of the table, and a few series. */
const KEPT_MAX = 8192;
/** Channels that are computed at the same time: the ledger's thread takes a limited queue. */
const TOGETHER_MAX = 16;

/** Months by channel and month; a month of which nothing is known is absent. */
export type MonthsByChannel = ReadonlyMap<ChannelNo, ReadonlyMap<MonthKey, ShownMonth>>;

/** What stands for one head of the ledger in one month. */
interface Kept {
  readonly view: LedgerView;
  readonly runningMonth: MonthKey;
  readonly months: Map<string, Promise<ShownMonth | undefined>>;
}

/** Gathers months from the ledger. */
export class ShownMonths {
  readonly #ledger: LedgerHost;
  readonly #timeZone: string;
  readonly #memo: ReadingMemo;
  #kept: Kept | undefined;

  constructor(ledger: LedgerHost, timeZone: string) {
    this.#ledger = ledger;
    this.#timeZone = timeZone;
    this.#memo = new ReadingMemo(ledger);
  }

  /** The months of the channels as the view has them. */
  async of(
    view: LedgerView,
    channelNos: readonly ChannelNo[],
    months: readonly MonthKey[],
    nowMs: number,
  ): Promise<MonthsByChannel> {
    const kept = this.#keptFor(view, nowMs);
    const found = new Map<ChannelNo, ReadonlyMap<MonthKey, ShownMonth>>();
    for (let from = 0; from < channelNos.length; from += TOGETHER_MAX) {
      const group = channelNos.slice(from, from + TOGETHER_MAX).map(async (channelNo) => {
        found.set(channelNo, await this.#monthsOf(kept, channelNo, months, nowMs));
      });
      await Promise.all(group);
    }
    return found;
  }

  #keptFor(view: LedgerView, nowMs: number): Kept {
    const runningMonth = monthOf(nowMs, this.#timeZone);
    const kept = this.#kept;
    const stands =
      kept?.view.head.seq === view.head.seq &&
      kept.runningMonth === runningMonth &&
      kept.months.size < KEPT_MAX;
    if (kept !== undefined && stands) return kept;
    const next = { view, runningMonth, months: new Map() };
    this.#kept = next;
    return next;
  }

  async #monthsOf(
    kept: Kept,
    channelNo: ChannelNo,
    months: readonly MonthKey[],
    nowMs: number,
  ): Promise<ReadonlyMap<MonthKey, ShownMonth>> {
    const found = new Map<MonthKey, ShownMonth>();
    for (const month of months) {
      const key = `${channelNo} ${month}`;
      const asked = kept.months.get(key) ?? this.#month(kept.view, channelNo, month, nowMs);
      kept.months.set(key, asked);
      // A failure of the disk is told, and asked again the next time.
      const shown = await asked.catch((error: unknown) => {
        kept.months.delete(key);
        throw error;
      });
      if (shown !== undefined) found.set(month, shown);
    }
    return found;
  }

  async #month(
    view: LedgerView,
    channelNo: ChannelNo,
    month: MonthKey,
    nowMs: number,
  ): Promise<ShownMonth | undefined> {
    const first = view.tenancies.get(channelNo)?.[0];
    const timeZone = this.#timeZone;
    if (first === undefined || first.startedAtMs >= monthSpan(month, timeZone).toMs) {
      return undefined;
    }
    const closed = await this.#closedMonth(view, channelNo, month);
    if (closed !== undefined) return shownOf(closed);
    const computed = await computeMonth(this.#memo, view, { channelNo, month, timeZone, nowMs });
    return { ...computed, closed: null };
  }

  /** The newest revision; the view holds those of the last months, the ledger all. */
  async #closedMonth(
    view: LedgerView,
    channelNo: ChannelNo,
    month: MonthKey,
  ): Promise<ClosedMonth | undefined> {
    const held = view.closedMonths.get(channelNo)?.get(month);
    if (held !== undefined || view.revisions.get(channelNo)?.has(month) !== true) return held;
    const revisions = await this.#ledger.closedMonths(channelNo, month);
    return revisions.findLast((revision) => revision.month === month);
  }
}

function shownOf(closed: ClosedMonth): ShownMonth {
  return {
    provisional: false,
    parts: closed.parts,
    incompleteCounters: [],
    questions: [],
    closed: { revision: closed.revision },
  };
}
