/**
 * The setup code: 16 characters of Crockford's base32, 80 random bits, in four groups. It follows
 * from nothing that can be read on the network or on the box.
 */

import { randomBytes } from "node:crypto";

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 16;

/** A new code: "7K3M-Q0ZX-…". */
export function makeSetupCode(): string {
  const characters = [...randomBytes(LENGTH)].map((byte) => letters[byte % letters.length]);
  return characters.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/**
 * The code as it is compared: without hyphens and spaces, in capitals, with O read as 0 and I and L
 * as 1. Undefined for what cannot be a code.
 */
export function normalSetupCode(typed: string): string | undefined {
  const bare = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  if (bare.length !== LENGTH) return undefined;
  return [...bare].every((character) => letters.includes(character)) ? bare : undefined;
}
