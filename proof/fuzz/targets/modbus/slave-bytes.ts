/**
 * A slave of our own, byte by byte, that shares nothing with the codecs under test: what an honest
 * meter answers, and how a counterpart spoils it with checksum and length repaired.
 */

import type { ModbusRequest } from "../../../../packages/modbus/src/pdu/request.ts";
import type { FuzzRandom } from "../../draw/random.ts";
import { joined, spoilBytes } from "../../draw/spoil-bytes.ts";

/** The function code of a question, from the standard's table. */
export function functionOf(request: ModbusRequest): number {
  const codes = {
    readCoils: 1,
    readDiscreteInputs: 2,
    readHoldingWords: 3,
    readInputWords: 4,
    writeCoil: 5,
    writeWord: 6,
    writeCoils: 15,
    writeWords: 16,
    readIdentification: 43,
  } as const;
  return codes[request.kind];
}

/** The word an honest slave holds: it tells unit, function and address, so that no two agree. */
function wordAt(unit: number, code: number, address: number): number {
  return (Math.imul(unit * 64 + code, 0x9e37_79b1) + Math.imul(address + 1, 40_503)) & 0xffff;
}

/** The PDU of an honest answer. */
export function honestPdu(unit: number, request: ModbusRequest): Uint8Array {
  const code = functionOf(request);
  switch (request.kind) {
    case "readCoils":
    case "readDiscreteInputs": {
      const length = Math.ceil(request.count / 8);
      const payload = Array.from({ length }, (_, at) => wordAt(unit, code, request.address + at));
      return Uint8Array.from([code, length, ...payload.map((word) => word & 0xff)]);
    }
    case "readHoldingWords":
    case "readInputWords": {
      const bytes = [code, request.count * 2];
      for (let at = 0; at < request.count; at++) {
        const word = wordAt(unit, code, request.address + at);
        bytes.push(word >> 8, word & 0xff);
      }
      return Uint8Array.from(bytes);
    }
    case "writeCoil":
      return Uint8Array.from([code, ...pair(request.address), request.on ? 0xff : 0, 0]);
    case "writeWord":
      return Uint8Array.from([code, ...pair(request.address), ...pair(request.word)]);
    case "writeCoils":
      return Uint8Array.from([code, ...pair(request.address), ...pair(request.bits.length)]);
    case "writeWords":
      return Uint8Array.from([code, ...pair(request.address), ...pair(request.words.length)]);
    case "readIdentification": {
      const text = Buffer.from(`unit ${unit}`);
      return Uint8Array.from([code, 14, 1, 1, 0, 0, 1, 0, text.length, ...text]);
    }
  }
}

/** An answer as a counterpart that errs would build it; its frame is then closed properly. */
export function erringPdu(random: FuzzRandom, unit: number, request: ModbusRequest): Uint8Array {
  const honest = honestPdu(unit, request);
  const code = functionOf(request);
  switch (random.below(7)) {
    case 0:
      return Uint8Array.of(code | 0x80, random.byte());
    case 1:
      return joined(Uint8Array.of(code | 0x80, 2), random.bytes(random.between(0, 3)));
    case 2:
      return joined(honest.subarray(0, 1), Uint8Array.of(random.byte()), honest.subarray(2));
    case 3:
      return joined(Uint8Array.of(random.byte()), honest.subarray(1));
    case 4:
      return joined(honest, random.bytes(random.between(1, 3)));
    case 5:
      return honest.subarray(0, Math.max(1, honest.length - random.between(1, 3)));
    default:
      return spoilBytes(random, honest, 253);
  }
}

/** A frame of a serial line, its checksum by long division, one bit at a time. */
export function closedFrame(unit: number, pdu: Uint8Array): Uint8Array {
  const body = joined(Uint8Array.of(unit), pdu);
  const crc = checksum(body);
  return joined(body, Uint8Array.of(crc & 0xff, crc >> 8));
}

function checksum(bytes: Uint8Array): number {
  let remainder = 0xffff;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = (remainder & 1) === 1 ? (remainder >> 1) ^ 0xa001 : remainder >> 1;
    }
  }
  return remainder;
}

function pair(word: number): readonly [number, number] {
  return [word >> 8, word & 0xff];
}

/** Any question a gateway asks; few shapes, so that the answer to one fits others. */
export function drawRequest(random: FuzzRandom): ModbusRequest {
  const address = random.pick([0, 1, 2, 72, 342]);
  switch (random.below(12)) {
    case 0:
      return { kind: random.once(2) ? "readCoils" : "readDiscreteInputs", address, count: 9 };
    case 1:
      return { kind: "writeWord", address, word: random.below(0x1_0000) };
    case 2:
      return { kind: "writeWords", address, words: [random.below(0x1_0000), 7] };
    case 3:
      return { kind: "readIdentification", category: "basic", objectId: 0 };
    case 4:
      return { kind: "writeCoil", address, on: random.once(2) };
    default: {
      const kind = random.once(2) ? "readHoldingWords" : "readInputWords";
      return { kind, address, count: random.pick([2, 2, 4, 24, 125]) };
    }
  }
}
