/**
 * The months of channels as the page shows them: a closed month as it was closed, an open one as it
 * is computed now. Kept until the head of the ledger moves or another month begins, since nothing
 * else can change them.
 */

import { type ChannelNo, type MonthKey, monthOf, monthSpan } from "@mega/domain";
import type { ClosedMonth, LedgerView } from "@mega/ledger";
import type { ShownMonth } from "@mega/reports";
import type { FiguresLedger } from "../ports.ts";
import { computeMonth, type MonthAsked } from "./compute-month.ts";

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
  readonly months: Map<string, Promise<ShownMonth>>;
}

interface MonthEnd {
  readonly month: MonthKey;
  readonly toMs: number;
}

type OlderMonths = () => Promise<readonly ClosedMonth[]>;

/** What months ask of the ledger. */
type MonthsLedger = Pick<FiguresLedger, "readingsAround" | "closedMonths">;

/** Gathers months from the ledger. */
export class ShownMonths {
  readonly #ledger: MonthsLedger;
  readonly #timeZone: string;
  #kept: Kept | undefined;

  constructor(ledger: MonthsLedger, timeZone: string) {
    this.#ledger = ledger;
    this.#timeZone = timeZone;
  }

  /** The months of the channels as the view has them. */
  async of(
    view: LedgerView,
    channelNos: readonly ChannelNo[],
    months: readonly MonthKey[],
    nowMs: number,
  ): Promise<MonthsByChannel> {
    const kept = this.#keptFor(view, nowMs);
    // The calendar is asked once for each month, not for each channel.
    const ends = months.map((month) => ({ month, toMs: monthSpan(month, this.#timeZone).toMs }));
    const found = new Map<ChannelNo, ReadonlyMap<MonthKey, ShownMonth>>();
    for (let from = 0; from < channelNos.length; from += TOGETHER_MAX) {
      const group = channelNos.slice(from, from + TOGETHER_MAX).map(async (channelNo) => {
        found.set(channelNo, await this.#monthsOf(kept, channelNo, ends, nowMs));
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
    ends: readonly MonthEnd[],
    nowMs: number,
  ): Promise<ReadonlyMap<MonthKey, ShownMonth>> {
    const found = new Map<MonthKey, ShownMonth>();
    const older = this.#olderMonths(channelNo, ends);
    const begunAtMs = kept.view.tenancies.get(channelNo)?.[0]?.startedAtMs;
    const closed = kept.view.closedMonths.get(channelNo);
    for (const { month, toMs } of ends) {
      if (begunAtMs === undefined || begunAtMs >= toMs) continue;
      const held = closed?.get(month);
      const asked = { channelNo, month, timeZone: this.#timeZone, nowMs };
      const shown = held === undefined ? await this.#keptMonth(kept, asked, older) : shownOf(held);
      found.set(month, shown);
    }
    return found;
  }

  /** A month that the view does not hold, asked for once at each head of the ledger. */
  #keptMonth(kept: Kept, asked: MonthAsked, older: OlderMonths): Promise<ShownMonth> {
    const key = `${asked.channelNo} ${asked.month}`;
    const known = kept.months.get(key);
    if (known !== undefined) return known;
    const found = this.#month(kept.view, asked, older).catch((error: unknown) => {
      // A failure of the disk is told, and asked again the next time.
      kept.months.delete(key);
      throw error;
    });
    kept.months.set(key, found);
    return found;
  }

  /** A closed month that the view holds no more in its newest revision, or as it is computed now. */
  async #month(view: LedgerView, asked: MonthAsked, older: OlderMonths): Promise<ShownMonth> {
    const { channelNo, month } = asked;
    if (view.revisions.get(channelNo)?.has(month) === true) {
      const closed = (await older()).findLast((revision) => revision.month === month);
      if (closed !== undefined) return shownOf(closed);
    }
    return { ...(await computeMonth(this.#ledger, view, asked)), closed: null };
  }

  /** The closed months of a channel from the oldest one asked for: one question, if there is any. */
  #olderMonths(channelNo: ChannelNo, ends: readonly MonthEnd[]): OlderMonths {
    const [oldest = ""] = ends.map(({ month }) => month).sort();
    let asked: Promise<readonly ClosedMonth[]> | undefined;
    return () => {
      asked ??= this.#ledger.closedMonths(channelNo, oldest);
      return asked;
    };
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
