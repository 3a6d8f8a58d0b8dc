/**
 * The COUNTERS table of a running gateway. What follows from the ledger is kept while its head
 * stands; what follows from the hour (states, ages) is made anew for every answer.
 */

import type { CountersTable } from "@mega/contract";
import {
  type ChannelNo,
  type Clock,
  type ClockState,
  latestMonths,
  MONTHS_SHOWN,
  type MonthKey,
} from "@mega/domain";
import type { LedgerHost, LedgerView } from "@mega/ledger";
import { type ChannelInput, countersTable, selectChannels } from "@mega/reports";
import type { PlannedInstallation } from "../acquisition/plan-readings.ts";
import type { RoundRunner } from "../acquisition/round-runner.ts";
import type { Installation } from "../config/installation.ts";
import { Attempts } from "./attempts.ts";
import { channelInput } from "./channel-inputs.ts";
import { ShownMonths } from "./shown-months.ts";

/** What the table is gathered from. */
export interface CountersOptions {
  readonly clock: Clock;
  readonly installation: Installation;
  readonly planned: PlannedInstallation;
  readonly ledger: LedgerHost;
  readonly runner: Pick<RoundRunner, "latest">;
  readonly clockState: () => ClockState;
  readonly version: string;
}

/** A part of the table. */
export interface TablePart {
  /** All when left out. */
  readonly channels?: ReadonlySet<ChannelNo>;
  /** Newest first, at most 12; the latest twelve when left out. */
  readonly months?: readonly MonthKey[];
}

/** Gathers the table. */
export class Counters {
  readonly #options: CountersOptions;
  /** Attempts at meters that the ledger does not know yet. */
  readonly attempts = new Attempts();
  readonly months: ShownMonths;

  constructor(options: CountersOptions) {
    this.#options = options;
    const { ledger, installation, runner } = options;
    this.months = new ShownMonths(ledger, installation.timeZone);
    ledger.onCommit(() => this.attempts.note(runner.latest));
  }

  /** The table, or a part of it with totals of exactly this part. */
  async table(part: TablePart = {}): Promise<CountersTable> {
    const { clock, installation, ledger } = this.#options;
    const nowMs = clock.nowMs();
    const view = ledger.snapshot();
    const months = part.months ?? latestMonths(nowMs, installation.timeZone, MONTHS_SHOWN);
    const channels = await this.#channels(view, months, nowMs);
    const table = this.#draw(view, months, channels, nowMs);
    return part.channels === undefined ? table : selectChannels(table, part.channels);
  }

  #draw(
    view: LedgerView,
    months: readonly MonthKey[],
    channels: readonly ChannelInput[],
    nowMs: number,
  ): CountersTable {
    const { installation, clockState, version } = this.#options;
    const { model, mac, location, demo, timeZone } = installation;
    return countersTable({
      nowMs,
      timeZone,
      gateway: { model, mac, location, demo, version },
      clockState: clockState(),
      head: ledgerHeadOf(view),
      months,
      channels,
    });
  }

  async #channels(
    view: LedgerView,
    months: readonly MonthKey[],
    nowMs: number,
  ): Promise<readonly ChannelInput[]> {
    const { installation, planned, runner } = this.#options;
    this.attempts.note(runner.latest);
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
