/** Random words that open something, and what is kept of them. */

import { createHash, randomBytes } from "node:crypto";

/** 128 bits of the system's generator, 22 characters. */
export function secretWord(): string {
  return randomBytes(16).toString("base64url");
}

/** An API token: 256 bits behind a prefix by which scanners of leaked secrets know it. */
export function tokenWord(): string {
  return `mega_${randomBytes(32).toString("base64url")}`;
}

/** 128 bits, hexadecimal: names an account or a token and opens nothing. */
export function randomId(): string {
  return randomBytes(16).toString("hex");
}

/**
 * What is kept of a word: SHA-256, hexadecimal. A word of 80 random bits or more needs no slow hash;
 * looking up the hash tells nothing about the word by its time.
 */
export function hashOfWord(word: string): string {
  return createHash("sha256").update(word).digest("hex");
}

/** The word for the header mega-csrf: follows from the session's own, so that nothing is stored. */
export function csrfOf(sessionWord: string): string {
  return createHash("sha256").update(`mega-csrf ${sessionWord}`).digest("base64url").slice(0, 32);
}
