/**
 * Owns the link of one P1 port: opens it, feeds its mailbox and opens it again when it goes down,
 * with waits that double from 1 s to 60 s. A port that is open but silent is opened again as well:
 * meters send every second, or every ten.
 */

import type { CancelTimer, Clock } from "@mega/domain";
import type { Link, LinkOpener } from "@mega/link";
import { P1Mailbox } from "./p1-mailbox.ts";

const waitMsMin = 1000;
const waitMsMax = 60_000;
/** Twelve telegrams of the slowest meters. */
const silenceMsMax = 120_000;

/** What a port needs. */
export interface P1PortOptions {
  readonly clock: Clock;
  readonly open: LinkOpener;
  /** The link hands on 8 bits of a 9600 7E1 line, the eighth being even parity. */
  readonly sevenBits?: boolean;
}

/** A P1 port that is kept open. */
export class P1Port {
  readonly mailbox: P1Mailbox;
  readonly #options: P1PortOptions;
  #link: Link | undefined;
  #fault: string | undefined;
  #waitMs = waitMsMin;
  #cancelTimer: CancelTimer = () => undefined;
  #stopping: AbortController | undefined;

  constructor(options: P1PortOptions) {
    this.#options = options;
    this.mailbox = new P1Mailbox({ sevenBits: options.sevenBits ?? false });
  }

  /** Whether the link is open, and why not. */
  get state(): { readonly open: boolean; readonly fault: string | undefined } {
    return { open: this.#link !== undefined, fault: this.#fault };
  }

  /** Begins to open the link; does not wait for it. */
  start(): void {
    if (this.#stopping !== undefined) return;
    this.#stopping = new AbortController();
    void this.#open(this.#stopping.signal);
  }

  /** Closes the link and stays closed. */
  stop(): void {
    this.#stopping?.abort();
    this.#cancelTimer();
    this.#link?.close();
    this.#link = undefined;
    this.#stopping = undefined;
  }

  async #open(signal: AbortSignal): Promise<void> {
    try {
      const link = await this.#options.open(signal);
      if (signal.aborted) return link.close();
      this.#owns(link, signal);
    } catch (error) {
      if (!signal.aborted) this.#retry(error instanceof Error ? error.message : "unknown", signal);
    }
  }

  #owns(link: Link, signal: AbortSignal): void {
    const { clock } = this.#options;
    this.#link = link;
    this.#fault = undefined;
    this.mailbox.interrupted();
    link.onBytes = (bytes) => {
      this.#waitMs = waitMsMin;
      this.mailbox.feed(bytes, clock.nowMs());
      this.#watch(link, signal);
    };
    link.onDown = (reason) => this.#lose(link, reason, signal);
    this.#watch(link, signal);
  }

  #watch(link: Link, signal: AbortSignal): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.setTimer(silenceMsMax, () => {
      link.close();
      this.#lose(link, "The meter is silent.", signal);
    });
  }

  #lose(link: Link, reason: string, signal: AbortSignal): void {
    if (this.#link !== link) return;
    this.#link = undefined;
    this.#cancelTimer();
    if (!signal.aborted) this.#retry(reason, signal);
  }

  #retry(fault: string, signal: AbortSignal): void {
    this.#fault = fault;
    this.#cancelTimer = this.#options.clock.setTimer(this.#waitMs, () => void this.#open(signal));
    this.#waitMs = Math.min(2 * this.#waitMs, waitMsMax);
  }
}
