/**
 * What the print for the cabinet says: where everything is and what it showed on the day. There is no
 * place for a secret in it, so none can be printed.
 */

/** A line, a port or a broker with what is to know of it. */
export interface SheetLine {
  readonly name: string;
  /** Where it is and its settings: "/dev/ttyUSB0 9600 8N1". */
  readonly place: string;
  /** How many meters hang on it. */
  readonly meters: number;
  /** A line of two wires that needs its ends closed. */
  readonly isRs485: boolean;
}

/** One channel in use. */
export interface SheetChannel {
  readonly channelNo: number;
  /** In the words of the language. */
  readonly address: string;
  readonly type: string;
  readonly unit: string;
  readonly name: string;
  readonly serialNumber: string;
  /** "200/5"; empty where there is none. */
  readonly ratio: string;
  /** One line for each counter, with its unit; empty where nothing was read. */
  readonly figures: readonly string[];
  /** Local date and time; empty where nothing was read. */
  readonly lastSeen: string;
}

/** The whole print, in the words of its language. */
export interface CabinetSheet {
  readonly location: string;
  readonly model: string;
  readonly mac: string;
  readonly version: string;
  readonly revision: number;
  /** Milliseconds since 1970 UTC. */
  readonly madeAtMs: number;
  /** The same, as written. */
  readonly madeAt: string;
  readonly demo: boolean;
  /** "eth0 192.168.0.20/24 · 00:11:22:33:44:55". */
  readonly network: readonly string[];
  /** Address of the pages, also as a QR code; null where the machine has none. */
  readonly url: string | null;
  readonly lines: readonly SheetLine[];
  readonly brokers: readonly string[];
  /** Server, recipients, rhythm; empty where no mail is sent. */
  readonly mail: readonly string[];
  readonly channels: readonly SheetChannel[];
  /** The restore token as it is typed, on the sheet that is printed when it is made; else null. */
  readonly restoreToken: string | null;
}
