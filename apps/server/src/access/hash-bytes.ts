import { createHash } from "node:crypto";

/** SHA-256 of a random word, as a column of bytes keeps it. */
export function hashBytes(word: string): Buffer {
  return createHash("sha256").update(word).digest();
}
