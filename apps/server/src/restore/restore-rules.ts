/** When a box may take the place of another, and until when that can be taken back. Pure. */

import { createHash, timingSafeEqual } from "node:crypto";

const MINUTE_MS = 60_000;
/** So long a restore waits to be confirmed. */
export const WAITING_MS_MAX = 24 * 60 * MINUTE_MS;
/** An old box that was silent for so long is given up without a person. */
const SILENCE_MS = 60 * MINUTE_MS;
/** So long a restore can be taken back, where the new box has written nothing. */
export const UNDO_MS_MAX = 24 * 60 * MINUTE_MS;
/** Restores of a gateway that may wait; the oldest one goes when another comes. */
export const WAITING_MAX = 3;

/** When a restore is granted by itself, if nothing more is heard of the old box. */
export function automaticAtMs(lastHeardMs: number): number {
  return lastHeardMs + SILENCE_MS;
}

/** Whether a box has places for the channels of another: "MEGA32" after "MEGA16", not before it. */
export function isLargeEnough(newModel: string, oldModel: string): boolean {
  return channelsOf(newModel) >= channelsOf(oldModel);
}

function channelsOf(model: string): number {
  return Number(/^MEGA(\d+)$/.exec(model)?.[1] ?? Number.NaN);
}

/** SHA-256 of bytes in hexadecimal: of a proof, as it is kept. */
function hashOfHex(hex: string): Buffer {
  return createHash("sha256").update(Buffer.from(hex, "hex")).digest();
}

const nobody = Buffer.alloc(32);

/** Whether a proof is the kept one; where none is kept it takes as long and is never right. */
export function isProof(proof: string, kept: Uint8Array | null): boolean {
  const same = timingSafeEqual(hashOfHex(proof), kept ?? nobody);
  return same && kept !== null;
}
