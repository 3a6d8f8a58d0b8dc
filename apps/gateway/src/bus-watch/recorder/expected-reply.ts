/** How long the answer to a question of ours is, told by the question's own bytes. Pure. */

import { decodeRequest, decodeRtuFrame, expectedResponseLength } from "@mega/modbus";

/** Bytes of the full answer on a serial line; null for what is no question or has no fixed length. */
export function expectedReplyBytes(question: Uint8Array): number | null {
  const frame = decodeRtuFrame(question);
  if (frame === undefined) return null;
  const decoded = decodeRequest(frame.pdu);
  return decoded.kind === "request" ? (expectedResponseLength(decoded.request) ?? null) : null;
}
