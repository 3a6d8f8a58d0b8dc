/** When two requests are one and the same question. */

import type { ModbusRequest } from "./request.ts";

/**
 * Says whether two requests ask for exactly the same.
 *
 * @param a A request.
 * @param b A request.
 * @returns `true` when the reply to one is a reply to the other.
 */
export function isSameRequest(a: ModbusRequest, b: ModbusRequest): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "readCoils":
    case "readDiscreteInputs":
    case "readHoldingWords":
    case "readInputWords":
      return "count" in b && a.address === b.address && a.count === b.count;
    case "writeCoil":
      return b.kind === "writeCoil" && a.address === b.address && a.on === b.on;
    case "writeWord":
      return b.kind === "writeWord" && a.address === b.address && a.word === b.word;
    case "writeCoils":
      return b.kind === "writeCoils" && a.address === b.address && sameItems(a.bits, b.bits);
    case "writeWords":
      return b.kind === "writeWords" && a.address === b.address && sameItems(a.words, b.words);
    case "readIdentification":
      return (
        b.kind === "readIdentification" && a.category === b.category && a.objectId === b.objectId
      );
  }
}

/**
 * Says whether a request only reads, so that one answer can serve several who ask.
 *
 * @param request A request.
 * @returns `false` for every write.
 */
export function isRead(request: ModbusRequest): boolean {
  return request.kind.startsWith("read");
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
