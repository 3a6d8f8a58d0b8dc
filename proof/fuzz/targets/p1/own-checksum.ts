/** CRC-16/ARC by a table that long division fills, one bit at a time; and text as bytes. */

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = (remainder & 1) === 1 ? (remainder >> 1) ^ 0xa001 : remainder >> 1;
  }
  return remainder;
});

/** The checksum of a telegram, from "/" to "!". */
export function telegramChecksum(bytes: Uint8Array): number {
  let remainder = 0;
  for (const byte of bytes) remainder = (remainder >> 8) ^ (table[(remainder ^ byte) & 0xff] ?? 0);
  return remainder;
}

/** One byte for each character. */
export function latin1Bytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

/** One character for each byte. */
export function latin1Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}
