/**
 * The key that seals the secrets of the configuration: random, in a file of its own that only the
 * folder's owner can read and that no backup holds. A copy of gateway.db alone opens nothing.
 */

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MegaError } from "@mega/domain";
import { writeDurably } from "../system/durable-file.ts";

const NAME = "device.key";
const KEY_BYTES = 32;

/**
 * The key of the data folder; made at the first call. On a disk that takes nothing, one that holds
 * until the end of the process.
 *
 * @throws MegaError LEDGER_STORAGE_FAILED when the file is there and is no key.
 */
export function deviceKey(dataFolder: string): Buffer {
  const file = join(dataFolder, NAME);
  return readKey(file) ?? makeKey(file);
}

function readKey(file: string): Buffer | undefined {
  let key: Buffer;
  try {
    key = readFileSync(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unusable(file, "it cannot be read", cause);
  }
  if (key.length !== KEY_BYTES) throw unusable(file, `it has ${key.length} bytes`);
  return key;
}

function makeKey(file: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  try {
    // Whole and lasting before anything is sealed with it: half a key would keep the gateway down.
    writeDurably(file, key, 0o600);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    if (!["EROFS", "ENOSPC", "EDQUOT"].includes(code)) throw unusable(file, code, cause);
  }
  return key;
}

function unusable(file: string, why: string, cause?: unknown): MegaError {
  return new MegaError("LEDGER_STORAGE_FAILED", `${file} is not usable: ${why}`, {
    hint: "Put the file back, or remove it and type the passwords and tokens again.",
    context: { file, allowed: `${KEY_BYTES} bytes` },
    cause,
  });
}
