/** The messages of one MQTT meter: which are readings of the moment, and what the newest says. */

import {
  combineParts,
  decodeMessage,
  type MqttMeter,
  type MqttRoute,
  messagesOf,
  PAYLOAD_LENGTH_MAX,
  parseJsonText,
  valueAt,
} from "@mega/profiles";
import type { CounterReading, MeterReading } from "../meter-reading.ts";
import {
  bestOutcome,
  type Delivery,
  type DeliveryCounts,
  type DeliveryOutcome,
  noCounts,
} from "./delivery.ts";
import { emptySlot, freshMessage, type MessageSlot, takeIn } from "./message-slot.ts";

/** The state of a meter, for the health page. */
export interface InboxHealth {
  readonly meterId: string;
  /** undefined where the device has not said. */
  readonly online: boolean | undefined;
  /** When the newest message that counts came. */
  readonly newestAtMs: number | undefined;
  readonly counts: DeliveryCounts;
  readonly latestRefusal: string | undefined;
}

type Counter = MqttMeter["counters"][number];
type Taken = { readonly nowMs: number; readonly maxAgeMs: number };

/** What a device sends within this time of coming online may be what it had cached. */
const settlingMs = 30_000;

/** Holds what came for one meter; bounded by its counters. */
export class MeterInbox {
  readonly #meterId: string;
  readonly #meter: MqttMeter;
  /** By counter and message. */
  readonly #slots = new Map<string, MessageSlot>();
  readonly #counts = noCounts();
  #online: boolean | undefined;
  #onlineAtMs: number | undefined;
  #newestAtMs: number | undefined;
  #latestRefusal: string | undefined;
  #newest: { readonly receivedAtMs: number; readonly bytes: Uint8Array } | null = null;

  constructor(meterId: string, meter: MqttMeter) {
    this.#meterId = meterId;
    this.#meter = meter;
  }

