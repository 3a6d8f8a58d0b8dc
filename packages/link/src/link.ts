/**
 * The byte pipe that a bus or a P1 reader owns: what every kind of link has in common.
 *
 * A link frames nothing and retries nothing. It is open from the moment it is made until `onDown`
 * is called or `close` is called, whichever comes first, and after that it is silent: a new one is
 * opened instead.
 */

/** A byte pipe that is open. */
export interface Link {
  /** Sends all the bytes, or brings the link down; it never waits and never spins. */
  write(bytes: Uint8Array): void;
  /** Called with received bytes, which are only valid during the call. Set by the owner. */
  onBytes: (bytes: Uint8Array) => void;
  /** Called once when the link is lost, never after `close`. Set by the owner. */
  onDown: (reason: string) => void;
  /** Ends the link and frees what it holds; calling it again does nothing. */
  close(): void;
  /** How late received bytes are typically seen (an adapter's latency timer), milliseconds. */
  readonly latencyMs: number;
  /** Bits per character with start, parity and stop bits (10 for 8N1); 0 when there is no line. */
  readonly charBits: number;
  /** Bits per second; 0 when there is no serial line that this side can see. */
  readonly baud: number;
}

/** Opens a link afresh; rejects with a `LinkError`, and gives up when the signal aborts. */
export type LinkOpener = (signal?: AbortSignal) => Promise<Link>;

export type Parity = "none" | "even" | "odd";

/** The settings of a serial line. */
export interface LineSettings {
  readonly baud: number;
  readonly parity: Parity;
  readonly stopBits: 1 | 2;
}

/** 9600 8N1: what most meters leave the factory with. */
export const defaultLine: LineSettings = { baud: 9600, parity: "none", stopBits: 1 };

/** The speeds that are offered, in bits per second. */
export const baudRates: readonly number[] = [
  1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200,
];

/**
 * The bits one character takes on the line.
 *
 * @param line The settings of the line.
 * @returns 10 for 8N1, 11 for 8E1 and 8N2, 12 for 8E2.
 */
export function charBitsOf(line: LineSettings): number {
  return 9 + (line.parity === "none" ? 0 : 1) + line.stopBits;
}

export type LinkErrorCode = "LINK_OPEN_FAILED" | "LINK_BUSY" | "LINK_SETTINGS_REFUSED";

/** A link that cannot be opened; `hint` is a sentence for the installer. */
export class LinkError extends Error {
  readonly code: LinkErrorCode;
  readonly hint: string;

  constructor(code: LinkErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.name = "LinkError";
    this.code = code;
    this.hint = hint;
  }
}
