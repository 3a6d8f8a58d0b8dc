/** The server's answer to a batch that came through the pipe: a CBOR array of status and body. */

import { decodeCanonical, encodeCanonical } from "@mega/ledger";

/** What HTTPS would have answered, given after the COMMIT. */
export interface PipeAck {
  /** 200 where the batch stands; that of a problem otherwise. */
  readonly status: number;
  /** JSON. */
  readonly body: Uint8Array;
}

/** The bytes of an answer. */
export function encodeAck({ status, body }: PipeAck): Uint8Array {
  return encodeCanonical([status, body]);
}

/** Reads an answer; undefined when it is none. */
export function decodeAck(bytes: Uint8Array): PipeAck | undefined {
  const value = decodeCanonical(bytes);
  const [status, body] = Array.isArray(value) && value.length === 2 ? value : [];
  if (typeof status !== "number" || status < 200 || status > 599) return undefined;
  return body instanceof Uint8Array ? { status, body } : undefined;
}
