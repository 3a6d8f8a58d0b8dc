/**
 * The restore token: 26 characters of Crockford's base32, 130 random bits, which the owner keeps. Two
 * things follow from it that say nothing of each other: the key that seals the secrets of the
 * configuration, which the server never has, and what the token proves itself with at the server.
 */

import { hkdfSync, randomBytes, scrypt } from "node:crypto";

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 26;
const KEY_BYTES = 32;
/** The token is as random as a key: the salt keeps its uses apart, not its guesses. */
const SALT = "mega restore token 1";
/** 32 MB and a tenth of a second, should a token ever be typed from a weak generator. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;

/** What follows from a token. */
export interface RestoreKeys {
  /** Seals secrets. */
  readonly seal: Uint8Array;
  /** Makes the nonce of a sealed text from the text itself. */
  readonly nonce: Uint8Array;
  /** Shown to the server; hexadecimal. */
  readonly proof: string;
}

/** A new token: "7K3MQ-0ZX2P-…", in groups of five and the rest. */
export function makeRestoreToken(): string {
  // 256 is a multiple of 32: each letter is as likely as any other.
  const characters = [...randomBytes(LENGTH)].map((byte) => letters[byte % letters.length]);
  return characters.join("").replace(/(.{5})(?=.)/g, "$1-");
}

/**
 * The token as it is used: without hyphens and spaces, in capitals, with O read as 0 and I and L as 1.
 * Undefined for what cannot be a token.
 */
export function normalRestoreToken(typed: string): string | undefined {
  const bare = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  if (bare.length !== LENGTH) return undefined;
  return [...bare].every((letter) => letters.includes(letter)) ? bare : undefined;
}

/** What keys follow from: kept on the gateway in the token's place, 32 bytes. */
export function masterOfToken(token: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(token, SALT, KEY_BYTES, COST, (error, master) => {
      if (error === null) resolve(master);
      else reject(error);
    });
  });
}

/** The keys of a master. */
export function restoreKeys(master: Uint8Array): RestoreKeys {
  const derived = (use: string) =>
    new Uint8Array(hkdfSync("sha256", master, "", `mega restore ${use}`, KEY_BYTES));
  return {
    seal: derived("seal"),
    nonce: derived("nonce"),
    proof: Buffer.from(derived("proof")).toString("hex"),
  };
}
