/**
 * The CRC-16 of a serial frame, by table.
 *
 * Polynomial 0xA001 (reflected 0x8005), start 0xFFFF, low byte first on the wire. Over a frame that
 * includes its own CRC the remainder is 0.
 *
 * Spec: MODBUS over Serial Line V1.02, §2.5.1.2 and appendix B.
 */

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >> 1) ^ 0xa001 : remainder >> 1;
  }
  return remainder;
});

/**
 * The CRC of `bytes[start…end)`.
 *
 * @param bytes Any bytes.
 * @param start The first byte counted.
 * @param end The byte after the last one counted.
 * @returns 0…65535; `crc16([1, 4, 0, 72, 0, 2])` is 0xDDF1, sent as F1 DD.
 */
export function crc16(bytes: Uint8Array, start: number, end: number): number {
  let remainder = 0xffff;
  for (let index = start; index < end; index++) {
    remainder = (remainder >> 8) ^ (table[(remainder ^ (bytes[index] ?? 0)) & 0xff] ?? 0);
  }
  return remainder;
}

/**
 * Says whether the last two bytes of `bytes[start…end)` are the CRC of those before them.
 *
 * @param bytes Any bytes.
 * @param start The first byte of the frame.
 * @param end The byte after its CRC.
 * @returns `false` also when fewer than 4 bytes are given.
 */
export function crcHolds(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start >= 4 && crc16(bytes, start, end) === 0;
}
