/** Telegrams for tests, with a checksum that shares no code with the one under test. */

/** Text as bytes, one for each character. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/**
 * CRC-16/ARC by long division of the bit-reversed message by x16 + x15 + x2 + 1, as the definition
 * says it: no reflected polynomial, one bit at a time.
 */
export function checksumOf(bytes: Uint8Array): number {
  let remainder = 0;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const carry = (remainder & 0x8000) !== 0;
      const incoming = (byte >> bit) & 1;
      remainder = (remainder << 1) & 0xffff;
      if (carry !== (incoming === 1)) remainder ^= 0x8005;
    }
  }
  return Number.parseInt(remainder.toString(2).padStart(16, "0").split("").reverse().join(""), 2);
}

/** Lines as a telegram on the wire, "/" to the line end after the checksum. */
export function telegramBytes(
  lines: readonly string[],
  checksum: "good" | "absent" = "good",
): Uint8Array {
  const body = lines.join("\r\n");
  const crc = checksumOf(bytesOf(body)).toString(16).toUpperCase().padStart(4, "0");
  return bytesOf(`${body}${checksum === "good" ? crc : ""}\r\n`);
}
