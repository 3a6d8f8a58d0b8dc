/**
 * Short codes that a person reads from a gateway and types elsewhere: 8 characters of Crockford's base32,
 * 40 random bits. They open nothing by themselves: whoever types one must have a right, too.
 */

import { randomBytes } from "node:crypto";

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 8;

/** A new code. */
export function makeShortCode(): string {
  // 256 is a multiple of 32: each letter is as likely as any other.
  return [...randomBytes(LENGTH)].map((byte) => letters[byte % letters.length]).join("");
}

/**
 * The code as it is compared: without hyphens and spaces, in capitals, with O read as 0 and I and L
 * as 1. Undefined for what cannot be a code.
 */
export function readShortCode(typed: string): string | undefined {
  const bare = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  if (bare.length !== LENGTH) return undefined;
  return [...bare].every((letter) => letters.includes(letter)) ? bare : undefined;
}
