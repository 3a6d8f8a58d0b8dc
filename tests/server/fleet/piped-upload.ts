/** A gateway with a ledger of its own that uploads as gateways do, through a broker first. */

import { type Clock, sleep, systemClock } from "@mega/domain";
import type { CommandBatch, SentCommand } from "@mega/uplink";
import { BrokerConnection } from "../../../apps/gateway/src/acquisition/mqtt/broker-connection.ts";
import {
  ServerConnection,
  type ServerRequest,
} from "../../../apps/gateway/src/uplink/ask-server.ts";
import { PipedServer } from "../../../apps/gateway/src/uplink/pipe/piped-server.ts";
import { uploadPass } from "../../../apps/gateway/src/uplink/upload-pass.ts";
import type { SentLedger } from "../../../apps/server/src/testing/sent-ledger.ts";

const clock = systemClock();
/** Nobody waits between two batches. */
const hurried: Clock = { ...clock, setTimer: (_ms, callback) => clock.setTimer(0, callback) };
/** Entries of a batch, so that there are many. */
const ENTRIES_AT_ONCE = 2;
const PASSES_MAX = 100;
const AGAIN_MS = 100;

/** Who uploads, and by which ways. */
export interface PipedUploadOptions {
  readonly life: SentLedger;
  readonly gatewayId: number;
  /** Of its manager. */
  readonly accountId: number;
  /** Its credential. */
  readonly bearer: string;
  /** Of the server. */
  readonly url: string;
  /** Of the broker. */
  readonly pipe: string;
}

/** The gateway's own way to its server, and what was acknowledged to it. */
export class PipedUpload {
  readonly gatewayId: number;
  readonly accountId: number;
  readonly life: SentLedger;
  acknowledged = 0;
  batches = 0;
  byHttps = 0;
  /** Whether the way to the broker is open. */
  isUp = () => false;
  readonly #bearer: string;
  readonly #ways: PipedServer;

  constructor(of: PipedUploadOptions) {
    this.gatewayId = of.gatewayId;
    this.accountId = of.accountId;
    this.life = of.life;
    this.#bearer = of.bearer;
    const direct = new ServerConnection({ clock, url: of.url });
    this.#ways = new PipedServer({
      clock,
      settings: { url: of.pipe, user: undefined, password: undefined },
      direct: {
        ask: (request, signal) => {
          if (request.path === "/v1/batch") this.byHttps += 1;
          return direct.ask(request, signal);
        },
        close: () => direct.close(),
      },
      generation: () => 1,
      draw: () => 0,
      connect: (options) => {
        const connection = new BrokerConnection(options);
        this.isUp = () => connection.state.connected;
        return connection;
      },
    });
  }

  /** Opens the way to the broker, and waits until it is open and heard. */
  async begin(): Promise<void> {
    await this.#ask({ method: "GET", path: "/v1/ledger" });
    while (!this.isUp()) await sleep(clock, AGAIN_MS);
    // The answers are listened for a moment after the connection.
    await sleep(clock, AGAIN_MS);
  }

  /** Sends everything, one pass after another. */
  async run(): Promise<void> {
    const { host } = this.life;
    const ledger = {
      snapshot: () => host.snapshot(),
      entries: (from: number, count: number) => host.entries(from, count),
      entriesToCopy: (from: number, limits: Parameters<typeof host.entriesToCopy>[1]) =>
        host.entriesToCopy(from, { ...limits, entriesMax: ENTRIES_AT_ONCE }),
    };
    const onPosition = (seq: number, moved: boolean) => {
      if (seq < this.acknowledged) throw new Error(`${seq} after ${this.acknowledged}`);
      this.acknowledged = seq;
      if (moved) this.batches += 1;
    };
    const ports = { clock: hurried, ledger, onPosition, signal: new AbortController().signal };
    const ask = (request: ServerRequest) => this.#ask(request);
    for (let tries = 0; tries < PASSES_MAX; tries++) {
      const end = await uploadPass({ ...ports, ask }, null);
      if (end.kind === "done") return;
      if (end.kind === "refused") throw new Error(JSON.stringify(end));
      await sleep(clock, AGAIN_MS);
    }
    throw new Error("it was not sent");
  }

  /** Hears that something waits, or that the broker is gone. */
  listen(onCall: () => void): void {
    this.#ways.calls.listen(onCall);
  }

  /** Whether commands wait, as the pipe says it; null where it says nothing. */
  waits(): Promise<boolean | null> {
    return this.#ways.calls.ask(this.#bearer, new AbortController().signal);
  }

  /** Fetches the commands that wait. */
  async fetched(): Promise<readonly SentCommand[]> {
    const outcome = await this.#ask({ method: "GET", path: "/v1/commands?wait=0" });
    if (outcome.kind !== "answered") throw new Error(JSON.stringify(outcome));
    return (JSON.parse(new TextDecoder().decode(outcome.bytes)) as CommandBatch).commands;
  }

  close(): void {
    this.#ways.close();
  }

  #ask(request: ServerRequest) {
    return this.#ways.ask({ ...request, bearer: this.#bearer }, new AbortController().signal);
  }
}
