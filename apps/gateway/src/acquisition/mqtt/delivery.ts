/** A message as it came from a broker, and the words for what becomes of it. */

/** A message as it came. */
export interface Delivery {
  /** The connection it came through: topics of different connections are different topics. */
  readonly connectionId: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
  /** Gateway time. */
  readonly receivedAtMs: number;
}

/** What became of a message, least welcome first. */
export const deliveryOutcomes = [
  /** No configured meter listens to the topic. */
  "foreign",
  /** About something else of the same device. */
  "other",
  /** The device said that it came or went. */
  "presence",
  /** Greater than 4096 bytes. */
  "oversized",
  /** Kept by the broker, of any age. */
  "retained",
  /** Not readable, or without the counter. */
  "refused",
  /** Not newer than the one kept. */
  "replayed",
  /** Waits for a second one after the device came online. */
  "unconfirmed",
  "kept",
] as const;

/** What became of a message. */
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];

/** Messages by what became of them, since the start. */
export type DeliveryCounts = Readonly<Record<DeliveryOutcome, number>>;

/** The most welcome of several outcomes; "foreign" of none. */
export function bestOutcome(outcomes: readonly DeliveryOutcome[]): DeliveryOutcome {
  let best = 0;
  for (const outcome of outcomes) best = Math.max(best, deliveryOutcomes.indexOf(outcome));
  return deliveryOutcomes[best] ?? "foreign";
}

/** All counts 0. */
export function noCounts(): Record<DeliveryOutcome, number> {
  return {
    foreign: 0,
    other: 0,
    presence: 0,
    oversized: 0,
    retained: 0,
    refused: 0,
    replayed: 0,
    unconfirmed: 0,
    kept: 0,
  };
}
