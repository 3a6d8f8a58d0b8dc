/**
 * Responses as values, and their bytes in both directions: a slave encodes, the master decodes.
 *
 *   function │ data
 *   1 2 3 4  │ byteCount:1 payload
 *   5 6      │ the request again
 *   15 16    │ address:2 count:2
 *   43       │ 14 category:1 conformity:1 more:1 nextObjectId:1 objects:1 (id:1 length:1 bytes)*
 *   f | 0x80 │ code:1
 *
 * A response is only ever decoded against the request it is meant to answer: anything that does
 * not repeat the function, the byte count and the written values of that request is refused.
 *
 * Spec: MODBUS Application Protocol V1.1b3, §6 and §7.
 */

import { packBits, readWord, unpackBits, writeWord } from "./bytes.ts";
import {
  exceptionFlag,
  functionCodeOf,
  identificationMeiType,
  pduLimits,
} from "./function-code.ts";
import type {
  IdentificationCategory,
  ModbusRequest,
  ReadBitsRequest,
  ReadIdentificationRequest,
  ReadWordsRequest,
} from "./request.ts";
import { encodeRequest, identificationCategories } from "./request.ts";

export type BitsResponse = {
  readonly kind: ReadBitsRequest["kind"];
  readonly bits: readonly boolean[];
};

export type WordsResponse = {
  readonly kind: ReadWordsRequest["kind"];
  readonly words: readonly number[];
};

/** The echo of a write: the slave repeats what it did. */
export type WrittenResponse =
  | { readonly kind: "writeCoil"; readonly address: number; readonly on: boolean }
  | { readonly kind: "writeWord"; readonly address: number; readonly word: number }
  | {
      readonly kind: "writeCoils" | "writeWords";
      readonly address: number;
      readonly count: number;
    };

/** One object of a device's identification; id 0 is the vendor, 1 the product code, 2 the revision. */
export type IdentificationObject = { readonly id: number; readonly bytes: Uint8Array };

export type IdentificationResponse = {
  readonly kind: "readIdentification";
  readonly category: IdentificationCategory;
  readonly conformity: number;
  /** The object to ask for next, or `undefined` when nothing follows. */
  readonly nextObjectId: number | undefined;
  readonly objects: readonly IdentificationObject[];
};

export type ModbusResponse =
  | BitsResponse
  | WordsResponse
  | WrittenResponse
  | IdentificationResponse;

/** What the master makes of the bytes of a reply to one known request. */
export type DecodedResponse =
  | { readonly kind: "response"; readonly response: ModbusResponse }
  | { readonly kind: "exception"; readonly code: number }
  | { readonly kind: "wrong"; readonly why: string };

/**
 * Encodes a response into its PDU, as a slave does.
 *
 * @param response At most 2000 bits or 125 words; identification objects that fit 253 bytes.
 * @returns 2 to 253 bytes.
 * @throws RangeError when the response does not fit a PDU.
 */
export function encodeResponse(response: ModbusResponse): Uint8Array {
  const functionCode = functionCodeOf(response.kind);
  switch (response.kind) {
    case "readCoils":
    case "readDiscreteInputs":
      return counted(functionCode, packBits(response.bits));
    case "readHoldingWords":
    case "readInputWords": {
      const payload = new Uint8Array(response.words.length * 2);
      for (const [index, word] of response.words.entries()) writeWord(payload, index * 2, word);
      return counted(functionCode, payload);
    }
    case "writeCoil":
    case "writeWord":
      return encodeRequest(response);
    case "writeCoils":
    case "writeWords": {
      const pdu = new Uint8Array(5);
      pdu[0] = functionCode;
      writeWord(pdu, 1, response.address);
      writeWord(pdu, 3, response.count);
      return pdu;
    }
    case "readIdentification":
      return encodeIdentification(functionCode, response);
  }
}

/**
 * Encodes a refusal.
 *
 * @param functionCode The function code of the request (1…127).
 * @param code One of `exceptionCodes`.
 * @returns The 2 bytes of an exception PDU.
 */
export function encodeException(functionCode: number, code: number): Uint8Array {
  return Uint8Array.of(functionCode | exceptionFlag, code);
}

/**
 * Decodes a reply against the request it is meant to answer.
 *
 * @param request The request that was sent.
 * @param pdu The bytes of the reply between the unit and the CRC, of any content and length.
 * @returns The response, the exception code, or why these bytes do not answer that request.
 */
