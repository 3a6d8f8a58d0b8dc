/**
 * The checksum of a P1 telegram: CRC-16/ARC, polynomial x16 + x15 + x2 + 1 reflected (0xA001),
 * initial value 0, no final exclusive-or (DSMR P1 companion standard 5.0.2 §6.2).
 */

/**
 * The checksum of bytes.
 *
 * @param bytes A telegram from "/" to "!", both included.
 * @returns 0 to 65 535.
 */
export function crc16Arc(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
