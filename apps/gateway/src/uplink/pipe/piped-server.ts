/**
 * A server that batches reach through a broker where one is set, and by HTTPS for all the rest. Only the
 * server's yes counts that came through the pipe: where it stays away, or is anything else, the same is
 * asked by HTTPS, and the pipe has a pause.
 */

import type { ServerState } from "@mega/contract";
import type { Clock } from "@mega/domain";
import { readCredential } from "@mega/uplink";
import type { BrokerConnectionOptions } from "../../acquisition/mqtt/broker-connection.ts";
import type { ServerPort, ServerRequest } from "../ask-server.ts";
import { backOffMs } from "../back-off.ts";
import type { ServerOutcome } from "../server-outcome.ts";
import type { PipeSettings } from "../server-settings.ts";
import { type PipeConnection, PipeLine } from "./pipe-line.ts";

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
  #line: { readonly bearer: string; readonly line: PipeLine } | undefined;
  #isClosed = false;
  #batches = 0;
  #silences = 0;
  /** Before this the pipe is not tried; monotonic. */
  #restsUntilMs = 0;

  constructor(options: PipedServerOptions) {
    this.#options = options;
  }

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
    const { clock, draw } = this.#options;
    if (clock.monotonicMs() < this.#restsUntilMs || !line.takes(body.bytes.length))
      return undefined;
    const ack = await line.send(body.bytes, signal);
    if (ack === null) {
      this.#silences += 1;
      this.#restsUntilMs = clock.monotonicMs() + backOffMs(this.#silences, draw(), null);
      return undefined;
    }
    this.#silences = 0;
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
    const line = new PipeLine({ clock, settings, credential, generation, connect });
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
