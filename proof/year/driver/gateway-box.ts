/**
 * One gateway box through the year: it is started, stopped, loses its power and starts again on the
 * same data. Its parts are the gateway's own; only clock and links are given.
 */

import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { MovedClock } from "@mega/domain";
import { type InlineGateway, openInlineGateway } from "@mega/gateway";
import type { Installation } from "@mega/installation";
import type { Link, LinkOpener } from "@mega/link";
import { type GatewayClock, gatewayClock } from "../clock/gateway-clock.ts";

/** What a box is made of. */
export interface BoxOptions {
  /** The box keeps its data in folders below this one. */
  readonly folder: string;
  readonly installation: Installation;
  readonly trueClock: MovedClock;
  readonly openers: ReadonlyMap<string, LinkOpener>;
  /** Hears of each commit that held a round. */
  readonly onRound: (dueAtMs: number) => void;
  readonly onFailure: (error: unknown) => void;
}

/** An answer of the interface. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

type FedMessage = Parameters<InlineGateway["feedMqtt"]>[0];

/** A gateway box. */
export class GatewayBox {
  readonly #options: BoxOptions;
  #gateway: InlineGateway | undefined;
  #clock: GatewayClock;
  #links = new Set<Link>();
  #generation = 0;

  constructor(options: BoxOptions) {
    this.#options = options;
    this.#clock = gatewayClock(options.trueClock);
  }

  get isOn(): boolean {
    return this.#gateway !== undefined;
  }

  get clock(): GatewayClock {
    return this.#clock;
  }

  /** The running gateway. */
  get gateway(): InlineGateway {
    if (this.#gateway === undefined) throw new Error("Broken assumption: the box is on");
    return this.#gateway;
  }

  /** Switches the box on, with the clock it wakes up with. */
  async start(offsetMs: number, state: "S" | "U", why: string): Promise<void> {
    const { installation, trueClock, onRound, onFailure } = this.#options;
    const clock = gatewayClock(trueClock, offsetMs, state);
    const dataFolder = this.#dataFolder();
    mkdirSync(dataFolder, { recursive: true });
    const gateway = await openInlineGateway({
      dataFolder,
      installation,
      clock,
      openers: this.#openers(),
      clockState: () => clock.state,
      synchronous: "OFF",
      onFailure,
    });
    gateway.ledger.onCommit(({ entries, view }) => {
      // What a box without power still writes is on no disk.
      if (this.#gateway !== gateway) return;
      const isRound = entries.some(({ kind }) => kind === "RoundTaken");
      const isExchange = entries.some(({ kind }) => kind === "MeterReplaced");
      if (isRound && !isExchange) onRound(view.lastRound?.dueAtMs ?? 0);
    });
    this.#gateway = gateway;
    this.#clock = clock;
    await trueClock.runUntilSettled(gateway.start(why));
  }

  /** Switches the box off in order. */
  async stop(): Promise<void> {
    const { gateway } = this;
    await this.#options.trueClock.runUntilSettled(gateway.stop());
    this.#gateway = undefined;
  }

  /**
   * Cuts the power: what the files hold at this moment is all that is left. The process that loses
   * them goes on with copies nobody reads, on a clock of its own, until it has ended.
   */
  async cutPower(): Promise<void> {
    const { gateway } = this;
    const lost = this.#dataFolder();
    this.#gateway = undefined;
    this.#clock.unplug();
    for (const link of this.#links) link.close();
    this.#links = new Set();
    this.#generation += 1;
    cpSync(lost, this.#dataFolder(), { recursive: true });
    await gateway.stop();
    rmSync(lost, { recursive: true, force: true });
  }

  /** A message as the broker hands it on; nobody hears it while the box is off. */
  feed(message: FedMessage): void {
    this.#gateway?.feedMqtt(message);
  }

  /** Asks the interface, as a page does. */
  async ask(method: "GET" | "POST", path: string, body?: object): Promise<Answer> {
    const asked = this.gateway.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { host: "localhost" },
      ...(body === undefined ? {} : { payload: body }),
    });
    const { statusCode, payload } = await this.#options.trueClock.runUntilSettled(asked);
    return { status: statusCode, body: payload };
  }

  #dataFolder(): string {
    return join(this.#options.folder, `box-${this.#generation}`);
  }

  /** The same links, known so that a power cut ends them. */
  #openers(): ReadonlyMap<string, LinkOpener> {
    const links = this.#links;
    return new Map(
      [...this.#options.openers].map(([bus, open]) => [
        bus,
        async (signal) => {
          const link = await open(signal);
          if (links !== this.#links) link.close();
          links.add(link);
          return link;
        },
      ]),
    );
  }
}
