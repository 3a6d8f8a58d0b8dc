/**
 * Watches the lengths that MQTT packets announce, so that a device cannot make the broker hold a
 * packet of 256 MB: the remaining length stands in one to four bytes after the first one
 * (MQTT 3.1.1 §2.2.3). Pure: bytes in, a verdict out.
 */

/** Follows one connection's packets. */
export class PacketGuard {
  readonly #packetLengthMax: number;
  /** Bytes of the packet that are still to come; −1 while its length is being read. */
  #remaining = 0;
  #lengthBytes = 0;
  #length = 0;

  /** @param packetLengthMax The greatest remaining length that is let through, bytes. */
  constructor(packetLengthMax: number) {
    this.#packetLengthMax = packetLengthMax;
  }

  /**
   * Takes the next bytes of the stream.
   *
   * @returns false as soon as a packet announces too many bytes, or none that can be understood;
   *   the connection is ended then.
   */
  accepts(bytes: Uint8Array): boolean {
    let at = 0;
    while (at < bytes.length) {
      if (this.#remaining > 0) {
        const taken = Math.min(this.#remaining, bytes.length - at);
        this.#remaining -= taken;
        at += taken;
      } else if (this.#remaining === 0) {
        this.#remaining = -1;
        this.#lengthBytes = 0;
        this.#length = 0;
        at += 1;
      } else {
        if (!this.#takeLength(bytes[at] ?? 0)) return false;
        at += 1;
      }
    }
    return true;
  }

  #takeLength(byte: number): boolean {
    this.#length += (byte & 0x7f) * 128 ** this.#lengthBytes;
    this.#lengthBytes += 1;
    if (this.#length > this.#packetLengthMax) return false;
    if ((byte & 0x80) !== 0) return this.#lengthBytes < 4;
    this.#remaining = this.#length;
    return true;
  }
}
