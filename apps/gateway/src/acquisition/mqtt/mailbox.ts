/**
 * Keeps the newest good message of every MQTT meter, so that a round reads at its own pace. Messages
 * are delivered by a connection, by the gateway's own broker, or by the demo's history, each with the
 * time it came at. What is kept is bounded by the topics that were configured.
 */

import type { MqttMeter } from "@mega/profiles";
import type { MeterReading } from "../meter-reading.ts";
import {
  bestOutcome,
  type Delivery,
  type DeliveryCounts,
  type DeliveryOutcome,
  noCounts,
} from "./delivery.ts";
import { type InboxHealth, MeterInbox } from "./meter-inbox.ts";

/** A meter and the connection its messages come through. */
export interface MailboxMeter {
  readonly meterId: string;
  readonly connectionId: string;
  readonly meter: MqttMeter;
}

/** Takes messages in, gives readings out. */
export class Mailbox {
  readonly #inboxes = new Map<string, MeterInbox>();
  /** By connection and topic. */
  readonly #byTopic = new Map<string, Map<string, MeterInbox[]>>();
  readonly #counts = noCounts();

  /** @param meters Two may share a topic, as channels of one device do. */
  constructor(meters: readonly MailboxMeter[]) {
    for (const { meterId, connectionId, meter } of meters) {
      const inbox = new MeterInbox(meterId, meter);
      this.#inboxes.set(meterId, inbox);
      const ofConnection = this.#byTopic.get(connectionId) ?? new Map<string, MeterInbox[]>();
      this.#byTopic.set(connectionId, ofConnection);
      for (const topic of meter.topics) {
        ofConnection.set(topic, [...(ofConnection.get(topic) ?? []), inbox]);
      }
    }
  }

  /** Messages of all connections by what became of them. */
  get counts(): DeliveryCounts {
    return { ...this.#counts };
  }

  /** Every meter with what came for it. */
  get health(): readonly InboxHealth[] {
    return [...this.#inboxes.values()].map((inbox) => inbox.health);
  }

  /** The newest message of a meter as received; null when nothing has come. */
  newest(meterId: string): MeterInbox["newest"] {
    return this.#inboxes.get(meterId)?.newest ?? null;
  }

  /**
   * Takes one message; any bytes on any topic.
   *
   * @returns What became of it; the most welcome outcome where several meters share the topic.
   */
  deliver(delivery: Delivery): DeliveryOutcome {
    const inboxes = this.#byTopic.get(delivery.connectionId)?.get(delivery.topic) ?? [];
    const outcome = bestOutcome(inboxes.map((inbox) => inbox.deliver(delivery)));
    this.#counts[outcome] += 1;
    return outcome;
  }

  /**
   * The newest reading of a meter; never throws.
   *
   * @param meterId A meter of the mailbox; another one gives no counters.
   * @param options nowMs: gateway time; maxAgeMs: the greatest age of a message.
   * @returns A count or the reason for none for every counter of the meter.
   */
  takeForRound(
    meterId: string,
    options: { readonly nowMs: number; readonly maxAgeMs: number },
  ): MeterReading {
    const inbox = this.#inboxes.get(meterId);
    return inbox?.take(options) ?? { meterId, counters: [], live: [], latencyMs: null };
  }
}
