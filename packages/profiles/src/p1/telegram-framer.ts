/**
 * Cuts a stream of bytes from a P1 port into telegrams (DSMR P1 companion standard 5.0.2 §6.2).
 *
 *   /ISK5\2M550T-1012 CR LF CR LF 1-0:1.8.1(000123.456*kWh) CR LF … ! 1E1D CR LF
 *   ^ start                                                     ^ end, then the checksum
 *
 * A stream may be joined in the middle, lose bytes and be garbled, so a start inside a telegram
 * that ends badly is tried as the start of the next one. The buffer never holds more than one
 * telegram of the greatest length. Everything works on bytes: identifiers hold bytes beyond ASCII.
 */

import { crc16Arc } from "./crc16-arc.ts";

/** The greatest telegram, in bytes; real ones hold 300 to 4000. */
export const TELEGRAM_LENGTH_MAX = 16_384;

/** A telegram as framed, or why bytes were given up. */
export type FramerEvent =
  | {
      readonly kind: "telegram";
      /** From "/" to "!", both included. */
      readonly bytes: Uint8Array;
      /** "absent" for DSMR 2.2 and 3.0, which have no checksum. */
      readonly crc: "good" | "absent";
    }
  | { readonly kind: "bad-crc" }
  | { readonly kind: "too-long" };

const slash = 0x2f;
const bang = 0x21;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** Four checksum digits, CR and LF, and two bytes of patience. */
const tailLengthMax = 8;

/** Turns a stream into telegrams; one for each open link. */
export class TelegramFramer {
  readonly #buffer = new Uint8Array(TELEGRAM_LENGTH_MAX);
  #length = 0;
  /** Where "!" stands, or −1 while it has not come. */
  #endAt = -1;

  /** Forgets a telegram that has begun; for a link that is opened again. */
  reset(): void {
    this.#length = 0;
    this.#endAt = -1;
  }

  /** Bytes held of a telegram that has begun. */
  get heldBytes(): number {
    return this.#length;
  }

  /**
   * Takes bytes as they come, in chunks of any size.
   *
   * @param bytes Any bytes; they are copied.
   * @returns What ended within them, in order.
   */
  push(bytes: Uint8Array): readonly FramerEvent[] {
    const events: FramerEvent[] = [];
    for (const byte of bytes) this.#take(byte, events);
    return events;
  }

  #take(byte: number, events: FramerEvent[]): void {
    if (this.#length === 0 && byte !== slash) return;
    if (this.#length === TELEGRAM_LENGTH_MAX) {
      events.push({ kind: "too-long" });
      this.reset();
      if (byte !== slash) return;
    }
    const atLineStart = isLineEnd(this.#buffer[this.#length - 1]);
    if (byte === slash && this.#length > 0 && (atLineStart || this.#endAt >= 0)) {
      // The line end after the checksum, or the rest of the telegram, was lost.
      events.push(this.#endAt < 0 ? { kind: "bad-crc" } : this.#finish());
      this.reset();
    }
    this.#buffer[this.#length++] = byte;
    if (this.#endAt < 0) {
      if (byte === bang && atLineStart) this.#endAt = this.#length - 1;
      return;
    }
    const tailLength = this.#length - this.#endAt - 1;
    if (byte === lineFeed || tailLength >= tailLengthMax) events.push(this.#finish());
  }

  #finish(): FramerEvent {
    const endAt = this.#endAt;
    const tail = latin1(this.#buffer.subarray(endAt + 1, this.#length)).trim();
    let event: FramerEvent = { kind: "bad-crc" };
    for (let startAt = 0; startAt >= 0 && startAt < endAt; startAt = this.#nextStart(startAt)) {
      const body = this.#buffer.subarray(startAt, endAt + 1);
      const crc = checked(body, tail);
      // Without a checksum nothing proves a start within the telegram to be the right one.
      if (crc === "bad" || (crc === "absent" && startAt > 0)) continue;
      event = { kind: "telegram", bytes: body.slice(), crc };
      break;
    }
    this.reset();
    return event;
  }

  #nextStart(startAt: number): number {
    return this.#buffer.subarray(0, this.#endAt).indexOf(slash, startAt + 1);
  }
}

/** Bytes as text, one character for each byte. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Some meters leave leading zeros of the checksum out: "B9F" is 0x0B9F. */
function checked(body: Uint8Array, tail: string): "good" | "bad" | "absent" {
  if (tail === "") return "absent";
  if (!/^[0-9a-fA-F]{1,4}$/.test(tail)) return "bad";
  return Number.parseInt(tail, 16) === crc16Arc(body) ? "good" : "bad";
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn;
}
