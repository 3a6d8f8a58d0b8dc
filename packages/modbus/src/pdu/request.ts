/**
 * Requests as values, and their bytes in both directions: the master encodes, a slave decodes.
 *
 *   function │ data                                  (the PDU: no unit, no CRC, no MBAP header)
 *   1 2 3 4  │ address:2 count:2
 *   5        │ address:2 0xFF00 | 0x0000
 *   6        │ address:2 word:2
 *   15 16    │ address:2 count:2 byteCount:1 payload
 *   43       │ 14 category:1 objectId:1
 *
 * Spec: MODBUS Application Protocol V1.1b3, §6.
 */

import { packBits, readWord, unpackBits, writeWord } from "./bytes.ts";
import {
  exceptionCodes,
  functionCodeOf,
  functionCodes,
  identificationMeiType,
  pduLimits,
} from "./function-code.ts";

/** Reads `count` bits (1…2000) from `address` (zero-based, as on the wire). */
export type ReadBitsRequest = {
  readonly kind: "readCoils" | "readDiscreteInputs";
  readonly address: number;
  readonly count: number;
};

/** Reads `count` words (1…125) from `address` (zero-based, as on the wire). */
export type ReadWordsRequest = {
  readonly kind: "readHoldingWords" | "readInputWords";
  readonly address: number;
  readonly count: number;
};

export type WriteCoilRequest = {
  readonly kind: "writeCoil";
  readonly address: number;
  readonly on: boolean;
};

export type WriteWordRequest = {
  readonly kind: "writeWord";
  readonly address: number;
  readonly word: number;
};

export type WriteCoilsRequest = {
  readonly kind: "writeCoils";
  readonly address: number;
  readonly bits: readonly boolean[];
};

export type WriteWordsRequest = {
  readonly kind: "writeWords";
  readonly address: number;
  readonly words: readonly number[];
};

/** Basic, regular and extended stream access, or one individual object (§6.21). */
export type IdentificationCategory = "basic" | "regular" | "extended" | "one";

export type ReadIdentificationRequest = {
  readonly kind: "readIdentification";
  readonly category: IdentificationCategory;
  readonly objectId: number;
};

export type ModbusRequest =
  | ReadBitsRequest
  | ReadWordsRequest
  | WriteCoilRequest
  | WriteWordRequest
  | WriteCoilsRequest
  | WriteWordsRequest
  | ReadIdentificationRequest;

/** What a slave makes of the bytes of a request: the request, or the exception to answer with. */
export type DecodedRequest =
  | { readonly kind: "request"; readonly request: ModbusRequest }
  | { readonly kind: "refused"; readonly functionCode: number; readonly code: number };

export const identificationCategories: readonly IdentificationCategory[] = [
  "basic",
  "regular",
  "extended",
  "one",
];

/**
 * Says why a request cannot be sent.
 *
 * @param request The request of a caller.
 * @returns A sentence, or `undefined` when every field is within the limits of the standard.
 */
export function requestFault(request: ModbusRequest): string | undefined {
  switch (request.kind) {
    case "readCoils":
    case "readDiscreteInputs":
      return spanFault(request.address, request.count, pduLimits.bitsPerRead);
    case "readHoldingWords":
    case "readInputWords":
      return spanFault(request.address, request.count, pduLimits.wordsPerRead);
    case "writeCoil":
      return spanFault(request.address, 1, 1);
    case "writeWord":
      return spanFault(request.address, 1, 1) ?? wordFault(request.word);
    case "writeCoils":
      return spanFault(request.address, request.bits.length, pduLimits.bitsPerWrite);
    case "writeWords":
      return (
        spanFault(request.address, request.words.length, pduLimits.wordsPerWrite) ??
        request.words.map(wordFault).find((fault) => fault !== undefined)
      );
    case "readIdentification":
      return isInteger(request.objectId, 0, 255)
        ? undefined
        : `Object ${request.objectId} is not 0 to 255.`;
  }
}

/**
 * Encodes a request into its PDU.
 *
 * @param request A request for which `requestFault` finds nothing.
 * @returns 3 to 253 bytes.
 * @throws RangeError when a field is outside the limits of the standard.
 */
export function encodeRequest(request: ModbusRequest): Uint8Array {
  const fault = requestFault(request);
  if (fault !== undefined) throw new RangeError(fault);
  const functionCode = functionCodeOf(request.kind);
  switch (request.kind) {
    case "readCoils":
    case "readDiscreteInputs":
    case "readHoldingWords":
    case "readInputWords":
      return twoWords(functionCode, request.address, request.count);
    case "writeCoil":
      return twoWords(functionCode, request.address, request.on ? 0xff00 : 0);
    case "writeWord":
      return twoWords(functionCode, request.address, request.word);
    case "writeCoils": {
      const payload = packBits(request.bits);
      return writeMany(functionCode, request.address, request.bits.length, payload);
    }
    case "writeWords": {
      const payload = new Uint8Array(request.words.length * 2);
      for (const [index, word] of request.words.entries()) writeWord(payload, index * 2, word);
      return writeMany(functionCode, request.address, request.words.length, payload);
    }
    case "readIdentification": {
      const category = identificationCategories.indexOf(request.category) + 1;
      return Uint8Array.of(functionCode, identificationMeiType, category, request.objectId);
    }
  }
}

