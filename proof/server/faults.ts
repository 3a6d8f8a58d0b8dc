/** The kinds of fault. */

/** In the order they run. "planted" is the database killed under a server that answers early. */
export const faultNames = [
  "none",
  "ingest",
  "gateways",
  "postgres",
  "failover",
  "all",
  "planted",
] as const;
/** One of them. */
export type FaultName = (typeof faultNames)[number];

/** Whether a word names one. */
export function isFault(word: string): word is FaultName {
  return faultNames.some((name) => name === word);
}
