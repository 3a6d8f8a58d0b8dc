/**
 * Everything that is published: to every broker of the configuration, after every commit of the
 * ledger, at every connection, and when somebody asks. What is published follows from the ledger;
 * nothing that is lost on the way is missed, since the next pass says it again.
 */

import type { PublishAnswer, PublisherList, ReadAnswer } from "@mega/contract";
import { type Clock, type Decimal, toUtcString } from "@mega/domain";
import type { Installation, PlannedInstallation } from "@mega/installation";
import type { LedgerHost } from "@mega/ledger";
import { dictionaries } from "@mega/locale";
import type { BusHost } from "../acquisition/bus/bus-host.ts";
import type { RoundMeter, RoundRecord } from "../acquisition/round-record.ts";
import { Attempts } from "../counters/attempts.ts";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import type { Outgoing } from "./connection.ts";
import { type ChannelFacts, channelFacts } from "./figures/channel-facts.ts";
import { powerOf } from "./figures/power.ts";
import { busMessage } from "./messages/bus-message.ts";
import {
  channelDescription,
  channelDeviceId,
  type DescribedGateway,
  gatewayDescription,
  gatewayDeviceId,
} from "./messages/discovery.ts";
import { stateMessage } from "./messages/state-message.ts";
import { discoveryTopic, type Topics, topicsOf } from "./messages/topics.ts";
import { gatewayIdOf, type PublisherPlan } from "./publish-plan.ts";
import { Publisher } from "./publisher.ts";
import { RetainedTopics } from "./retained-topics.ts";

/** What publishing stands on. */
export interface PublishingOptions {
  readonly clock: Clock;
  readonly installation: Installation;
  readonly planned: PlannedInstallation;
  readonly ledger: LedgerHost;
  readonly buses: Pick<BusHost, "statistics">;
  readonly database: GatewayDatabase;
  /** Empty where nothing is opened. */
  readonly plans: readonly PublisherPlan[];
  readonly latestRound: () => RoundRecord | undefined;
  readonly readChannel: (channelNo: number) => Promise<ReadAnswer>;
  readonly startedAtMs: number;
  readonly version: string;
  readonly onFailure: (error: unknown) => void;
}

/** Commits within this time make one pass. */
const TOGETHER_MS = 500;

/** Publishes to every broker of a configuration. */
export class Publishing {
  readonly #options: PublishingOptions;
  readonly #topics: Topics;
  readonly #publishers: readonly Publisher[];
  readonly #attempts = new Attempts();
  readonly #powers = new Map<string, Decimal>();
  #endings: (() => void)[] = [];
  #cancelPass: (() => void) | undefined;

