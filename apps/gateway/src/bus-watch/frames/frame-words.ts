/** What a frame says, told by its bytes and those of its question. Pure; takes any bytes. */

import type { FrameInfo } from "@mega/contract";
import {
  crcHolds,
  decodeRequest,
  decodeRtuFrame,
  type ModbusRequest,
  responseFrameLength,
  type Transport,
  takeMbapFrame,
} from "@mega/modbus";

/** What stands in a frame. */
export type FrameWords = Pick<
  FrameInfo,
  "says" | "address" | "functionCode" | "wordAddress" | "wordCount" | "words" | "exceptionCode"
>;

const nothing: FrameWords = {
  says: "unreadable",
  address: null,
  functionCode: null,
  wordAddress: null,
  wordCount: null,
  words: null,
  exceptionCode: null,
};

interface Unit {
  readonly unit: number;
  readonly pdu: Uint8Array;
}

/** The words of a question of ours. */
export function questionWords(transport: Transport, bytes: Uint8Array): FrameWords {
  const frame = transport === "tcp" ? mbapUnit(bytes) : decodeRtuFrame(bytes);
  if (frame === undefined) return nothing;
  const decoded = decodeRequest(frame.pdu);
  const functionCode = frame.pdu[0] ?? null;
  const common = { ...nothing, address: frame.unit, functionCode };
  if (decoded.kind !== "request") return { ...common, says: "other" };
  return { ...common, says: "question", ...spanOf(decoded.request) };
}

/**
 * The words of what came. On a serial line an echo, noise or a second reply may stand around the
 * frame, so the first place with a good checksum counts.
 */
export function answerWords(transport: Transport, bytes: Uint8Array): FrameWords {
  const frame = transport === "tcp" ? mbapUnit(bytes) : huntedReply(bytes);
  if (frame === undefined) return nothing;
  const [head = 0, byteCount = 0] = frame.pdu;
  const common = { ...nothing, address: frame.unit, functionCode: head & 0x7f };
  if ((head & 0x80) !== 0) return { ...common, says: "exception", exceptionCode: byteCount };
  if (head !== 3 && head !== 4) return { ...common, says: "other" };
  const words: number[] = [];
  for (let at = 2; at + 1 < frame.pdu.length; at += 2) {
    words.push(((frame.pdu[at] ?? 0) << 8) | (frame.pdu[at + 1] ?? 0));
  }
  return { ...common, says: "answer", wordCount: words.length, words };
}

function spanOf(request: ModbusRequest): { wordAddress: number | null; wordCount: number | null } {
  const wordAddress = "address" in request ? request.address : null;
  return { wordAddress, wordCount: "count" in request ? request.count : null };
}

function mbapUnit(bytes: Uint8Array): Unit | undefined {
  const head = takeMbapFrame(bytes, 0, bytes.length);
  return head.kind === "frame" ? head.frame : undefined;
}

function huntedReply(bytes: Uint8Array): Unit | undefined {
  for (let start = 0; start + 4 < bytes.length; start++) {
    const length = responseFrameLength(bytes, start, bytes.length);
    if (typeof length !== "number" || start + length > bytes.length) continue;
    if (!crcHolds(bytes, start, start + length)) continue;
    return decodeRtuFrame(bytes.subarray(start, start + length));
  }
  return undefined;
}

/** "04 04 00 48", upper case. */
export function hexOf(bytes: Uint8Array, bytesMax = bytes.length): string {
  return [...bytes.subarray(0, bytesMax)]
    .map((byte) => byte.toString(16).padStart(2, "0").toUpperCase())
    .join(" ");
}
