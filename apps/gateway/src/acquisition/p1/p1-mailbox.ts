/**
 * Keeps the newest good telegram of one P1 port. Bytes are fed as they come from a link, or by the
 * demo's history, with the time they came at.
 */

import {
  type FramerEvent,
  type P1Telegram,
  parseTelegram,
  TelegramFramer,
  valuesAt,
} from "@mega/profiles";

/** A telegram with when and how it came. */
export interface KeptTelegram {
  /** As received, from "/" to "!". */
  readonly bytes: Uint8Array;
  readonly telegram: P1Telegram;
  readonly crc: "good" | "absent";
  /** When its last byte came, gateway time. */
  readonly receivedAtMs: number;
}

/** What has come through a port since the start. */
export interface P1Counts {
  readonly good: number;
  /** Torn or garbled telegrams. */
  readonly badCrc: number;
  readonly tooLong: number;
  /** Telegrams without the checksum that their version calls for, or without and malformed. */
  readonly uncheckable: number;
  /** Characters with wrong parity, on a 7E1 line. */
  readonly badParity: number;
}

/** Takes bytes in, keeps a telegram. */
export class P1Mailbox {
  readonly #framer = new TelegramFramer();
  readonly #sevenBits: boolean;
  #newest: KeptTelegram | undefined;
  #lastFaultAtMs: number | undefined;
  #counts = { good: 0, badCrc: 0, tooLong: 0, uncheckable: 0, badParity: 0 };

  /** @param options sevenBits: bytes hold 7 data bits and even parity (DSMR 2.2, 9600 7E1). */
  constructor(options: { readonly sevenBits?: boolean } = {}) {
    this.#sevenBits = options.sevenBits ?? false;
  }

  get newest(): KeptTelegram | undefined {
    return this.#newest;
  }

  /** When a telegram was last given up, gateway time. */
  get lastFaultAtMs(): number | undefined {
    return this.#lastFaultAtMs;
  }

  get counts(): P1Counts {
    return { ...this.#counts };
  }

  /** Takes bytes that came at the time given; any bytes, in chunks of any size. */
  feed(bytes: Uint8Array, receivedAtMs: number): void {
    const plain = this.#sevenBits ? this.#withoutParity(bytes) : bytes;
    for (const event of this.#framer.push(plain)) this.#take(event, receivedAtMs);
  }

  /** Forgets a telegram that has begun; for a link that is opened again. */
  interrupted(): void {
    this.#framer.reset();
  }

  #take(event: FramerEvent, receivedAtMs: number): void {
    if (event.kind !== "telegram") {
      this.#counts[event.kind === "bad-crc" ? "badCrc" : "tooLong"] += 1;
      this.#lastFaultAtMs = receivedAtMs;
      return;
    }
    const telegram = parseTelegram(event.bytes);
    if (event.crc === "absent" && !mayLackChecksum(telegram)) {
      this.#counts.uncheckable += 1;
      this.#lastFaultAtMs = receivedAtMs;
      return;
    }
    this.#counts.good += 1;
    const bytes = event.bytes.slice();
    this.#newest = { bytes, telegram, crc: event.crc, receivedAtMs };
  }

  /** A character with wrong parity becomes 0, which no telegram holds. */
  #withoutParity(bytes: Uint8Array): Uint8Array {
    return bytes.map((byte) => {
      if (isEven(byte)) return byte & 0x7f;
      this.#counts.badParity += 1;
      return 0;
    });
  }
}

/** Versions 4 and later, and all Belgian meters, always send a checksum. */
function mayLackChecksum(telegram: P1Telegram): boolean {
  const stated = ["1-3:0.2.8", "0-0:96.1.4"].some((obis) => valuesAt(telegram, obis) !== undefined);
  return !stated && telegram.malformedLines === 0 && telegram.objects.length > 0;
}

function isEven(byte: number): boolean {
  let ones = 0;
  for (let bit = 0; bit < 8; bit++) ones += (byte >> bit) & 1;
  return ones % 2 === 0;
}
