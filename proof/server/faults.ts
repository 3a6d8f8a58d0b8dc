/** The kinds of fault. */

/** In the order they run. "planted" is the database killed under a server that answers early. */
export const faultNames = [
  "none",
  "ingest",
  "gateways",
  "postgres",
  "failover",
  "mosquitto",
  "nats-node",
  "nats",
  "all",
  "planted",
] as const;
/** One of them. */
export type FaultName = (typeof faultNames)[number];

/** Faults under which batches go through a broker, with what carries them. */
export const pipeOf: Readonly<Partial<Record<FaultName, "mosquitto" | "nats">>> = {
  mosquitto: "mosquitto",
  "nats-node": "nats",
  nats: "nats",
  all: "nats",
};

/** Whether a word names one. */
export function isFault(word: string): word is FaultName {
  return faultNames.some((name) => name === word);
}
