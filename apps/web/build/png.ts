/** A picture as PNG (ISO/IEC 15948): eight bits for each of red, green, blue and opacity. */

import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const BYTES_PER_PIXEL = 4;

/** The file of a square picture. @param pixels Row by row, four bytes each */
export function pngOf(size: number, pixels: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(13));
  head.setUint32(0, size);
  head.setUint32(4, size);
  // Eight bits a sample, colour type 6: RGB with opacity.
  head.setUint8(8, 8);
  head.setUint8(9, 6);
  const line = size * BYTES_PER_PIXEL;
  // Each line begins with the number of its filter: none.
  const raw = new Uint8Array((line + 1) * size);
  for (let y = 0; y < size; y += 1) {
    raw.set(pixels.subarray(y * line, (y + 1) * line), y * (line + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", new Uint8Array(head.buffer)),
    chunk("IDAT", deflateSync(raw, { level: 9 })),
    chunk("IEND", new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const bytes = Buffer.alloc(named.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  named.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(named), named.length + 4);
  return bytes;
}
