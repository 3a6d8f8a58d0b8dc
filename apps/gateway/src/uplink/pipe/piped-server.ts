/**
 * A server that batches reach through a broker where one is set, and by HTTPS for all the rest. Only the
 * server's yes counts that came through the pipe: where it stays away, or is anything else, the same is
 * asked by HTTPS. Where an answer stays away the pipe has a pause, for batches and for calls by itself.
 */

import type { ServerState } from "@mega/contract";
import type { Clock } from "@mega/domain";
import { readCredential } from "@mega/uplink";
import type { BrokerConnectionOptions } from "../../acquisition/mqtt/broker-connection.ts";
import type { ServerPort, ServerRequest } from "../ask-server.ts";
import type { ServerOutcome } from "../server-outcome.ts";
import type { PipeSettings } from "../server-settings.ts";
import type { PipeCalls } from "./pipe-calls.ts";
import { type PipeConnection, PipeLine } from "./pipe-line.ts";
import { PipeRest } from "./pipe-rest.ts";

/** What it stands on. */
export interface PipedServerOptions {
  readonly clock: Clock;
  readonly settings: PipeSettings;
  /** By HTTPS. */
  readonly direct: ServerPort;
  readonly generation: () => number;
  /** From 0 up to 1, for pauses. */
  readonly draw: () => number;
  readonly connect: (options: BrokerConnectionOptions) => PipeConnection;
}

/** Both ways to a server. */
export class PipedServer implements ServerPort {
  readonly #options: PipedServerOptions;
  readonly #batchRest: PipeRest;
  readonly #callRest: PipeRest;
  #line: { readonly bearer: string; readonly line: PipeLine } | undefined;
  #isClosed = false;
  #batches = 0;
  #onCall: () => void = () => undefined;

  constructor(options: PipedServerOptions) {
    const { clock, draw } = options;
    this.#options = options;
    this.#batchRest = new PipeRest(clock, draw);
    this.#callRest = new PipeRest(clock, draw);
  }

  readonly calls: PipeCalls = {
    ask: async (bearer, signal) => {
      const line = this.#lineOf(bearer);
      if (line === undefined || !this.#callRest.isOver || !line.takes(0)) return null;
      const call = await line.ask(signal);
      if (!signal.aborted) this.#callRest.note(call !== null);
      return call?.waits ?? null;
    },
    listen: (onCall) => {
      this.#onCall = onCall;
    },
  };

  /** Null before the first question, which says as which gateway it comes. */
  get pipe(): ServerState["pipe"] {
    const state = this.#line?.line.connection;
    if (state === undefined) return null;
    const { connected, fault } = state;
    return { connected, fault: connected ? null : (fault ?? null), batches: this.#batches };
  }

  async ask(request: ServerRequest, signal: AbortSignal): Promise<ServerOutcome> {
    const line = this.#lineOf(request.bearer);
    const answered = line && (await this.#through(line, request, signal));
    return answered ?? this.#options.direct.ask(request, signal);
  }

  close(): void {
    this.#isClosed = true;
    this.#end();
    this.#options.direct.close();
  }

  /** The server's yes; undefined where HTTPS is to be asked. */
  async #through(
    line: PipeLine,
    { method, path, body }: ServerRequest,
    signal: AbortSignal,
  ): Promise<ServerOutcome | undefined> {
    if (method !== "POST" || path !== "/v1/batch" || body === undefined) return undefined;
    if (!this.#batchRest.isOver || !line.takes(body.bytes.length)) return undefined;
    const ack = await line.send(body.bytes, signal);
    this.#batchRest.note(ack !== null);
    if (ack === null) return undefined;
    if (ack.status !== 200) return undefined;
    this.#batches += 1;
    return { kind: "answered", status: ack.status, bytes: ack.body };
  }

  /** The line of this credential; the one of another is ended. */
  #lineOf(bearer: string | undefined): PipeLine | undefined {
    if (bearer === undefined || this.#isClosed) return undefined;
    if (this.#line?.bearer === bearer) return this.#line.line;
    const credential = readCredential(bearer);
    if (credential === undefined) return undefined;
    this.#end();
    const { clock, settings, generation, connect } = this.#options;
    const onCall = () => this.#onCall();
    const line = new PipeLine({ clock, settings, credential, generation, connect, onCall });
    this.#line = { bearer, line };
    line.start();
    return line;
  }

  #end(): void {
    const before = this.#line?.line;
    this.#line = undefined;
    // Nothing waits for it: a broker that is gone closes nothing.
    void before?.stop().catch(() => undefined);
  }
}
