/** What the bytes that came for a question tell beside its outcome. Pure. */

import type { ExchangeClass } from "@mega/contract";
import { decodeRequest, decodeRtuFrame, expectedResponseLength } from "@mega/modbus";

/** Fewer bytes than these are a spark when a transceiver switches. */
const GARBLED_BYTES_MIN = 4;
/** Bytes beyond a whole reply from which on it is no longer that of one meter. */
const OVERLONG_BYTES = 3;

/** Bytes of the full answer on a serial line; null for what is no question or has no fixed length. */
function expectedReplyBytes(question: Uint8Array): number | null {
  const frame = decodeRtuFrame(question);
  if (frame === undefined) return null;
  const decoded = decodeRequest(frame.pdu);
  return decoded.kind === "request" ? (expectedResponseLength(decoded.request) ?? null) : null;
}

/** Whether what came begins with our own question: the adapter hears itself. */
export function hasEcho(sent: Uint8Array, received: Uint8Array): boolean {
  return sent.length > 0 && sent.every((byte, at) => received[at] === byte);
}

/** Bytes that came from the meters. */
function replyBytes(sent: Uint8Array, received: Uint8Array): number {
  return received.length - (hasEcho(sent, received) ? sent.length : 0);
}

/**
 * The class of an attempt: a wait that ended in noise is no silence, since somebody spoke. The
 * master takes the same for a time-out, because no frame was in it.
 */
export function endedAs(
  kind: ExchangeClass,
  sent: Uint8Array,
  received: Uint8Array,
): ExchangeClass {
  const spoke = kind === "timeout" && replyBytes(sent, received) >= GARBLED_BYTES_MIN;
  return spoke ? "crc" : kind;
}

/** Whether garbage is longer than the reply of one meter. */
export function isOverlong(sent: Uint8Array, received: Uint8Array): boolean {
  const expected = expectedReplyBytes(sent);
  return expected !== null && replyBytes(sent, received) >= expected + OVERLONG_BYTES;
}

/** Whether a reply began and was cut off. */
export function isShort(sent: Uint8Array, received: Uint8Array): boolean {
  const expected = expectedReplyBytes(sent);
  const bytes = replyBytes(sent, received);
  return expected !== null && bytes > 0 && bytes < expected;
}
