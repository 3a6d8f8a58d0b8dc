/**
 * Keeps a link open: opens it, notices when it is lost, and opens it again after 0.2 s, doubling up
 * to 5 s while it cannot be opened.
 */

import type { Link, LinkOpener } from "@mega/link";
import type { BusClock } from "./bus-clock.ts";
import type { BusSettings } from "./settings.ts";

export type LinkState =
  | { readonly kind: "stopped" }
  | { readonly kind: "opening" }
  | { readonly kind: "up" }
  | { readonly kind: "down"; readonly reason: string };

export interface LinkOwner {
  readonly onUp: (link: Link) => void;
  readonly onDown: (reason: string) => void;
}

export class LinkKeeper {
  readonly #open: LinkOpener;
  readonly #clock: BusClock;
  readonly #settings: BusSettings;
  readonly #owner: LinkOwner;
  #state: LinkState = { kind: "stopped" };
  #link: Link | undefined;
  #abort: AbortController | undefined;
  #cancel: (() => void) | undefined;
  #delayMs = 0;
  opens = 0;

  constructor(open: LinkOpener, clock: BusClock, settings: BusSettings, owner: LinkOwner) {
    this.#open = open;
    this.#clock = clock;
    this.#settings = settings;
    this.#owner = owner;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Resolves when the first opening succeeded or failed. */
  start(): Promise<void> {
    if (this.#state.kind !== "stopped") return Promise.resolve();
    this.#state = { kind: "opening" };
    this.#abort = new AbortController();
    return this.#tryOpen(this.#abort.signal);
  }

  stop(): void {
    this.#abort?.abort();
    this.#cancel?.();
    this.#state = { kind: "stopped" };
    this.#drop("The bus was stopped.");
  }

  /** Gives up a link that is open but of no use. */
  reopen(reason: string): void {
    if (this.#link !== undefined) this.#lost(reason);
  }

  async #tryOpen(signal: AbortSignal): Promise<void> {
    try {
      const link = await this.#open(signal);
      if (signal.aborted) {
        link.close();
        return;
      }
      this.#link = link;
      this.opens++;
      this.#state = { kind: "up" };
      link.onDown = (reason) => {
        if (this.#link === link) this.#lost(reason);
      };
      this.#delayMs = 0;
      this.#owner.onUp(link);
    } catch (error) {
      if (!signal.aborted) this.#lost(error instanceof Error ? error.message : String(error));
    }
  }

  #lost(reason: string): void {
    const signal = this.#abort?.signal;
    this.#state = { kind: "down", reason };
    const { reopenDelayMsMin, reopenDelayMsMax } = this.#settings;
    this.#delayMs = Math.min(reopenDelayMsMax, Math.max(reopenDelayMsMin, this.#delayMs * 2));
    this.#cancel?.();
    this.#cancel = this.#clock.setTimer(this.#delayMs, () => {
      if (signal !== undefined && !signal.aborted) void this.#tryOpen(signal);
    });
    this.#drop(reason);
  }

  #drop(reason: string): void {
    const link = this.#link;
    this.#link = undefined;
    link?.close();
    this.#owner.onDown(reason);
  }
}