  get health(): InboxHealth {
    return {
      meterId: this.#meterId,
      online: this.#online,
      newestAtMs: this.#newestAtMs,
      counts: { ...this.#counts },
      latestRefusal: this.#latestRefusal,
    };
  }

  /** The newest message but presence, whatever became of it; null when nothing has come. */
  get newest(): { readonly receivedAtMs: number; readonly bytes: Uint8Array } | null {
    return this.#newest;
  }

  /** Takes one message on a topic of the meter; any bytes. */
  deliver(delivery: Delivery): DeliveryOutcome {
    const outcome = this.#outcomeOf(delivery);
    if (outcome !== "presence" && outcome !== "other") {
      const { receivedAtMs, payload } = delivery;
      this.#newest = { receivedAtMs, bytes: payload.slice(0, PAYLOAD_LENGTH_MAX) };
    }
    this.#counts[outcome] += 1;
    if (outcome === "kept") this.#newestAtMs = delivery.receivedAtMs;
    return outcome;
  }

  /** The newest reading; never throws. */
  take(options: Taken): MeterReading {
    const taken = this.#meter.counters.map((counter) => this.#takeCounter(counter, options));
    const serialNumber = taken.flatMap((entry) => entry.serialNumber ?? [])[0];
    return {
      meterId: this.#meterId,
      counters: taken.map((entry) => entry.reading),
      ...(serialNumber === undefined ? {} : { serialNumber }),
      live: [],
      latencyMs: null,
    };
  }

  #outcomeOf(delivery: Delivery): DeliveryOutcome {
    const { payload, topic } = delivery;
    if (payload.length > PAYLOAD_LENGTH_MAX) {
      return this.#refuse("oversized", `The payload has ${payload.length} bytes.`);
    }
    if (topic === this.#meter.presence?.topic) return this.#takePresence(delivery);
    const routes = this.#meter.routes.filter((route) => route.topic === topic);
    return bestOutcome(routes.map((route) => this.#takeRoute(route, delivery)));
  }

  #takePresence(delivery: Delivery): DeliveryOutcome {
    const presence = this.#meter.presence;
    const word = presenceWord(delivery.payload);
    if (presence === null || (word !== presence.online && word !== presence.offline)) {
      return this.#refuse("refused", "The presence is not understood.");
    }
    this.#online = word === presence.online;
    // A retained one says how it is, not that it has just become so.
    if (this.#online && !delivery.retained) this.#onlineAtMs = delivery.receivedAtMs;
    return "presence";
  }

  #takeRoute(route: MqttRoute, delivery: Delivery): DeliveryOutcome {
    const counters = this.#meter.counters.filter((counter) =>
      messagesOf(counter).includes(route.message),
    );
    if (delivery.retained) {
      for (const counter of counters) this.#change(counter, route, { retainedSeen: true });
      return "retained";
    }
    const decoded = decodeMessage(this.#meter, route, delivery.payload);
    if (decoded.kind === "other") return "other";
    const outcomes = counters.map((counter): DeliveryOutcome => {
      const part =
        decoded.kind === "message"
          ? decoded.parts.get(counter.counterId)
          : { kind: "none" as const, detail: decoded.detail };
      if (part === undefined) return "other";
      if (part.kind === "none" || decoded.kind !== "message") {
        const detail = part.kind === "none" ? part.detail : "";
        this.#change(counter, route, { refusal: { atMs: delivery.receivedAtMs, detail } });
        return this.#refuse("refused", detail);
      }
      const { receivedAtMs } = delivery;
      const { deviceTimeMs, serialNumber } = decoded;
      const message = { part, receivedAtMs, deviceTimeMs, serialNumber };
      const next = takeIn(this.#slot(counter, route.message), message, this.#settling(delivery));
      this.#slots.set(slotKey(counter, route.message), next.slot);
      return next.outcome;
    });
    return bestOutcome(outcomes);
  }

  /** When the device came online, where that is less than 30 s before the delivery. */
  #settling(delivery: Delivery): number | null {
    if (this.#onlineAtMs === undefined) return null;
    const sinceMs = delivery.receivedAtMs - this.#onlineAtMs;
    return sinceMs >= 0 && sinceMs < settlingMs ? this.#onlineAtMs : null;
  }

  #takeCounter(
    counter: Counter,
    options: Taken,
  ): { readonly reading: CounterReading; readonly serialNumber: string | undefined } {
    const { counterId } = counter;
    const none = { counterId, raw: new Uint8Array(0), takenAtMs: options.nowMs };
    const messages = [];
    for (const name of messagesOf(counter)) {
      const fresh = freshMessage(this.#slot(counter, name), options);
      if (fresh.kind === "none") {
        return { reading: { ...none, observed: fresh }, serialNumber: undefined };
      }
      messages.push(fresh.message);
    }
    const parts = messages.map((message) => message.part);
    return {
      reading: {
        counterId,
        observed: combineParts(counter, parts),
        raw: joined(parts.map((part) => part.evidence)),
        // A sum is as old as the oldest of what was added.
        takenAtMs: Math.min(options.nowMs, ...messages.map((message) => message.receivedAtMs)),
      },
      serialNumber: messages[0]?.serialNumber,
    };
  }

  #slot(counter: Counter, message: string): MessageSlot {
    return this.#slots.get(slotKey(counter, message)) ?? emptySlot;
  }

  #change(counter: Counter, route: MqttRoute, change: Partial<MessageSlot>): void {
    const slot = this.#slot(counter, route.message);
    this.#slots.set(slotKey(counter, route.message), { ...slot, ...change });
  }

  #refuse(outcome: "oversized" | "refused", detail: string): DeliveryOutcome {
    this.#latestRefusal = detail;
    return outcome;
  }
}

/** "online", or the state of {"state":"online"} as Zigbee2MQTT writes it. */
function presenceWord(payload: Uint8Array): string {
  const text = Buffer.from(payload).toString("utf8").trim();
  const json = text.startsWith("{") ? parseJsonText(text) : undefined;
  const state = json === undefined ? undefined : valueAt(json, "/state");
  return state?.kind === "string" ? state.text : text;
}

function slotKey(counter: Counter, message: string): string {
  return `${counter.counterId} ${message}`;
}

/** What the messages hold of the counter, one after the other, a line feed between them. */
function joined(payloads: readonly Uint8Array[]): Uint8Array {
  const lineFeed = new Uint8Array([0x0a]);
  const chunks = payloads.flatMap((payload, at) => (at === 0 ? [payload] : [lineFeed, payload]));
  return new Uint8Array(Buffer.concat(chunks));
}
