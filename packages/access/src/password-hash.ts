/**
 * Passwords as they are kept: Argon2id in a PHC string, with 19 MiB and two passes. Each takes a
 * thread and 19 MiB for some tens of milliseconds, so that two run at a time and few may wait.
 */

import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { MegaError } from "@mega/domain";

const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;
const RUNNING_MAX = 2;
const WAITING_MAX = 32;

const form =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

interface Cost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

let running = 0;
const waiting: (() => void)[] = [];

/** The PHC string of a new password. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const cost = { memoryKiB: MEMORY_KIB, passes: PASSES, lanes: LANES };
  const tag = await derive(password, salt, cost, TAG_BYTES);
  const cells = [`m=${MEMORY_KIB},t=${PASSES},p=${LANES}`, unpadded(salt), unpadded(tag)];
  return `$argon2id$v=19$${cells.join("$")}`;
}

/**
 * Whether a password is the one of the PHC string. Null stands for an account without a password, or
 * for none at all: it takes as long and is never right.
 */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const parts = form.exec(kept ?? "");
  if (parts === null) {
    const cost = { memoryKiB: MEMORY_KIB, passes: PASSES, lanes: LANES };
    await derive(password, Buffer.alloc(SALT_BYTES), cost, TAG_BYTES);
    return false;
  }
  const [, memory = "", passes = "", lanes = "", salt = "", tag = ""] = parts;
  const wanted = Buffer.from(tag, "base64");
  const cost = { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const found = await derive(password, Buffer.from(salt, "base64"), cost, wanted.length);
  return timingSafeEqual(found, wanted);
}

async function derive(
  password: string,
  salt: Uint8Array,
  cost: Cost,
  tagBytes: number,
): Promise<Buffer> {
  await turn();
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const options = {
        // One person's keyboard composes an accent, another's does not.
        message: Buffer.from(password.normalize("NFC")),
        nonce: salt,
        memory: cost.memoryKiB,
        passes: cost.passes,
        parallelism: cost.lanes,
        tagLength: tagBytes,
      };
      argon2("argon2id", options, (error, tag) => (error === null ? resolve(tag) : reject(error)));
    });
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** Resolves when one of the two places is free. */
async function turn(): Promise<void> {
  if (running >= RUNNING_MAX) {
    if (waiting.length >= WAITING_MAX) {
      throw new MegaError("TOO_MANY_ATTEMPTS", `${WAITING_MAX} passwords wait to be checked`, {
        hint: "Wait a moment.",
        context: { retryAfterS: 5 },
      });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
