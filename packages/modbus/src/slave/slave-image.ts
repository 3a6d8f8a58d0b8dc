// What a slave engine asks of the meters it speaks for: the words and bits behind an address.
// The engine knows the protocol only; the image knows values only.

/** Exception codes of "Modbus Application Protocol V1.1b3" §7 that a slave here may give. */
export type SlaveExceptionCode = 1 | 2 | 3 | 4 | 5 | 6 | 8 | 10 | 11;

/** A refusal: the master receives an exception reply with this code. */
export interface SlaveRefusal {
  readonly kind: "exception";
  readonly code: SlaveExceptionCode;
}

/** Words (0…65535), one per address asked for. */
export interface SlaveWords {
  readonly kind: "words";
  readonly words: readonly number[];
}

/** Bits, one per address asked for. */
export interface SlaveBits {
  readonly kind: "bits";
  readonly bits: readonly boolean[];
}

/** A write that took effect. */
export interface SlaveWritten {
  readonly kind: "written";
}

/**
 * Identification objects of function 43 / 14, in rising order of their number (V1.1b3 §6.21).
 * Objects 0, 1 and 2 (vendor, product code, revision) are mandatory in the standard.
 */
export interface SlaveIdentity {
  readonly kind: "identity";
  readonly objects: readonly { readonly objectId: number; readonly text: string }[];
}

/**
 * The values behind one line. `readWords` is enough for a meter; what a slave does not offer is
 * answered with exception 1 (illegal function).
 *
 * `unit` is the address in the request; `address` counts from 0; `count` is within the limits of
 * the standard (2000 bits, 125 words), because the engine has already refused anything else.
 */
export interface SlaveImage {
  /** Whether a slave with this address hangs on the line; a request to any other stays unanswered. */
  readonly serves: (unit: number) => boolean;
  readonly readWords: (
    unit: number,
    functionCode: 3 | 4,
    address: number,
    count: number,
  ) => SlaveWords | SlaveRefusal;
  readonly readBits?: (
    unit: number,
    functionCode: 1 | 2,
    address: number,
    count: number,
  ) => SlaveBits | SlaveRefusal;
  readonly writeWords?: (
    unit: number,
    address: number,
    words: readonly number[],
  ) => SlaveWritten | SlaveRefusal;
  readonly writeBits?: (
    unit: number,
    address: number,
    bits: readonly boolean[],
  ) => SlaveWritten | SlaveRefusal;
  readonly identity?: (unit: number) => SlaveIdentity | SlaveRefusal;
}
