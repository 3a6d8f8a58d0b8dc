/**
 * Codes of a second factor that an app on a telephone shows: RFC 6238 with SHA-1, six digits and steps of
 * 30 seconds, which is what every such app understands. One step before and after is taken, because
 * telephones go slow or fast.
 */

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const STEP_MS = 30_000;
const DIGITS = 6;
const SECRET_BYTES = 20;
/** Steps that a telephone may be early or late. */
const DRIFT_STEPS = 1;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The secret of a new second factor. */
export function newFactorSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** The code of a time step, RFC 4226 §5.3. */
export function factorCode(secret: Uint8Array, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const at = (mac[mac.length - 1] ?? 0) & 0x0f;
  const number = mac.readUInt32BE(at) & 0x7f_ff_ff_ff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

/** Number of the time step of an instant. */
export function factorStep(nowMs: number): number {
  return Math.floor(nowMs / STEP_MS);
}

/**
 * The step whose code was typed; undefined when it was none of those that stand. A step at or before the
 * newest that was taken no longer stands: a code read over somebody's shoulder opens nothing.
 */
export function stepOfCode(
  secret: Uint8Array,
  typed: string,
  { nowMs, lastStep }: { readonly nowMs: number; readonly lastStep: number },
): number | undefined {
  const now = factorStep(nowMs);
  let found: number | undefined;
  for (let step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step++) {
    const code = Buffer.from(factorCode(secret, step));
    const given = Buffer.from(typed);
    const isSame = code.length === given.length && timingSafeEqual(code, given);
    if (isSame && step > lastStep) found = step;
  }
  return found;
}

/** Base32 without padding, RFC 4648 §6. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}

/** What a QR code for the app holds. */
export function factorUri(secret: Uint8Array, email: string): string {
  const label = encodeURIComponent(`MEGA:${email}`);
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=MEGA`;
}
