// Function 43, MEI type 14: read device identification (V1.1b3 §6.21).
//
// request:  2B 0E category object
// reply:    2B 0E category conformity more-follows next-object count { object length text }…

import type { SlaveImage } from "./slave-image.ts";

const functionCode = 43;
const meiType = 14;
const pduBytesMax = 253;
const headBytes = 7;
const objectIdMaxByCategory = [0, 0x02, 0x7f, 0xff] as const;

/**
 * Answers a 43 / 14 request PDU: categories 1 to 3 as a stream from the object asked for on,
 * category 4 as one object. Never throws; malformed requests are answered with exception 3.
 */
export function identify(image: SlaveImage, unit: number, pdu: Uint8Array): Uint8Array {
  const refuse = (code: number) => Uint8Array.of(functionCode | 0x80, code);
  if (image.identity === undefined || pdu[1] !== meiType) return refuse(1);
  const category = pdu[2] ?? 0;
  const firstId = pdu[3] ?? 0;
  if (pdu.length !== 4 || category < 1 || category > 4) return refuse(3);
  const identity = image.identity(unit);
  if (identity.kind === "exception") return refuse(identity.code);
  const encoded = identity.objects.map(({ objectId, text }) => ({
    objectId,
    bytes: asciiBytes(text),
  }));
  if (category === 4) {
    const single = encoded.filter(({ objectId }) => objectId === firstId);
    return single.length === 0 ? refuse(2) : stream(category, single);
  }
  const idMax = objectIdMaxByCategory[category] ?? 0;
  const offered = encoded.filter(({ objectId }) => objectId <= idMax);
  // §6.21: an object number that is not known restarts the stream at the first object.
  const start = Math.max(
    0,
    offered.findIndex(({ objectId }) => objectId === firstId),
  );
  return stream(category, offered.slice(start));
}

interface EncodedObject {
  readonly objectId: number;
  readonly bytes: Uint8Array;
}

// As many whole objects as one PDU holds; the rest is announced with "more follows".
function stream(category: number, objects: readonly EncodedObject[]): Uint8Array {
  const reply: number[] = [functionCode, meiType, category, 0x83, 0, 0, 0];
  let count = 0;
  for (const { objectId, bytes } of objects) {
    if (reply.length + 2 + bytes.length > pduBytesMax) {
      reply[4] = 0xff;
      reply[5] = objectId;
      break;
    }
    reply.push(objectId, bytes.length, ...bytes);
    count += 1;
  }
  reply[6] = count;
  return Uint8Array.from(reply);
}

function asciiBytes(text: string): Uint8Array {
  const textBytesMax = pduBytesMax - headBytes - 2;
  return Uint8Array.from(text.slice(0, textBytesMax), (character) => character.charCodeAt(0) & 0x7f);
}