  constructor(options: PublishingOptions) {
    this.#options = options;
    const { clock, plans, installation, database, readChannel, onFailure } = options;
    const gatewayId = gatewayIdOf(installation);
    this.#topics = topicsOf(gatewayId);
    const retained = new RetainedTopics(database);
    this.#publishers = plans.map(
      (plan) =>
        new Publisher({
          clock,
          plan,
          gatewayId,
          topics: this.#topics,
          retained,
          messages: (asked) => this.#messages(asked),
          readChannel,
          onFailure,
        }),
    );
  }

  /** Begins to connect and to follow the ledger; does not wait. */
  start(): void {
    if (this.#publishers.length === 0) return;
    const { ledger, clock } = this.#options;
    this.#endings.push(
      ledger.onCommit(() => {
        this.#cancelPass ??= clock.setTimer(TOGETHER_MS, () => {
          this.#cancelPass = undefined;
          this.publishAll().catch(this.#options.onFailure);
        });
      }),
    );
    for (const publisher of this.#publishers) publisher.start();
  }

  /** Says that the gateway is off and ends every connection; never throws. */
  async stop(): Promise<void> {
    for (const end of this.#endings.splice(0)) end();
    this.#cancelPass?.();
    await Promise.all(this.#publishers.map((publisher) => publisher.stop()));
  }

  /** Takes the power of a meter that was read, and tells the end of a round. */
  tell(record: RoundRecord, meter: RoundMeter | null): void {
    if (meter !== null) this.#notePower(meter);
    else if (record.endedAtMs !== null) this.#sayEnd(record, record.endedAtMs);
  }

  /** GET /publishers. */
  states(): PublisherList {
    return {
      gatewayId: gatewayIdOf(this.#options.installation),
      publishers: this.#publishers.map(({ info }) => info),
    };
  }

  /** POST /publish: everything to every broker. */
  async publishAll(): Promise<PublishAnswer> {
    return { publishers: await Promise.all(this.#publishers.map((each) => each.publishAll())) };
  }

  /** The figures of every used channel at this moment; powers by meter, W. */
  async figures(): Promise<{
    readonly channels: readonly ChannelFacts[];
    readonly powers: ReadonlyMap<string, Decimal>;
  }> {
    const { clock, planned, ledger, latestRound } = this.#options;
    this.#attempts.note(latestRound());
    const known = { planned, view: ledger.snapshot(), attempts: this.#attempts };
    const channels = await channelFacts(ledger, known, clock.nowMs());
    return { channels, powers: this.#powers };
  }

  /** A meter that told no power this time has none: an old one would look like a new one. */
  #notePower({ meterId, phase, live }: RoundMeter): void {
    if (phase === "reading") return;
    const power = powerOf(live);
    if (power === undefined) this.#powers.delete(meterId);
    else this.#powers.set(meterId, power);
  }

  #sayEnd(record: RoundRecord, endedAtMs: number): void {
    const outcomes = [...record.meters.values()].flatMap(({ counters }) => counters);
    const missed = outcomes.filter(({ reading }) => reading.observed.kind === "none").length;
    const payload = JSON.stringify({
      ts: toUtcString(endedAtMs),
      kind: record.channelNo === null ? "round" : "read",
      ...(record.channelNo === null ? {} : { ch: record.channelNo }),
      meters: record.meters.size,
      counters: outcomes.length,
      missed,
    });
    const message = { topic: this.#topics.event, payload, retained: false };
    for (const publisher of this.#publishers) publisher.say(message);
  }

  async #messages(plan: PublisherPlan): Promise<readonly Outgoing[]> {
    const { clock, buses, startedAtMs, version } = this.#options;
    const nowMs = clock.nowMs();
    const { channels } = await this.figures();
    const bus = busMessage(await buses.statistics(), { startedAtMs, version, nowMs });
    return [
      ...(plan.discoveryPrefix === null ? [] : this.#descriptions(plan, channels)),
      kept(this.#topics.status, "online"),
      kept(this.#topics.bus, bus),
      ...channels.flatMap((channel) => this.#channelMessages(plan, channel, nowMs)),
    ];
  }

  #channelMessages(plan: PublisherPlan, channel: ChannelFacts, nowMs: number): Outgoing[] {
    const { channelNo, meterId, state } = channel;
    const power = plan.live ? this.#powers.get(meterId) : undefined;
    const payload = stateMessage(channel, power, nowMs);
    // A waiting reading does not silence the meter: what stands is what it last showed.
    const online = state === "ok" || state === "late" || state === "quarantined";
    const status = kept(this.#topics.channelStatus(channelNo), online ? "online" : "offline");
    if (payload === undefined) return [status];
    return [kept(this.#topics.channelState(channelNo), payload), status];
  }

  #descriptions({ discoveryPrefix, live }: PublisherPlan, channels: readonly ChannelFacts[]) {
    const { installation, version } = this.#options;
    const { model, location, language } = installation;
    const { states, publish } = dictionaries[language];
    const gatewayId = gatewayIdOf(installation);
    const gateway: DescribedGateway = {
      gatewayId,
      topics: this.#topics,
      model,
      location,
      version,
      words: { counters: states.counterIds, ...publish.sensors },
    };
    const topic = (deviceId: string) => discoveryTopic(discoveryPrefix ?? "", deviceId);
    return [
      kept(topic(gatewayDeviceId(gatewayId)), gatewayDescription(gateway)),
      ...channels.map((channel) =>
        kept(
          topic(channelDeviceId(gatewayId, channel.channelNo)),
          channelDescription(gateway, channel, live),
        ),
      ),
    ];
  }
}

function kept(topic: string, payload: string): Outgoing {
  return { topic, payload, retained: true };
}
