// Function 43, MEI type 14: which identification objects one reply carries.
// MODBUS Application Protocol V1.1b3, §6.21.

import { exceptionCodes, pduLimits } from "../pdu/function-code.ts";
import type { IdentificationCategory, ReadIdentificationRequest } from "../pdu/request.ts";
import type { IdentificationObject, IdentificationResponse } from "../pdu/response.ts";
import type { SlaveIdentity, SlaveRefusal } from "./slave-image.ts";

const headBytes = 7;

// Extended identification, by stream and one by one.
const conformity = 0x83;

const objectIdMax: Readonly<Record<Exclude<IdentificationCategory, "one">, number>> = {
  basic: 0x02,
  regular: 0x7f,
  extended: 0xff,
};

/**
 * Chooses the objects of one identification reply.
 *
 * @param identity The objects of the device, in rising order of their number.
 * @param request A category and the object to begin with.
 * @returns As many whole objects as one PDU holds, with the number of the next one; exception 2
 *   when a single object is asked for and unknown.
 */
export function identify(
  identity: SlaveIdentity,
  request: ReadIdentificationRequest,
): IdentificationResponse | SlaveRefusal {
  const { category, objectId } = request;
  const objects = identity.objects.map(({ objectId: id, text }) => ({ id, bytes: ascii(text) }));
  if (category === "one") {
    const single = objects.find(({ id }) => id === objectId);
    return single === undefined
      ? { kind: "exception", code: exceptionCodes.illegalDataAddress }
      : response(category, [single], undefined);
  }
  const offered = objects.filter(({ id }) => id <= objectIdMax[category]);
  // An object number that is not known restarts the stream at the first object.
  const first = Math.max(
    0,
    offered.findIndex(({ id }) => id === objectId),
  );
  return firstPage(category, offered.slice(first));
}

function firstPage(
  category: IdentificationCategory,
  offered: readonly IdentificationObject[],
): IdentificationResponse {
  const page: IdentificationObject[] = [];
  let bytesUsed = headBytes;
  for (const object of offered) {
    bytesUsed += 2 + object.bytes.length;
    if (bytesUsed > pduLimits.pduBytes) return response(category, page, object.id);
    page.push(object);
  }
  return response(category, page, undefined);
}

function response(
  category: IdentificationCategory,
  objects: readonly IdentificationObject[],
  nextObjectId: number | undefined,
): IdentificationResponse {
  return { kind: "readIdentification", category, conformity, nextObjectId, objects };
}

function ascii(text: string): Uint8Array {
  const textBytesMax = pduLimits.pduBytes - headBytes - 2;
  return Uint8Array.from(
    text.slice(0, textBytesMax),
    (character) => character.charCodeAt(0) & 0x7f,
  );
}
