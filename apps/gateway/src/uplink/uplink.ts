/**
 * The gateway's side of the server: shows how it stands, and does what a person asks for. Made anew with
 * every configuration; what must outlive that is in gateway.db. It reads the ledger and writes nothing to
 * it, so that no round waits for it.
 */

import type { ServerState } from "@mega/contract";
import { MegaError } from "@mega/domain";
import type { Installation } from "@mega/installation";
import type { ServerRequest } from "./ask-server.ts";
import type { UplinkCounts } from "./attempt-log.ts";
import type { PipeCalls } from "./pipe/pipe-calls.ts";
import type { ServerOutcome } from "./server-outcome.ts";
import { serverSettingsOf, serverUrlOf } from "./server-settings.ts";
import { type Attempts, serverStateOf } from "./server-state.ts";
import { UplinkLoop, type UplinkLoopOptions } from "./uplink-loop.ts";
import type { Cursor } from "./uplink-store.ts";

/** What it stands on. */
export interface UplinkOptions extends Omit<UplinkLoopOptions, "settings" | "installation"> {
  readonly installation: Pick<Installation, "server" | "mac" | "model">;
  /** What GET /server shows of the tunnel; nothing when left out. */
  readonly tunnel?: () => ServerState["tunnel"];
}

const noAttempts: Attempts = { contactAtMs: null, failure: null, nextTryAtMs: null };

/** The gateway's side of the server, of one configuration. */
export class Uplink {
  readonly #options: UplinkOptions;
  /** Null where nothing leaves the gateway. */
  readonly #loop: UplinkLoop | null;
  readonly #url: string | null;

  constructor(options: UplinkOptions) {
    this.#options = options;
    const { server } = options.installation;
    const settings = serverSettingsOf(options.installation);
    this.#loop = settings === null ? null : new UplinkLoop({ ...options, settings });
    this.#url = server === null ? null : serverUrlOf(server);
  }

  /** Begins; does not wait. */
  start(): void {
    this.#loop?.start();
  }

  /** Cuts off what is on its way; never throws. */
  async stop(): Promise<void> {
    await this.#loop?.stop();
  }

  /** What is counted since the start; null where nothing leaves the gateway. */
  get counts(): UplinkCounts | null {
    return this.#loop?.log.counts ?? null;
  }

  /** What comes through a broker of commands; null where there is none. */
  get calls(): PipeCalls | null {
    return this.#loop?.calls ?? null;
  }

  /** GET /server. */
  async state(): Promise<ServerState> {
    const { store, clock, ledger } = this.#options;
    const url = this.#url;
    const known =
      url === null
        ? { credential: undefined, enrolment: undefined, refusal: undefined, cursor: undefined }
        : {
            credential: store.credential(url),
            enrolment: store.enrolment(url),
            refusal: store.refusal(url),
            cursor: this.#cursor(url),
          };
    const state = serverStateOf({
      ...known,
      url,
      isOn: this.#loop !== null,
      attempts: this.#loop?.log.attempts ?? noAttempts,
      headSeq: ledger.snapshot().head.seq,
      oldestWaitingAtMs: await this.#oldestWaiting(known.cursor),
      nowMs: clock.nowMs(),
    });
    const pipe = this.#loop?.pipe ?? null;
    return { ...state, pipe, tunnel: this.#options.tunnel?.() ?? null };
  }

  /**
   * Asks the server something as this gateway.
   *
   * @returns null where nothing leaves the gateway
   */
  async ask(request: ServerRequest): Promise<ServerOutcome | null> {
    return this.#loop === null ? null : this.#loop.ask(request);
  }

  /**
   * Begins to send what waits, also where a failure put it off or a refusal stopped it.
   *
   * @throws MegaError CONFLICT where there is no server, no credential, or another box has taken over
   */
  uploadNow(): void {
    const { loop, url } = this.#wanted();
    const { store } = this.#options;
    if (store.credential(url) === undefined) {
      throw new MegaError("CONFLICT", "This gateway has not been enrolled", {
        hint: "Tell the server the code on the CONFIG page first.",
      });
    }
    if (store.refusal(url)?.reason === "replaced") {
      throw new MegaError("CONFLICT", "Another box has taken the place of this gateway", {
        hint: "Leave the server, then enrol this gateway anew.",
      });
    }
    loop.lookNow();
  }

  /**
   * Asks for a new code, also after the server was left.
   *
   * @throws MegaError CONFLICT where there is no server, a credential is there, or no code came
   */
  async enrol(): Promise<void> {
    const { loop, url } = this.#wanted();
    const { store } = this.#options;
    if (store.credential(url) !== undefined) {
      throw new MegaError("CONFLICT", "This gateway has been enrolled", {
        hint: "Leave the server first.",
      });
    }
    if (!store.writable) throw takesNothing();
    const step = await loop.beginEnrolment();
    if (step.kind !== "failed") return;
    throw new MegaError("CONFLICT", `The server gave no code: ${step.detail}`, {
      hint: "Check its address, and this gateway's way to it.",
      context: { fault: step.code },
    });
  }

  /**
   * Forgets the credential and everything else of the server; works also where it is switched off. The
   * server is told of it as soon as it can be reached.
   *
   * @throws MegaError CONFLICT where no server is configured
   */
  async leave(): Promise<void> {
    const { store, clock } = this.#options;
    const url = this.#url;
    if (url === null) throw noServer();
    if (!store.writable) throw takesNothing();
    const work = () => store.transaction(() => store.leave(url, clock.nowMs()));
    if (this.#loop === null) work();
    else await this.#loop.forget(work);
  }

  #wanted(): { readonly loop: UplinkLoop; readonly url: string } {
    if (this.#loop === null || this.#url === null) throw noServer();
    return { loop: this.#loop, url: this.#url };
  }

  /** The stored cursor, where it is of this ledger. */
  #cursor(url: string): Cursor | undefined {
    const { store, ledger } = this.#options;
    const cursor = store.cursor(url);
    return cursor?.ledgerId === ledger.snapshot().ledgerId ? cursor : undefined;
  }

  /** When the oldest entry that waits was written; null when none does, or it cannot be read. */
  async #oldestWaiting(cursor: Cursor | undefined): Promise<number | null> {
    const { ledger } = this.#options;
    const { head } = ledger.snapshot();
    if (cursor === undefined || cursor.seq >= head.seq) return null;
    const one = { toSeq: cursor.seq + 1, entriesMax: 1, roundsMax: 1, bytesMax: 1 };
    const copied = await ledger.entriesToCopy(cursor.seq + 1, one).catch(() => undefined);
    return copied?.entries[0]?.recordedAtMs ?? null;
  }
}

function noServer(): MegaError {
  return new MegaError("CONFLICT", "No server is configured, or it is switched off", {
    hint: "Set its address on the CONFIG page.",
  });
}

function takesNothing(): MegaError {
  return new MegaError("LEDGER_STORAGE_FAILED", "The disk can only be read; nothing was changed", {
    hint: "Make room on the disk, or replace it, and start the gateway again.",
  });
}
