/**
 * What a server says through the pipe of the commands that wait for a gateway: a CBOR array of its time and
 * whether there are some. As the answer to an "ask" it has that one's number; by itself it has a number of
 * its own. The commands are fetched by HTTPS.
 */

import { decodeCanonical, encodeCanonical } from "@mega/ledger";

/** That commands wait, or none. */
export interface PipeCall {
  /** By the server's clock: one that is not newer than another was sent once more. */
  readonly atMs: number;
  readonly waits: boolean;
}

/** The bytes of a call; as many whether something waits or not. */
export function encodeCall({ atMs, waits }: PipeCall): Uint8Array {
  return encodeCanonical([atMs, waits]);
}

/** Reads a call; undefined when it is none. */
export function decodeCall(bytes: Uint8Array): PipeCall | undefined {
  const value = decodeCanonical(bytes);
  const [atMs, waits] = Array.isArray(value) && value.length === 2 ? value : [];
  if (typeof atMs !== "number" || !Number.isSafeInteger(atMs) || atMs < 0) return undefined;
  return typeof waits === "boolean" ? { atMs, waits } : undefined;
}
