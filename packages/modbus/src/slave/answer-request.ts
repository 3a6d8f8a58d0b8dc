// The slave's side of the application protocol: a request PDU becomes a reply PDU, purely.
// "Modbus Application Protocol V1.1b3" §6; the numbers of paragraphs stand at each function.

import { identify } from "./answer-identification.ts";
import type { SlaveExceptionCode, SlaveImage, SlaveRefusal } from "./slave-image.ts";

const bitsPerReadMax = 2000;
const wordsPerReadMax = 125;
const bitsPerWriteMax = 1968;
const wordsPerWriteMax = 123;
const addressSpace = 0x1_0000;

/**
 * Answers one request PDU (function code and what follows, without unit and checksum).
 *
 * Never throws on any bytes: what is malformed is answered with exception 3, what is unknown with
 * exception 1. The reply is a PDU of at most 253 bytes. Writes take effect through `image`.
 */
export function answerRequest(image: SlaveImage, unit: number, pdu: Uint8Array): Uint8Array {
  const functionCode = pdu[0] ?? 0;
  switch (functionCode) {
    case 1:
    case 2:
      return answerReadBits(image, unit, functionCode, pdu);
    case 3:
    case 4:
      return answerReadWords(image, unit, functionCode, pdu);
    case 5:
      return answerWriteBit(image, unit, pdu);
    case 6:
      return answerWriteWord(image, unit, pdu);
    case 15:
      return answerWriteBits(image, unit, pdu);
    case 16:
      return answerWriteWords(image, unit, pdu);
    case 43:
      return identify(image, unit, pdu);
    default:
      return exceptionReply(functionCode, 1);
  }
}

/** An exception reply: the function code with its top bit set, then the code (§7). */
export function exceptionReply(functionCode: number, code: SlaveExceptionCode): Uint8Array {
  return Uint8Array.of((functionCode | 0x80) & 0xff, code);
}

// §6.1 and §6.2: bits are packed from the lowest bit of the first byte on.
function answerReadBits(
  image: SlaveImage,
  unit: number,
  functionCode: 1 | 2,
  pdu: Uint8Array,
): Uint8Array {
  const { readBits } = image;
  if (readBits === undefined) return exceptionReply(functionCode, 1);
  const range = rangeOf(pdu, bitsPerReadMax);
  if (range.kind === "exception") return exceptionReply(functionCode, range.code);
  const answer = readBits(unit, functionCode, range.address, range.count);
  if (answer.kind === "exception") return exceptionReply(functionCode, answer.code);
  if (answer.bits.length !== range.count) return exceptionReply(functionCode, 4);
  const byteCount = Math.ceil(range.count / 8);
  const reply = new Uint8Array(2 + byteCount);
  reply[0] = functionCode;
  reply[1] = byteCount;
  for (const [index, bit] of answer.bits.entries()) {
    const at = 2 + (index >> 3);
    if (bit) reply[at] = (reply[at] ?? 0) | (1 << (index & 7));
  }
  return reply;
}

// §6.3 and §6.4: the high byte of each word goes first.
function answerReadWords(
  image: SlaveImage,
  unit: number,
  functionCode: 3 | 4,
  pdu: Uint8Array,
): Uint8Array {
  const range = rangeOf(pdu, wordsPerReadMax);
  if (range.kind === "exception") return exceptionReply(functionCode, range.code);
  const answer = image.readWords(unit, functionCode, range.address, range.count);
  if (answer.kind === "exception") return exceptionReply(functionCode, answer.code);
  if (answer.words.length !== range.count) return exceptionReply(functionCode, 4);
  const reply = new Uint8Array(2 + 2 * range.count);
  reply[0] = functionCode;
  reply[1] = 2 * range.count;
  for (const [index, word] of answer.words.entries()) {
    reply[2 + 2 * index] = word >> 8;
    reply[3 + 2 * index] = word & 0xff;
  }
  return reply;
}

// §6.5: only FF00 (on) and 0000 (off) are values; the reply repeats the request.
function answerWriteBit(image: SlaveImage, unit: number, pdu: Uint8Array): Uint8Array {
  if (image.writeBits === undefined) return exceptionReply(5, 1);
  if (pdu.length !== 5) return exceptionReply(5, 3);
  const value = wordAt(pdu, 3);
  if (value !== 0xff00 && value !== 0) return exceptionReply(5, 3);
  const answer = image.writeBits(unit, wordAt(pdu, 1), [value !== 0]);
  return answer.kind === "exception" ? exceptionReply(5, answer.code) : pdu.slice();
}

// §6.6: the reply repeats the request.
function answerWriteWord(image: SlaveImage, unit: number, pdu: Uint8Array): Uint8Array {
  if (image.writeWords === undefined) return exceptionReply(6, 1);
  if (pdu.length !== 5) return exceptionReply(6, 3);
  const answer = image.writeWords(unit, wordAt(pdu, 1), [wordAt(pdu, 3)]);
  return answer.kind === "exception" ? exceptionReply(6, answer.code) : pdu.slice();
}

// §6.11: the reply holds the address and the count.
function answerWriteBits(image: SlaveImage, unit: number, pdu: Uint8Array): Uint8Array {
  if (image.writeBits === undefined) return exceptionReply(15, 1);
  const range = writeRangeOf(pdu, bitsPerWriteMax, (count) => Math.ceil(count / 8));
  if (range.kind === "exception") return exceptionReply(15, range.code);
  const bits = Array.from(
    { length: range.count },
    (_, index) => (((pdu[6 + (index >> 3)] ?? 0) >> (index & 7)) & 1) === 1,
  );
  const answer = image.writeBits(unit, range.address, bits);
  return answer.kind === "exception" ? exceptionReply(15, answer.code) : pdu.slice(0, 5);
}

// §6.12: the reply holds the address and the count.
function answerWriteWords(image: SlaveImage, unit: number, pdu: Uint8Array): Uint8Array {
  if (image.writeWords === undefined) return exceptionReply(16, 1);
  const range = writeRangeOf(pdu, wordsPerWriteMax, (count) => 2 * count);
  if (range.kind === "exception") return exceptionReply(16, range.code);
  const words = Array.from({ length: range.count }, (_, index) => wordAt(pdu, 6 + 2 * index));
  const answer = image.writeWords(unit, range.address, words);
  return answer.kind === "exception" ? exceptionReply(16, answer.code) : pdu.slice(0, 5);
}

interface Range {
  readonly kind: "range";
  readonly address: number;
  readonly count: number;
}

function rangeOf(pdu: Uint8Array, countMax: number): Range | SlaveRefusal {
  if (pdu.length !== 5) return { kind: "exception", code: 3 };
  return checkedRange(pdu, countMax);
}

function writeRangeOf(
  pdu: Uint8Array,
  countMax: number,
  byteCountFor: (count: number) => number,
): Range | SlaveRefusal {
  const range = checkedRange(pdu, countMax);
  if (range.kind === "exception") return range;
  const byteCount = byteCountFor(range.count);
  if (pdu[5] !== byteCount || pdu.length !== 6 + byteCount) return { kind: "exception", code: 3 };
  return range;
}

// The count is judged before the address, as in the flow charts of §6.
function checkedRange(pdu: Uint8Array, countMax: number): Range | SlaveRefusal {
  const address = wordAt(pdu, 1);
  const count = wordAt(pdu, 3);
  if (count < 1 || count > countMax) return { kind: "exception", code: 3 };
  if (address + count > addressSpace) return { kind: "exception", code: 2 };
  return { kind: "range", address, count };
}

function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
