/**
 * The frame of Modbus TCP.
 *
 *   transaction:2 │ protocol:2 = 0 │ length:2 = unit and PDU │ unit:1 │ PDU: 1…253
 *
 * A stream that once lies about its length cannot be trusted again: a protocol other than 0 or a
 * length outside 2…254 ends the connection. (Masters take 3…254: a reply has at least a function
 * and one byte.)
 *
 * Spec: MODBUS Messaging on TCP/IP Implementation Guide V1.0b, §3.1.3.
 */

import { readWord, writeWord } from "../pdu/bytes.ts";

export const mbapHeaderBytes = 7;

/** The longest frame of Modbus TCP: the header and a PDU of 253 bytes. */
export const mbapFrameBytesMax = 260;

export type MbapFrame = {
  readonly transactionId: number;
  readonly unit: number;
  readonly pdu: Uint8Array;
};

/** What stands at the head of a stream. */
export type MbapHead =
  | { readonly kind: "frame"; readonly frame: MbapFrame; readonly end: number }
  | { readonly kind: "more" }
  | { readonly kind: "broken"; readonly why: string };

/**
 * Wraps a PDU for Modbus TCP.
 *
 * @param frame A transaction id 0…65535, a unit 0…255 and 1 to 253 bytes of PDU.
 * @returns The 8 to 260 bytes of the frame.
 */
export function encodeMbapFrame(frame: MbapFrame): Uint8Array {
  const bytes = new Uint8Array(mbapHeaderBytes + frame.pdu.length);
  writeWord(bytes, 0, frame.transactionId);
  writeWord(bytes, 4, frame.pdu.length + 1);
  bytes[6] = frame.unit;
  bytes.set(frame.pdu, mbapHeaderBytes);
  return bytes;
}

/**
 * Takes the frame at the head of a stream.
 *
 * @param bytes The bytes received.
 * @param start Where the header stands.
 * @param end The byte after the last one received.
 * @param lengthMin The least length field that is believed: 3 for a master, 2 for a slave.
 * @returns The frame (its PDU is a view) and where it ends, or that more bytes are needed, or why
 *   the stream can no longer be followed.
 */
export function takeMbapFrame(
  bytes: Uint8Array,
  start: number,
  end: number,
  lengthMin = 3,
): MbapHead {
  if (end - start >= 4 && readWord(bytes, start + 2) !== 0) {
    return { kind: "broken", why: `Protocol ${readWord(bytes, start + 2)} is not Modbus.` };
  }
  if (end - start < 6) return { kind: "more" };
  const length = readWord(bytes, start + 4);
  if (length < lengthMin || length > 254) {
    return { kind: "broken", why: `A length of ${length} is not ${lengthMin} to 254.` };
  }
  const frameEnd = start + 6 + length;
  if (frameEnd > end) return { kind: "more" };
  const frame = {
    transactionId: readWord(bytes, start),
    unit: bytes[start + 6] ?? 0,
    pdu: bytes.subarray(start + mbapHeaderBytes, frameEnd),
  };
  return { kind: "frame", frame, end: frameEnd };
}