/**
 * Decodes the PDU of a request, as a slave does.
 *
 * @param pdu The bytes between the unit and the CRC, of any content and length.
 * @returns The request, or the exception the standard wants for it: 1 for a function that is not
 *   spoken here, 2 for a span beyond address 65 535, 3 for anything malformed.
 */
export function decodeRequest(pdu: Uint8Array): DecodedRequest {
  const functionCode = pdu[0] ?? 0;
  const request = requestFrom(functionCode, pdu);
  if (request === "unknown") return refused(functionCode, exceptionCodes.illegalFunction);
  if (request === "malformed") return refused(functionCode, exceptionCodes.illegalDataValue);
  if (requestFault(request) === undefined) return { kind: "request", request };
  const code = endsBeyondRange(request)
    ? exceptionCodes.illegalDataAddress
    : exceptionCodes.illegalDataValue;
  return refused(functionCode, code);
}

function requestFrom(
  functionCode: number,
  pdu: Uint8Array,
): ModbusRequest | "unknown" | "malformed" {
  const address = readWord(pdu, 1);
  const second = readWord(pdu, 3);
  switch (functionCode) {
    case functionCodes.readCoils:
      return pdu.length === 5 ? { kind: "readCoils", address, count: second } : "malformed";
    case functionCodes.readDiscreteInputs:
      return pdu.length === 5
        ? { kind: "readDiscreteInputs", address, count: second }
        : "malformed";
    case functionCodes.readHoldingWords:
      return pdu.length === 5 ? { kind: "readHoldingWords", address, count: second } : "malformed";
    case functionCodes.readInputWords:
      return pdu.length === 5 ? { kind: "readInputWords", address, count: second } : "malformed";
    case functionCodes.writeCoil:
      return pdu.length === 5 && (second === 0 || second === 0xff00)
        ? { kind: "writeCoil", address, on: second !== 0 }
        : "malformed";
    case functionCodes.writeWord:
      return pdu.length === 5 ? { kind: "writeWord", address, word: second } : "malformed";
    case functionCodes.writeCoils:
    case functionCodes.writeWords:
      return writeManyFrom(functionCode, address, second, pdu);
    case functionCodes.readIdentification:
      return identificationFrom(pdu);
    default:
      return "unknown";
  }
}

function writeManyFrom(
  functionCode: number,
  address: number,
  count: number,
  pdu: Uint8Array,
): ModbusRequest | "malformed" {
  const byteCount = pdu[5] ?? 0;
  const bits = functionCode === functionCodes.writeCoils;
  const wanted = bits ? Math.ceil(count / 8) : count * 2;
  if (byteCount !== wanted || pdu.length !== 6 + byteCount) return "malformed";
  const payload = pdu.subarray(6);
  if (bits) return { kind: "writeCoils", address, bits: unpackBits(payload, count) };
  const words = Array.from({ length: count }, (_, index) => readWord(payload, index * 2));
  return { kind: "writeWords", address, words };
}

function identificationFrom(pdu: Uint8Array): ModbusRequest | "unknown" | "malformed" {
  if (pdu[1] !== identificationMeiType) return "unknown";
  const category = identificationCategories[(pdu[2] ?? 0) - 1];
  if (pdu.length !== 4 || category === undefined) return "malformed";
  return { kind: "readIdentification", category, objectId: pdu[3] ?? 0 };
}

function endsBeyondRange(request: ModbusRequest): boolean {
  switch (request.kind) {
    case "readCoils":
    case "readDiscreteInputs":
      return (
        request.count <= pduLimits.bitsPerRead && passesRangeEnd(request.address, request.count)
      );
    case "readHoldingWords":
    case "readInputWords":
      return (
        request.count <= pduLimits.wordsPerRead && passesRangeEnd(request.address, request.count)
      );
    case "writeCoils":
      return passesRangeEnd(request.address, request.bits.length);
    case "writeWords":
      return passesRangeEnd(request.address, request.words.length);
    default:
      return false;
  }
}

function passesRangeEnd(address: number, count: number): boolean {
  return count > 0 && address + count > 0x10000;
}

function refused(functionCode: number, code: number): DecodedRequest {
  return { kind: "refused", functionCode, code };
}

function spanFault(address: number, count: number, countMax: number): string | undefined {
  if (!isInteger(address, 0, 0xffff)) return `Address ${address} is not 0 to 65535.`;
  if (!isInteger(count, 1, countMax)) return `A count of ${count} is not 1 to ${countMax}.`;
  if (address + count > 0x10000) return `${count} from ${address} ends beyond address 65535.`;
  return undefined;
}

function wordFault(word: number): string | undefined {
  return isInteger(word, 0, 0xffff) ? undefined : `Word ${word} is not 0 to 65535.`;
}

function isInteger(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function twoWords(functionCode: number, first: number, second: number): Uint8Array {
  const pdu = new Uint8Array(5);
  pdu[0] = functionCode;
  writeWord(pdu, 1, first);
  writeWord(pdu, 3, second);
  return pdu;
}

function writeMany(
  functionCode: number,
  address: number,
  count: number,
  payload: Uint8Array,
): Uint8Array {
  const pdu = new Uint8Array(6 + payload.length);
  pdu.set(twoWords(functionCode, address, count));
  pdu[5] = payload.length;
  pdu.set(payload, 6);
  return pdu;
}
