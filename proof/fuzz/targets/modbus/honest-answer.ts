/**
 * Whether what a master took for the answer was really said: the frame that says it, built anew from
 * the answer, must stand in the bytes that arrived since the question.
 */

import type { ExchangeResult } from "../../../../packages/modbus/src/master/outcome.ts";
import type { ModbusRequest } from "../../../../packages/modbus/src/pdu/request.ts";
import type { ModbusResponse } from "../../../../packages/modbus/src/pdu/response.ts";
import { hexOf } from "../../draw/spoil-bytes.ts";
import { functionOf } from "./slave-bytes.ts";

/** The PDUs that say what the master took: several where bits fill no byte. */
export function pduOfAnswer(request: ModbusRequest, result: ExchangeResult): PduForm | undefined {
  const code = functionOf(request);
  if (result.kind === "exception") return exact(Uint8Array.of(code | 0x80, result.code));
  if (result.kind !== "answered") return undefined;
  return formOf(code, request, result.response);
}

/** Bytes as a PDU must hold them; `undefined` stands for any byte. */
export type PduForm = readonly (number | undefined)[];

/** Whether a form stands in bytes at an offset. */
export function standsAt(form: PduForm, bytes: Uint8Array, at: number): boolean {
  if (at + form.length > bytes.length) return false;
  return form.every((byte, index) => byte === undefined || byte === bytes[at + index]);
}

export function answerText(result: ExchangeResult): string {
  if (result.kind !== "answered") return JSON.stringify(result);
  return JSON.stringify(result.response, (_, value) =>
    value instanceof Uint8Array ? hexOf(value) : value,
  );
}

function exact(bytes: Uint8Array): PduForm {
  return [...bytes];
}

function formOf(code: number, request: ModbusRequest, response: ModbusResponse): PduForm {
  if (response.kind !== request.kind) return [code, -1];
  switch (response.kind) {
    case "readCoils":
    case "readDiscreteInputs": {
      const count = "count" in request ? request.count : -1;
      if (response.bits.length !== count) return [code, -1];
      const bytes = Array.from({ length: count >> 3 }, (_, at) => byteOf(response.bits, at * 8));
      // The last byte holds bits that nobody asked for: only those asked for are compared by value.
      return [code, Math.ceil(count / 8), ...bytes, ...(count % 8 === 0 ? [] : [undefined])];
    }
    case "readHoldingWords":
    case "readInputWords": {
      const count = "count" in request ? request.count : -1;
      if (response.words.length !== count) return [code, -1];
      return [code, count * 2, ...response.words.flatMap((word) => [word >> 8, word & 0xff])];
    }
    case "writeCoil":
      return [code, response.address >> 8, response.address & 0xff, response.on ? 0xff : 0, 0];
    case "writeWord":
      return [code, ...pair(response.address), ...pair(response.word)];
    case "writeCoils":
    case "writeWords":
      return [code, ...pair(response.address), ...pair(response.count)];
    case "readIdentification": {
      const more = response.nextObjectId === undefined ? [undefined, undefined] : [0xff];
      const next = response.nextObjectId === undefined ? [] : [response.nextObjectId];
      const objects = response.objects.flatMap(({ id, bytes }) => [id, bytes.length, ...bytes]);
      const head = [code, 14, 1, response.conformity, ...more, ...next];
      return [...head, response.objects.length, ...objects];
    }
  }
}

function byteOf(bits: readonly boolean[], from: number): number {
  return bits.slice(from, from + 8).reduce((sum, bit, at) => sum + (bit ? 1 << at : 0), 0);
}

function pair(word: number): readonly [number, number] {
  return [word >> 8, word & 0xff];
}
