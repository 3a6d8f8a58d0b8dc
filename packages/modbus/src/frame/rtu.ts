/**
 * The frame of a serial line, and how long the frame that begins with given bytes must be.
 *
 *   unit:1 │ PDU: 1…253 │ CRC:2, low byte first          4…256 bytes in all
 *
 * Length, not silence, tells where a frame ends: user space sees bytes late and in lumps, so a
 * silence in the bytes as received says nothing about the line. One 0x00 after a frame leaves its
 * CRC valid, so the length is checked beside the CRC.
 *
 * Spec: MODBUS over Serial Line V1.02, §2.3 and §2.5.1.
 */

import {
  exceptionFlag,
  functionCodeOf,
  functionCodes,
  identificationMeiType,
} from "../pdu/function-code.ts";
import type { ModbusRequest } from "../pdu/request.ts";
import { crc16, crcHolds } from "./crc.ts";

/** The longest frame of a serial line. */
export const rtuFrameBytesMax = 256;

export const exceptionFrameBytes = 5;

/** The unit every slave obeys and none answers. */
export const broadcastUnit = 0;

export type RtuFrame = { readonly unit: number; readonly pdu: Uint8Array };

/** A length in bytes, `"more"` when more bytes are needed to tell, `"none"` when no frame is meant. */
export type FrameLength = number | "more" | "none";

/**
 * Wraps a PDU for the serial line.
 *
 * @param unit 0 (broadcast) or 1…247.
 * @param pdu 1 to 253 bytes.
 * @returns The 4 to 256 bytes of the frame.
 */
export function encodeRtuFrame(unit: number, pdu: Uint8Array): Uint8Array {
  const frame = new Uint8Array(pdu.length + 3);
  frame[0] = unit;
  frame.set(pdu, 1);
  const crc = crc16(frame, 0, pdu.length + 1);
  frame[pdu.length + 1] = crc & 0xff;
  frame[pdu.length + 2] = crc >> 8;
  return frame;
}

/**
 * Unwraps a frame that is known to begin and to end here.
 *
 * @param bytes Any bytes.
 * @returns The unit and its PDU (a view, not a copy), or `undefined` when the CRC fails.
 */
export function decodeRtuFrame(bytes: Uint8Array): RtuFrame | undefined {
  if (bytes.length > rtuFrameBytesMax || !crcHolds(bytes, 0, bytes.length)) return undefined;
  return { unit: bytes[0] ?? 0, pdu: bytes.subarray(1, bytes.length - 2) };
}

/**
 * The length of the frame that answers a request in full.
 *
 * @param request The request that was sent.
 * @returns Bytes with unit and CRC, or `undefined` for an identification, whose length only its
 *   own bytes tell (`responseFrameLength`).
 */
export function expectedResponseLength(request: ModbusRequest): number | undefined {
  switch (request.kind) {
    case "readCoils":
    case "readDiscreteInputs":
      return 5 + Math.ceil(request.count / 8);
    case "readHoldingWords":
    case "readInputWords":
      return 5 + request.count * 2;
    case "writeCoil":
    case "writeWord":
    case "writeCoils":
    case "writeWords":
      return 8;
    case "readIdentification":
      return undefined;
  }
}

/**
 * The length of the response frame that begins at `start`, told by its own bytes.
 *
 * @param bytes The bytes received.
 * @param start Where the unit of the frame stands.
 * @param end The byte after the last one received.
 * @returns A length that the bytes announce, not one that they already have.
 */
export function responseFrameLength(bytes: Uint8Array, start: number, end: number): FrameLength {
  if (end - start < 2) return "more";
  const functionCode = bytes[start + 1] ?? 0;
  if (functionCode & exceptionFlag) return exceptionFrameBytes;
  switch (functionCode) {
    case functionCodes.readCoils:
    case functionCodes.readDiscreteInputs:
    case functionCodes.readHoldingWords:
    case functionCodes.readInputWords: {
      if (end - start < 3) return "more";
      const length = 5 + (bytes[start + 2] ?? 0);
      return length <= rtuFrameBytesMax ? length : "none";
    }
    case functionCodes.writeCoil:
    case functionCodes.writeWord:
    case functionCodes.writeCoils:
    case functionCodes.writeWords:
      return 8;
    case functionCodes.readIdentification:
      return identificationLength(bytes, start, end);
    default:
      return "none";
  }
}

/**
 * The length of the request frame that begins at `start`, told by its own bytes: what a slave needs
 * to cut a stream into frames.
 *
 * @param bytes The bytes received.
 * @param start Where the unit of the frame stands.
 * @param end The byte after the last one received.
 * @returns A length that the bytes announce, not one that they already have.
 */
export function requestFrameLength(bytes: Uint8Array, start: number, end: number): FrameLength {
  if (end - start < 2) return "more";
  switch (bytes[start + 1] ?? 0) {
    case functionCodes.readCoils:
    case functionCodes.readDiscreteInputs:
    case functionCodes.readHoldingWords:
    case functionCodes.readInputWords:
    case functionCodes.writeCoil:
    case functionCodes.writeWord:
      return 8;
    case functionCodes.writeCoils:
    case functionCodes.writeWords: {
      if (end - start < 7) return "more";
      const length = 9 + (bytes[start + 6] ?? 0);
      return length <= rtuFrameBytesMax ? length : "none";
    }
    case functionCodes.readIdentification:
      return 7;
    default:
      return "none";
  }
}

/**
 * Says whether the bytes at `start` begin like the answer to a request: its unit, its function and
 * its byte count, or its exception.
 *
 * @param bytes The bytes received.
 * @param start Where the unit would stand.
 * @param end The byte after the last one received.
 * @param unit The unit that was asked.
 * @param request The request that was sent.
 * @returns The length such an answer has, `"more"` when too few bytes are here to tell, `"none"`
 *   when these bytes cannot begin it.
 */
export function matchResponseStart(
  bytes: Uint8Array,
  start: number,
  end: number,
  unit: number,
  request: ModbusRequest,
): FrameLength {
  if (start >= end) return "more";
  if (bytes[start] !== unit) return "none";
  if (end - start < 2) return "more";
  const functionCode = functionCodeOf(request.kind);
  const received = bytes[start + 1];
  if (received === (functionCode | exceptionFlag)) return exceptionFrameBytes;
  if (received !== functionCode) return "none";
  const length = responseFrameLength(bytes, start, end);
  const expected = expectedResponseLength(request);
  return expected === undefined || length === "more" || length === expected ? length : "none";
}

function identificationLength(bytes: Uint8Array, start: number, end: number): FrameLength {
  if (end - start >= 3 && bytes[start + 2] !== identificationMeiType) return "none";
  if (end - start < 8) return "more";
  let offset = start + 8;
  for (let left = bytes[start + 7] ?? 0; left > 0; left--) {
    if (offset + 2 > end) return offset - start + 4 > rtuFrameBytesMax ? "none" : "more";
    offset += 2 + (bytes[offset + 1] ?? 0);
  }
  const length = offset - start + 2;
  return length <= rtuFrameBytesMax ? length : "none";
}
