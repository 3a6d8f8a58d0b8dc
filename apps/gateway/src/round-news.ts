/** Tells open pages about rounds and changed figures, in the words of the contract. */

import type { StreamEvent } from "@mega/contract";
import { type Clock, toUtcString } from "@mega/domain";
import type { ReadingPlan } from "@mega/installation";
import type { LedgerHost, LedgerView } from "@mega/ledger";
import type { RoundMeter, RoundRecord } from "./acquisition/round-record.ts";
import { channelsOfMeter, progressOf, roundItemOf, roundStateOf } from "./api/round-answers.ts";

/** What the news are made from and where they go. */
export interface RoundNewsOptions {
  readonly clock: Clock;
  readonly plan: ReadingPlan;
  readonly ledger: LedgerHost;
  readonly send: (event: StreamEvent) => void;
  /** Whether anybody listens; without listeners nothing is drawn up. */
  readonly heard: () => boolean;
}

/** Commits within this time make one message. */
const TOGETHER_MS = 100;

/** Tells about every step of a round; the result of `start` ends the news of commits. */
export class RoundNews {
  readonly #options: RoundNewsOptions;
  #cancel: (() => void) | undefined;

  constructor(options: RoundNewsOptions) {
    this.#options = options;
  }

  /** Begins to tell about commits; the result ends it. */
  start(): () => void {
    const { clock, ledger, send } = this.#options;
    const stopListening = ledger.onCommit(() => {
      this.#cancel ??= clock.setTimer(TOGETHER_MS, () => {
        this.#cancel = undefined;
        send({ kind: "counters-changed", head: headOf(ledger.snapshot()), channels: [] });
      });
    });
    return () => {
      stopListening();
      this.#cancel?.();
    };
  }

  /** A round began or ended (no meter), or one of its meters has answered. */
  tell(record: RoundRecord, meter: RoundMeter | null): void {
    const { plan, send, heard } = this.#options;
    if (!heard()) return;
    if (record.channelNo !== null) {
      this.#tellChannel(record, record.channelNo);
      return;
    }
    const round = roundStateOf(plan, record);
    if (meter === null) {
      send({ kind: "round", round });
      return;
    }
    for (const channel of channelsOfMeter(plan, meter)) {
      send({ kind: "progress", round: progressOf(round), item: roundItemOf(channel, record) });
    }
  }

  /** One channel read alone is told when it is stored. */
  #tellChannel(record: RoundRecord, channelNo: number): void {
    const { plan, send } = this.#options;
    const channel = plan.channels.find((entry) => entry.channel.channelNo === channelNo);
    if (record.endedAtMs === null || channel === undefined) return;
    send({ kind: "channel", channelNo, item: roundItemOf(channel, record) });
  }
}

/** The first message of a connection. */
export function helloOf(
  options: Pick<RoundNewsOptions, "clock" | "plan" | "ledger">,
  latest: RoundRecord | undefined,
  version: string,
): StreamEvent {
  const running = latest !== undefined && latest.endedAtMs === null ? latest : undefined;
  return {
    kind: "hello",
    at: toUtcString(options.clock.nowMs()),
    version,
    head: headOf(options.ledger.snapshot()),
    round: running === undefined ? null : roundStateOf(options.plan, running),
  };
}

function headOf({ head }: LedgerView): { seq: number; hash: string | null } {
  return { seq: head.seq, hash: head.seq === 0 ? null : Buffer.from(head.hash).toString("hex") };
}
