/**
 * What a ledger needs now and then, in the building's quiet hours: once a week everything is
 * verified, and once a day hourly values older than is kept are made unreadable. A ledger that does
 * not verify closes no month until a person has looked at it.
 */

import {
  addMonths,
  type ChannelNo,
  type Clock,
  type MonthKey,
  monthOf,
  type SourceNo,
} from "@mega/domain";
import type { LedgerHost, LedgerView, VerifyReport } from "@mega/ledger";

/** Hourly values of this month and so many before are kept; month indexes stay as bills do. */
const HOURLY_MONTHS_KEPT = 13;
const LOOK_EVERY_MS = 3_600_000;
/** A day and a week, by elapsed time. */
const ERASE_EVERY_MS = 24 * LOOK_EVERY_MS;
const VERIFY_EVERY_MS = 7 * ERASE_EVERY_MS;

/** What care needs. */
export interface LedgerCareOptions {
  readonly clock: Clock;
  readonly ledger: LedgerHost;
  /** The building's zone; it may change with the configuration. */
  readonly timeZone: () => string;
  readonly onFailure: (error: unknown) => void;
  /** Hears of every whole verification. */
  readonly onVerified: (report: VerifyReport) => void;
}

/** Takes care until it is stopped. */
export class LedgerCare {
  readonly #options: LedgerCareOptions;
  #cancel: (() => void) | undefined;
  #damage: VerifyReport["firstBad"] = null;
  // The tail is verified at the opening; everything an hour after the start.
  #erasedAtMs = Number.NEGATIVE_INFINITY;
  #verifiedAtMs = Number.NEGATIVE_INFINITY;
  readonly #erasedBefore = new Map<SourceNo, MonthKey>();

  constructor(options: LedgerCareOptions) {
    this.#options = options;
  }

  /** What the last verification found wrong; null while nothing is. */
  get damage(): VerifyReport["firstBad"] {
    return this.#damage;
  }

  start(): void {
    const { clock } = this.#options;
    this.#cancel = clock.setTimer(LOOK_EVERY_MS, () => {
      this.#look().catch(this.#options.onFailure);
      this.start();
    });
  }

  stop(): void {
    this.#cancel?.();
  }

  async #look(): Promise<void> {
    const { clock, ledger, onVerified } = this.#options;
    const nowMs = clock.monotonicMs();
    if (nowMs - this.#verifiedAtMs >= VERIFY_EVERY_MS) {
      this.#verifiedAtMs = nowMs;
      const report = await ledger.verify(1);
      this.#damage = report.firstBad;
      onVerified(report);
    }
    if (this.#damage === null && nowMs - this.#erasedAtMs >= ERASE_EVERY_MS) {
      this.#erasedAtMs = nowMs;
      await this.#erase();
    }
  }

  async #erase(): Promise<void> {
    const { clock, ledger, timeZone } = this.#options;
    for (const [sourceNo, before] of erasures(ledger.snapshot(), clock.nowMs(), timeZone())) {
      if (this.#erasedBefore.get(sourceNo) === before) continue;
      await ledger.eraseMonthKeys(before, sourceNo);
      this.#erasedBefore.set(sourceNo, before);
    }
  }
}

/**
 * Until which month the hourly values of each source may go. Readings that an open month rests on
 * stay, however old, and so do those of the month before it, in which it may begin.
 */
export function erasures(
  view: LedgerView,
  nowMs: number,
  timeZone: string,
): ReadonlyMap<SourceNo, MonthKey> {
  const kept = addMonths(monthOf(nowMs, timeZone), -HOURLY_MONTHS_KEPT);
  const found = new Map<SourceNo, MonthKey>();
  for (const [sourceNo, months] of view.committedKeys) {
    let before = kept;
    for (const [channelNo, bindings] of view.bindings) {
      if (!bindings.some((one) => one.counter1 === sourceNo || one.counter2 === sourceNo)) continue;
      const open = oldestOpenMonth(view, channelNo, kept, timeZone);
      if (open !== undefined && addMonths(open, -1) < before) before = addMonths(open, -1);
    }
    if ([...months].some((month) => month < before)) found.set(sourceNo, before);
  }
  return found;
}

/** The oldest month of the channel that is not closed, where it lies before the one given. */
function oldestOpenMonth(
  view: LedgerView,
  channelNo: ChannelNo,
  before: MonthKey,
  timeZone: string,
): MonthKey | undefined {
  const first = view.tenancies.get(channelNo)?.[0];
  if (first === undefined) return undefined;
  const closed = view.revisions.get(channelNo);
  let month = monthOf(first.startedAtMs, timeZone);
  while (month < before) {
    if (closed?.has(month) !== true) return month;
    month = addMonths(month, 1);
  }
  return undefined;
}
