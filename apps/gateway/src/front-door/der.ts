/** The few forms of DER (ITU-T X.690) that a certificate is made of. Pure: values in, bytes out. */

/** Tags as they stand in the first byte. */
const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** A value with its tag and length. */
function tagged(tag: number, content: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(tag), lengthOf(content.length), content]);
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return tagged(tags.sequence, concat(parts));
}

export function setOf(...parts: readonly Uint8Array[]): Uint8Array {
  return tagged(tags.set, concat(parts));
}

/** A number that is not negative, from its big-endian bytes; leading zeros are left out. */
export function unsigned(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first === -1 ? Uint8Array.of(0) : bytes.subarray(first);
  const signed = (digits[0] ?? 0) >= 0x80;
  return tagged(tags.integer, signed ? concat([Uint8Array.of(0), digits]) : digits);
}

export function yes(): Uint8Array {
  return tagged(tags.boolean, Uint8Array.of(0xff));
}

export function octets(content: Uint8Array): Uint8Array {
  return tagged(tags.octetString, content);
}

/** Whole bytes, but for so many unused bits at the end. */
export function bits(content: Uint8Array, unusedBits = 0): Uint8Array {
  return tagged(tags.bitString, concat([Uint8Array.of(unusedBits), content]));
}

export function utf8(text: string): Uint8Array {
  return tagged(tags.utf8String, new TextEncoder().encode(text));
}

/** "1.2.840.10045.4.3.2": the first two numbers share a byte, the others are in base 128. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const content = [40 * first + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return tagged(tags.oid, Uint8Array.from(content));
}

/** An instant in whole seconds: two digits of the year until 2049, four from then on (RFC 5280). */
export function time(atMs: number): Uint8Array {
  const digits = new Date(atMs).toISOString().replace(/\.\d+|[-:T]/g, "");
  const short = Number(digits.slice(0, 4)) < 2050;
  const text = new TextEncoder().encode(short ? digits.slice(2) : digits);
  return tagged(short ? tags.utcTime : tags.generalizedTime, text);
}

/** A value behind a number of its own, with the form it has anyway: [3] EXPLICIT. */
export function explicit(no: number, content: Uint8Array): Uint8Array {
  return tagged(0xa0 | no, content);
}

/** A value whose number replaces its form: [2] IMPLICIT. */
export function implicit(no: number, content: Uint8Array): Uint8Array {
  return tagged(0x80 | no, content);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const digits: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) digits.unshift(left % 256);
  return Uint8Array.of(0x80 | digits.length, ...digits);
}
