/**
 * The server's own key: what it seals cannot be read from a copy of its database. It lies in the data
 * folder, for its owner only. Processes that share a database share the file.
 */

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MegaError } from "@mega/domain";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FILE = "server.key";

/** Seals and opens; `about` binds what is sealed to its place, so that it opens nowhere else. */
export interface ServerKey {
  seal(clear: Uint8Array, about: string): Buffer;
  /** Throws when it was sealed by another key, for another place, or altered. */
  open(sealed: Uint8Array, about: string): Buffer;
  /** A keyed hash, for codes that are too short for a plain one. */
  mac(text: string, about: string): Buffer;
}

/**
 * The key of a data folder, made when there is none.
 *
 * @throws MegaError CONFIG_UNREADABLE when the file is not a key
 */
export function openServerKey(dataFolder: string): ServerKey {
  const path = join(dataFolder, FILE);
  mkdirSync(dataFolder, { recursive: true });
  try {
    writeFileSync(path, randomBytes(KEY_BYTES), { flag: "wx", mode: 0o600, flush: true });
  } catch (cause) {
    // It is there, as nearly always; another process may have been faster.
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
  }
  const key = readFileSync(path);
  if (key.length !== KEY_BYTES) {
    throw new MegaError("CONFIG_UNREADABLE", `${path} has ${key.length} bytes; allowed: 32`, {
      hint: "Restore it from a backup. Without it nobody's second factor can be read.",
    });
  }
  return serverKey(key);
}

function serverKey(key: Buffer): ServerKey {
  return {
    seal(clear, about) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about));
      return Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, about) {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const cipher = createDecipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about));
      cipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      return Buffer.concat([
        cipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)),
        cipher.final(),
      ]);
    },
    mac: (text, about) => createHmac("sha256", key).update(`${about}\n${text}`).digest(),
  };
}
