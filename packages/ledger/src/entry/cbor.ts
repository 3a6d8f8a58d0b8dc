/**
 * Deterministic CBOR, RFC 8949 §4.2.1: shortest integers, definite lengths, map keys in the order of
 * their bytes. A strict decoder still lets unsorted keys and long floats pass, so what is read is
 * encoded again and must give the same bytes.
 */

import { decode, encode, rfc8949EncodeOptions } from "cborg";

/** What an entry is made of: no floats, no tags, no undefined. */
export type CborValue =
  | number
  | string
  | boolean
  | null
  | Uint8Array
  | readonly CborValue[]
  | { readonly [key: string]: CborValue };

/** Returns nothing where the library's own encoding is right; throws where an entry has no such value. */
const typeEncoders = {
  number(value: number) {
    if (!Number.isSafeInteger(value)) throw new Error(`Broken assumption: ${value} in an entry`);
    return null;
  },
  string(text: string) {
    if (!text.isWellFormed()) throw new Error("Broken assumption: a text in an entry is Unicode");
    return null;
  },
};
const encodeOptions = { ...rfc8949EncodeOptions, ignoreUndefinedProperties: true, typeEncoders };
const decodeOptions = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  rejectDuplicateMapKeys: true,
};

/** The one encoding of a value. */
export function encodeCanonical(value: CborValue): Uint8Array {
  // A plain copy: what comes out may be a Buffer, whose slices share its bytes.
  return new Uint8Array(encode(value, encodeOptions));
}

/** The value of bytes in their one encoding; undefined when they are malformed or another form. */
export function decodeCanonical(bytes: Uint8Array): CborValue | undefined {
  try {
    const value = decode(bytes, decodeOptions) as CborValue;
    return sameBytes(encodeCanonical(value), bytes) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether two byte strings are equal. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** The bytes of lower-case or upper-case hexadecimal of even length. */
export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  }
  return bytes;
}
