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
import {
  emptySlot,
  freshMessage,
  type MessageSlot,
  type SlotMessage,
  takeIn,
} from "./message-slot.ts";

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

/** A route with the slots of the counters that take from its message. */
interface RouteSlots {
  readonly route: MqttRoute;
  readonly takers: readonly { readonly counter: Counter; readonly key: string }[];
}

type Taken = { readonly nowMs: number; readonly maxAgeMs: number };

/** What a device sends within this time of coming online may be what it had cached. */
const settlingMs = 30_000;

/** Holds what came for one meter; bounded by its counters. */
export class MeterInbox {
  readonly #meterId: string;
  readonly #meter: MqttMeter;
  /** By counter and message. */
  readonly #slots = new Map<string, MessageSlot>();
  /** The slots of each counter, and the routes of each topic: both follow from the configuration. */
  readonly #counters: readonly { readonly counter: Counter; readonly keys: readonly string[] }[];
  readonly #routes: ReadonlyMap<string, readonly RouteSlots[]>;
  readonly #counts = noCounts();
  #online: boolean | undefined;
  #onlineAtMs: number | undefined;
  /** So often the device came online. */
  #onlineNo = 0;
  #newestAtMs: number | undefined;
  #latestRefusal: string | undefined;
  #newest: { readonly receivedAtMs: number; readonly bytes: Uint8Array } | null = null;

  constructor(meterId: string, meter: MqttMeter) {
    this.#meterId = meterId;
    this.#meter = meter;
    this.#counters = meter.counters.map((counter) => ({
      counter,
      keys: messagesOf(counter).map((message) => slotKey(counter, message)),
    }));
    const routes = meter.routes.map((route) => ({ route, takers: takersOf(meter, route) }));
    this.#routes = Map.groupBy(routes, ({ route }) => route.topic);
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
    const taken = this.#counters.map(({ counter, keys }) =>
      this.#takeCounter(counter, keys, options),
    );
    const serialNumber = taken.find((entry) => entry.serialNumber !== undefined)?.serialNumber;
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
    const routes = this.#routes.get(topic) ?? [];
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
    if (this.#online && !delivery.retained) {
      this.#onlineAtMs = delivery.receivedAtMs;
      this.#onlineNo += 1;
    }
    return "presence";
  }

  #takeRoute({ route, takers }: RouteSlots, delivery: Delivery): DeliveryOutcome {
    if (delivery.retained) {
      for (const { key } of takers) this.#change(key, { retainedSeen: true });
      return "retained";
    }
    const decoded = decodeMessage(this.#meter, route, delivery.payload);
    if (decoded.kind === "other") return "other";
    const outcomes = takers.map(({ counter, key }): DeliveryOutcome => {
      const part =
        decoded.kind === "message"
          ? decoded.parts.get(counter.counterId)
          : { kind: "none" as const, detail: decoded.detail };
      if (part === undefined) return "other";
      if (part.kind === "none" || decoded.kind !== "message") {
        const detail = part.kind === "none" ? part.detail : "";
        this.#change(key, { refusal: { atMs: delivery.receivedAtMs, detail } });
        return this.#refuse("refused", detail);
      }
      const { receivedAtMs } = delivery;
      const { deviceTimeMs, serialNumber } = decoded;
      const message = { part, receivedAtMs, deviceTimeMs, serialNumber };
      const next = takeIn(this.#slot(key), message, this.#settling(delivery));
      this.#slots.set(key, next.slot);
      return next.outcome;
    });
    return bestOutcome(outcomes);
  }

  /** Which coming online of the device was less than 30 s before the delivery; null for none. */
  #settling(delivery: Delivery): number | null {
    if (this.#onlineAtMs === undefined) return null;
    const sinceMs = delivery.receivedAtMs - this.#onlineAtMs;
    return sinceMs >= 0 && sinceMs < settlingMs ? this.#onlineNo : null;
  }

  #takeCounter(
    counter: Counter,
    keys: readonly string[],
    options: Taken,
  ): { readonly reading: CounterReading; readonly serialNumber: string | undefined } {
    const { counterId } = counter;
    const messages: SlotMessage[] = [];
    let takenAtMs = options.nowMs;
    for (const key of keys) {
      const fresh = freshMessage(this.#slot(key), options);
      if (fresh.kind === "none") {
        const none = { counterId, raw: new Uint8Array(0), takenAtMs: options.nowMs };
        return { reading: { ...none, observed: fresh }, serialNumber: undefined };
      }
      messages.push(fresh.message);
      // A sum is as old as the oldest of what was added.
      takenAtMs = Math.min(takenAtMs, fresh.message.receivedAtMs);
    }
    const parts = messages.map((message) => message.part);
    return {
      reading: {
        counterId,
        observed: combineParts(counter, parts),
        raw: joined(parts.map((part) => part.evidence)),
        takenAtMs,
      },
      serialNumber: messages[0]?.serialNumber,
    };
  }

  #slot(key: string): MessageSlot {
    return this.#slots.get(key) ?? emptySlot;
  }

  #change(key: string, change: Partial<MessageSlot>): void {
    this.#slots.set(key, { ...this.#slot(key), ...change });
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

function takersOf(meter: MqttMeter, route: MqttRoute): RouteSlots["takers"] {
  return meter.counters
    .filter((counter) => messagesOf(counter).includes(route.message))
    .map((counter) => ({ counter, key: slotKey(counter, route.message) }));
}

function slotKey(counter: Counter, message: string): string {
  return `${counter.counterId} ${message}`;
}

/** What the messages hold of the counter, one after the other, a line feed between them. */
function joined(payloads: readonly Uint8Array[]): Uint8Array {
  const [only] = payloads;
  if (only !== undefined && payloads.length === 1) return only;
  const lineFeed = new Uint8Array([0x0a]);
  const chunks = payloads.flatMap((payload, at) => (at === 0 ? [payload] : [lineFeed, payload]));
  return new Uint8Array(Buffer.concat(chunks));
}
