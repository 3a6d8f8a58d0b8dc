/**
 * Publishes to one broker. A pass writes every message that holds now, then empties what the broker
 * still keeps and nothing stands behind any more. Passes follow one another; those asked for
 * meanwhile are one.
 */

import type { PublisherInfo, PublisherOutcome } from "@mega/contract";
import { type Clock, toUtcString } from "@mega/domain";
import { Commands } from "./commands.ts";
import { type Incoming, type Outgoing, PublishConnection } from "./connection.ts";
import type { Topics } from "./messages/topics.ts";
import type { PublisherPlan } from "./publish-plan.ts";
import type { RetainedTopics } from "./retained-topics.ts";

/** Messages that wait for their confirmation; brokers admit 20 and more. */
const UNCONFIRMED_MAX = 8;
/** Home Assistant says "online" while it still starts. */
const AFTER_BIRTH_MS = 2000;

/** What a publisher needs. */
export interface PublisherOptions {
  readonly clock: Clock;
  readonly plan: PublisherPlan;
  readonly gatewayId: string;
  readonly topics: Topics;
  readonly retained: RetainedTopics;
  /** Everything that holds now, for this broker. */
  readonly messages: (plan: PublisherPlan) => Promise<readonly Outgoing[]>;
  readonly readChannel: ConstructorParameters<typeof Commands>[0]["readChannel"];
  readonly onFailure: (error: unknown) => void;
}

/** Keeps one broker up to date. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #connection: PublishConnection;
  readonly #commands: Commands;
  #pass: Promise<PublisherOutcome> | undefined;
  #next: Promise<PublisherOutcome> | undefined;
  #cancelBirth: () => void = () => undefined;
  #latest: { readonly atMs: number; readonly outcome: PublisherOutcome } | undefined;

  constructor(options: PublisherOptions) {
    this.#options = options;
    const { clock, plan, gatewayId, topics, onFailure } = options;
    const birth = plan.discoveryPrefix === null ? [] : [`${plan.discoveryPrefix}/status`];
    this.#connection = new PublishConnection({
      clock,
      plan,
      clientId: `mega-${gatewayId}-out`,
      filters: [...birth, ...(plan.commands ? topics.commands : [])],
      will: { topic: topics.status, payload: "offline", retained: true },
      onUp: () => this.#inBackground(),
      onMessage: (message) => this.#hear(message),
    });
    this.#commands = new Commands({
      clock,
      topics,
      guarded: [
        "mega/",
        "$",
        ...(plan.discoveryPrefix === null ? [] : [`${plan.discoveryPrefix}/`]),
      ],
      readChannel: options.readChannel,
      publishAll: async () => (await this.publishAll()).messages,
      answer: (message) => this.say(message),
      onFailure,
    });
  }

  /** Begins to connect; the first pass follows. */
  start(): void {
    this.#connection.start();
  }

  /** Says that the gateway is off and ends the connection; never throws. */
  async stop(): Promise<void> {
    this.#cancelBirth();
    const { topics } = this.#options;
    await this.#connection.stop([{ topic: topics.status, payload: "offline", retained: true }]);
    await this.#pass?.catch(() => undefined);
  }

  /** How the broker stands, and what came of the newest pass. */
  get info(): PublisherInfo {
    const { plan, topics } = this.#options;
    const latest = this.#latest;
    return {
      brokerId: plan.brokerId,
      base: topics.base,
      ...this.#connection.state,
      homeAssistant: plan.discoveryPrefix !== null,
      live: plan.live,
      commands: plan.commands,
      latestPass: latest === undefined ? null : { at: toUtcString(latest.atMs), ...latest.outcome },
    };
  }

  /** Publishes everything; resolves when the broker has confirmed, or with what went wrong. */
  publishAll(): Promise<PublisherOutcome> {
    if (this.#pass === undefined) {
      this.#pass = this.#makePass().finally(() => {
        this.#pass = undefined;
      });
      return this.#pass;
    }
    // What changed since the running pass began is in the next one.
    this.#next ??= this.#pass
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.publishAll();
      });
    return this.#next;
  }

  /** Says something once; lost where the broker is not connected. */
  say(message: Outgoing): void {
    // The state of the connection tells why it did not arrive.
    this.#connection.publish(message).catch(() => undefined);
  }

  #inBackground(): void {
    this.publishAll().catch(this.#options.onFailure);
  }

  #hear(message: Incoming): void {
    const { plan, clock, onFailure } = this.#options;
    if (message.topic === `${plan.discoveryPrefix}/status`) {
      if (Buffer.from(message.payload).toString("utf8") !== "online" || message.retained) return;
      this.#cancelBirth();
      this.#cancelBirth = clock.setTimer(AFTER_BIRTH_MS, () => this.#inBackground());
      return;
    }
    if (plan.commands) this.#commands.take(message).catch(onFailure);
  }

  async #makePass(): Promise<PublisherOutcome> {
    const { clock, plan, retained, messages } = this.#options;
    const { brokerId } = plan;
    const { connected, fault } = this.#connection.state;
    if (!connected) return this.#ended({ state: "not-connected", messages: 0, failed: 0, fault });
    const wanted = await messages(plan);
    const kept = wanted.filter((message) => message.retained).map(({ topic }) => topic);
    retained.add(brokerId, kept);
    const stale = [...retained.of(brokerId)].filter((topic) => !kept.includes(topic));
    const faults: string[] = [];
    const send = (message: Outgoing) =>
      this.#connection.publish(message).then(
        () => true,
        (error: Error) => {
          faults.push(error.message);
          return false;
        },
      );
    const sent = await inTurns(wanted, send);
    await inTurns(stale, async (topic) => {
      if (await send({ topic, payload: "", retained: true })) retained.remove(brokerId, topic);
    });
    const failed = faults.length;
    return this.#ended(
      {
        state: failed === 0 ? "published" : "partly",
        messages: sent.filter(Boolean).length,
        failed,
        fault: faults[0] ?? null,
      },
      clock.nowMs(),
    );
  }

  #ended(
    outcome: Omit<PublisherOutcome, "brokerId">,
    atMs: number = this.#options.clock.nowMs(),
  ): PublisherOutcome {
    const whole = { brokerId: this.#options.plan.brokerId, ...outcome };
    this.#latest = { atMs, outcome: whole };
    return whole;
  }
}

/** Works on every item, a few at once; results in no order. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const waiting = items.values();
  const results: Result[] = [];
  const turn = async () => {
    for (const item of waiting) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: UNCONFIRMED_MAX }, turn));
  return results;
}
