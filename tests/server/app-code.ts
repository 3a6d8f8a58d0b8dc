/** What somebody's app shows for a second factor, by what the server knows of RFC 6238. */

import { factorCode, factorStep } from "../../apps/server/src/access/totp.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Six digits for a secret in Base32 at an instant, milliseconds since 1970 UTC. */
export function appCode(secret: string, atMs: number): string {
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0"));
  const octets = bits.join("").match(/.{8}/g) ?? [];
  const key = Uint8Array.from(octets.map((octet) => Number.parseInt(octet, 2)));
  return factorCode(key, factorStep(atMs));
}
