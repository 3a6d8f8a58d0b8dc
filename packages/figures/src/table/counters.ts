/**
 * The COUNTERS table of a gateway. What follows from the ledger is kept while its head
 * stands; what follows from the hour (states, ages) is made anew for every answer.
 */

import type { CountersTable } from "@mega/contract";
import { type ChannelNo, latestMonths, MONTHS_SHOWN, type MonthKey, monthOf } from "@mega/domain";
import type { LedgerView } from "@mega/ledger";
import { type ChannelInput, countersTable, selectChannels, tableAt } from "@mega/reports";
import { ShownMonths } from "../months/shown-months.ts";
import type { FiguresGround, FollowedAttempts, KnownAttempts } from "../ports.ts";
import { channelInput } from "./channel-inputs.ts";

/** What the table is gathered from. */
export interface CountersOptions extends FiguresGround {
  readonly attempts: FollowedAttempts;
}

/** A part of the table. */
export interface TablePart {
  /** All when left out. */
  readonly channels?: ReadonlySet<ChannelNo>;
  /** Newest first, at most 12; the latest twelve when left out. */
  readonly months?: readonly MonthKey[];
}

/** A table as drawn, with what it stands on. */
interface Drawn {
  /** Head of the ledger, attempts in vain, months: where one differs, the table does. */
  readonly standsOn: string;
  readonly channels: readonly ChannelInput[];
  readonly table: CountersTable;
}

/** Gathers the table. */
export class Counters {
  readonly #options: CountersOptions;
  /** Attempts at meters that the ledger does not know yet. */
  readonly attempts: KnownAttempts;
  readonly months: ShownMonths;
  #drawn: Drawn | undefined;

  constructor(options: CountersOptions) {
    this.#options = options;
    this.attempts = options.attempts;
    this.months = new ShownMonths(options.ledger, options.installation.timeZone);
  }

  /** The table, or a part of it with totals of exactly this part. */
  async table(part: TablePart = {}): Promise<CountersTable> {
    const { clock, installation, ledger, attempts, clockState } = this.#options;
    const nowMs = clock.nowMs();
    const view = ledger.snapshot();
    const { timeZone } = installation;
    const months = part.months ?? latestMonths(nowMs, timeZone, MONTHS_SHOWN);
    const running = monthOf(nowMs, timeZone);
    const standsOn = [view.head.seq, attempts.look(), running, ...months].join();
    const drawn =
      this.#drawn?.standsOn === standsOn
        ? this.#drawn
        : await this.#draw(standsOn, view, months, nowMs);
    const table = tableAt(drawn.table, drawn.channels, { nowMs, clockState: clockState() });
    return part.channels === undefined ? table : selectChannels(table, part.channels);
  }

  async #draw(
    standsOn: string,
    view: LedgerView,
    months: readonly MonthKey[],
    nowMs: number,
  ): Promise<Drawn> {
    const { installation, clockState, version } = this.#options;
    const { model, mac, location, demo, timeZone } = installation;
    const channels = await this.#channels(view, months, nowMs);
    const table = countersTable({
      nowMs,
      timeZone,
      gateway: { model, mac, location, demo, version },
      clockState: clockState(),
      head: ledgerHeadOf(view),
      months,
      channels,
    });
    const drawn = { standsOn, channels, table };
    this.#drawn = drawn;
    return drawn;
  }

  async #channels(
    view: LedgerView,
    months: readonly MonthKey[],
    nowMs: number,
  ): Promise<readonly ChannelInput[]> {
    const { installation, planned } = this.#options;
    const known = { planned, view, attempts: this.attempts };
    const used = planned.plan.channels.map(({ channel }) => channel.channelNo);
    const shown = await this.months.of(view, used, months, nowMs);
    return installation.channels.map((channel) => ({
      ...channelInput(known, channel),
      months: shown.get(channel.channelNo) ?? new Map(),
    }));
  }
}

/** The head of the ledger as the interface names it; no hash before the first entry. */
export function ledgerHeadOf({ head }: LedgerView): CountersTable["head"] {
  return { seq: head.seq, hash: head.seq === 0 ? null : Buffer.from(head.hash).toString("hex") };
}
