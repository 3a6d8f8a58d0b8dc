// The slave's side of the application protocol: a request PDU becomes a reply PDU.
// MODBUS Application Protocol V1.1b3, §6 (functions) and §7 (exceptions).

import { exceptionCodes, functionCodeOf } from "../pdu/function-code.ts";
import type { ModbusRequest } from "../pdu/request.ts";
import { decodeRequest } from "../pdu/request.ts";
import type { ModbusResponse } from "../pdu/response.ts";
import { encodeException, encodeResponse } from "../pdu/response.ts";
import { identify } from "./answer-identification.ts";
import type { SlaveImage, SlaveRefusal } from "./slave-image.ts";

/**
 * Answers one request PDU (function code and what follows, without unit and checksum).
 *
 * Never throws on any bytes. Writes take effect through the image.
 *
 * @param image The values behind the line.
 * @param unit The address in the request.
 * @param pdu 1 to 253 bytes of any content.
 * @returns A PDU of 2 to 253 bytes: the reply, or an exception (1 for what the slave does not
 *   offer, 2 and 3 for a malformed question, 4 when the image answers with another count).
 */
export function answerRequest(image: SlaveImage, unit: number, pdu: Uint8Array): Uint8Array {
  const decoded = decodeRequest(pdu);
  if (decoded.kind === "refused") return encodeException(decoded.functionCode & 0x7f, decoded.code);
  const { request } = decoded;
  const answer = answerFrom(image, unit, request);
  if (answer.kind === "exception")
    return encodeException(functionCodeOf(request.kind), answer.code);
  return encodeResponse(answer);
}

const notOffered: SlaveRefusal = { kind: "exception", code: exceptionCodes.illegalFunction };
const failed: SlaveRefusal = { kind: "exception", code: exceptionCodes.serverDeviceFailure };

function answerFrom(
  image: SlaveImage,
  unit: number,
  request: ModbusRequest,
): ModbusResponse | SlaveRefusal {
  switch (request.kind) {
    case "readCoils":
    case "readDiscreteInputs": {
      if (image.readBits === undefined) return notOffered;
      const functionCode = request.kind === "readCoils" ? 1 : 2;
      const answer = image.readBits(unit, functionCode, request.address, request.count);
      if (answer.kind === "exception") return answer;
      return answer.bits.length === request.count
        ? { kind: request.kind, bits: answer.bits }
        : failed;
    }
    case "readHoldingWords":
    case "readInputWords": {
      const functionCode = request.kind === "readHoldingWords" ? 3 : 4;
      const answer = image.readWords(unit, functionCode, request.address, request.count);
      if (answer.kind === "exception") return answer;
      return answer.words.length === request.count
        ? { kind: request.kind, words: answer.words }
        : failed;
    }
    case "writeCoil":
    case "writeCoils": {
      const bits = request.kind === "writeCoil" ? [request.on] : request.bits;
      const answer = image.writeBits?.(unit, request.address, bits) ?? notOffered;
      if (answer.kind === "exception") return answer;
      return request.kind === "writeCoil"
        ? request
        : { kind: request.kind, address: request.address, count: bits.length };
    }
    case "writeWord":
    case "writeWords": {
      const words = request.kind === "writeWord" ? [request.word] : request.words;
      const answer = image.writeWords?.(unit, request.address, words) ?? notOffered;
      if (answer.kind === "exception") return answer;
      return request.kind === "writeWord"
        ? request
        : { kind: request.kind, address: request.address, count: words.length };
    }
    case "readIdentification": {
      const answer = image.identity?.(unit) ?? notOffered;
      return answer.kind === "exception" ? answer : identify(answer, request);
    }
  }
}
