/**
 * The gateway while its configuration changes: what is built from an installation is ended and built
 * anew, and everything else lives on: the ledger, gateway.db, open pages, rounds that wait for the
 * disk. A configuration that cannot be put into force leaves the one before it in force.
 */

import { type Clock, MegaError } from "@mega/domain";
import { type Installation, type PlannedInstallation, planReadings } from "@mega/installation";
import type { BusHost } from "../acquisition/bus/bus-host.ts";
import { EventStream } from "../api/event-stream.ts";
import type { Handlers } from "../api/server.ts";
import { type ComposedGateway, composeGateway, type LastingParts, noteStart } from "../compose.ts";
import { watchClockSteps } from "../system/clock-steps.ts";
import { liveHandlers } from "./live-handlers.ts";

/** What the gateway is made of. */
export interface LiveGatewayOptions {
  readonly lasting: Omit<LastingParts, "stream">;
  readonly installation: Installation;
  readonly makeBuses: (installation: Installation, planned: PlannedInstallation) => BusHost;
  /** Hears that neither the new configuration nor the one before it could be put into force. */
  readonly onLost: (error: unknown) => void;
}

/** Changes that may wait for the one that is being applied. */
const WAITING_MAX = 4;

/** A gateway whose configuration can change while it runs. */
export class LiveGateway {
  readonly #options: LiveGatewayOptions;
  readonly #lasting: LastingParts;
  /** For the server; they stay the same while the configuration changes. */
  readonly handlers: Handlers;
  #current: ComposedGateway;
  #endings: (() => void)[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #stopped = false;

  /** Throws CONFIG_INVALID when the installation does not fit its profiles; opens nothing. */
  constructor(options: LiveGatewayOptions) {
    this.#options = options;
    const clock: Clock = options.lasting.clock;
    const stream: EventStream = new EventStream(clock, () => this.#current.hello());
    this.#lasting = { ...options.lasting, stream };
    const planned = planReadings(options.installation, options.lasting.profiles);
    this.#current = this.#compose(options.installation, planned);
    this.handlers = liveHandlers(() => this.#current.handlers);
  }

  /** The parts of the configuration in force. */
  get current(): ComposedGateway {
    return this.#current;
  }

  /** Notes the start in the ledger, opens everything and begins to keep to the schedule. */
  async start(why: string): Promise<void> {
    const { clock, ledger, onFailure } = this.#lasting;
    await noteStart(ledger, why).catch(onFailure);
    await this.#current.open();
    this.#endings.push(watchClockSteps(clock, ledger, onFailure));
    this.#current.begin();
  }

  /**
   * Does something that changes the configuration: one at a time, in the order asked.
   *
   * @throws MegaError CONFLICT when too many wait already.
   */
  oneByOne<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#stopped || this.#waiting >= WAITING_MAX) {
      return Promise.reject(
        new MegaError("CONFLICT", "The configuration is being changed by somebody else", {
          hint: "Wait a minute and try again.",
        }),
      );
    }
    this.#waiting += 1;
    const done = this.#queue.then(work).finally(() => {
      this.#waiting -= 1;
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /**
   * Puts an installation into force. `commit` is called when its parts are open and before the first
   * round of it; what it throws, or what the opening fails with, is thrown on when the installation
   * before is in force again. Only inside `oneByOne`.
   */
  async apply(installation: Installation, commit: () => void): Promise<void> {
    const planned = planReadings(installation, this.#lasting.profiles);
    const before = this.#current;
    await before.stop();
    try {
      await this.#open(this.#compose(installation, planned), commit);
    } catch (error) {
      await this.#restore(before, error);
      throw error;
    }
    this.#lasting.stream.send(this.#current.hello());
  }

  /** Ends everything but what it was given; the second time it does nothing. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.#queue;
    await this.#current.stop();
    for (const end of this.#endings.splice(0)) end();
    this.#lasting.stream.close();
  }

  #compose(installation: Installation, planned: PlannedInstallation): ComposedGateway {
    const buses = this.#options.makeBuses(installation, planned);
    return composeGateway({ lasting: this.#lasting, installation, planned, buses });
  }

  async #open(next: ComposedGateway, commit: () => void): Promise<void> {
    try {
      await next.open();
      commit();
    } catch (error) {
      await next.stop();
      throw error;
    }
    this.#current = next;
    next.begin();
  }

  async #restore(before: ComposedGateway, why: unknown): Promise<void> {
    const { installation, planned } = before.context;
    try {
      await this.#open(this.#compose(installation, planned), () => undefined);
    } catch (error) {
      this.#options.onLost(new AggregateError([why, error], "no configuration can be applied"));
    }
  }
}