export function decodeResponse(request: ModbusRequest, pdu: Uint8Array): DecodedResponse {
  const functionCode = functionCodeOf(request.kind);
  if (pdu[0] === (functionCode | exceptionFlag)) {
    if (pdu.length !== 2) return wrong("An exception has 2 bytes.");
    return { kind: "exception", code: pdu[1] ?? 0 };
  }
  if (pdu[0] !== functionCode) return wrong("Another function answers.");
  switch (request.kind) {
    case "readCoils":
    case "readDiscreteInputs": {
      if (!holds(pdu, Math.ceil(request.count / 8))) return wrong("Another number of bits.");
      return right({ kind: request.kind, bits: unpackBits(pdu.subarray(2), request.count) });
    }
    case "readHoldingWords":
    case "readInputWords": {
      if (!holds(pdu, request.count * 2)) return wrong("Another number of words.");
      const words = new Array<number>(request.count);
      for (let index = 0; index < request.count; index++) {
        words[index] = readWord(pdu, 2 + index * 2);
      }
      return right({ kind: request.kind, words });
    }
    case "writeCoil":
    case "writeWord":
      return sameStart(pdu, encodeRequest(request), 5) ? right(request) : wrong("No echo.");
    case "writeCoils":
    case "writeWords": {
      const { kind, address } = request;
      const count = kind === "writeCoils" ? request.bits.length : request.words.length;
      const echoes = pdu.length === 5 && readWord(pdu, 1) === address && readWord(pdu, 3) === count;
      return echoes ? right({ kind, address, count }) : wrong("Another span was written.");
    }
    case "readIdentification":
      return decodeIdentification(request, pdu);
  }
}

function encodeIdentification(functionCode: number, response: IdentificationResponse): Uint8Array {
  const category = identificationCategories.indexOf(response.category) + 1;
  const { conformity, nextObjectId, objects } = response;
  const more = nextObjectId === undefined ? 0 : 0xff;
  const bytes = [functionCode, identificationMeiType, category, conformity, more];
  bytes.push(nextObjectId ?? 0, objects.length);
  for (const object of objects) bytes.push(object.id, object.bytes.length, ...object.bytes);
  if (bytes.length > pduLimits.pduBytes) throw new RangeError("The objects do not fit one PDU.");
  return Uint8Array.from(bytes);
}

function decodeIdentification(
  request: ReadIdentificationRequest,
  pdu: Uint8Array,
): DecodedResponse {
  const category = identificationCategories[(pdu[2] ?? 0) - 1];
  if (pdu.length < 7 || pdu[1] !== identificationMeiType || category !== request.category) {
    return wrong("Not the identification that was asked for.");
  }
  const objects: IdentificationObject[] = [];
  let offset = 7;
  for (let left = pdu[6] ?? 0; left > 0; left--) {
    const end = offset + 2 + (pdu[offset + 1] ?? 0);
    if (offset + 2 > pdu.length || end > pdu.length) return wrong("An object is cut short.");
    objects.push({ id: pdu[offset] ?? 0, bytes: pdu.slice(offset + 2, end) });
    offset = end;
  }
  if (offset !== pdu.length) return wrong("Bytes follow the last object.");
  const nextObjectId = pdu[4] === 0xff ? (pdu[5] ?? 0) : undefined;
  const conformity = pdu[3] ?? 0;
  return right({ kind: "readIdentification", category, conformity, nextObjectId, objects });
}

function counted(functionCode: number, payload: Uint8Array): Uint8Array {
  if (payload.length > pduLimits.pduBytes - 2) throw new RangeError("The payload is too long.");
  const pdu = new Uint8Array(2 + payload.length);
  pdu[0] = functionCode;
  pdu[1] = payload.length;
  pdu.set(payload, 2);
  return pdu;
}

function holds(pdu: Uint8Array, byteCount: number): boolean {
  return pdu[1] === byteCount && pdu.length === 2 + byteCount;
}

function sameStart(pdu: Uint8Array, wanted: Uint8Array, length: number): boolean {
  return pdu.length === length && wanted.every((byte, index) => byte === pdu[index]);
}

function right(response: ModbusResponse): DecodedResponse {
  return { kind: "response", response };
}

function wrong(why: string): DecodedResponse {
  return { kind: "wrong", why };
}
