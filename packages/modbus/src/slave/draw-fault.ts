// Draws faults from a seed, so that a bad day on the line can be replayed byte for byte.

import type { SlaveFault } from "./fault-plan.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** The faults that can be drawn on any link; the rest belongs to Modbus TCP or to one test. */
type DrawnFaultKind = Exclude<SlaveFault["kind"], "otherTransaction" | "wrongLength" | "hangUp">;

/** How many of a thousand replies suffer each fault; what is not named does not happen. */
export type FaultRates = Readonly<Partial<Record<DrawnFaultKind, number>>>;

/** How long late replies and pauses may be. */
export interface FaultSpans {
  readonly lateMsMin: number;
  readonly lateMsMax: number;
  readonly noiseBytesMax: number;
  readonly chunkPauseMsMax: number;
}

const defaultSpans: FaultSpans = {
  lateMsMin: 50,
  lateMsMax: 1500,
  noiseBytesMax: 40,
  chunkPauseMsMax: 20,
};

const exceptionChoices = [1, 2, 3, 4, 6, 11] as const;

/**
 * Draws what happens to the next reply.
 *
 * @param random Where the draws come from; a reply takes one draw, or a few more when it is hit.
 * @param rates Faults per thousand replies; at most 1000 in all.
 * @param spans The limits of delays and noise.
 * @returns A fault, or `undefined` for a sound reply.
 */
export function drawFault(
  random: SeededRandom,
  rates: FaultRates,
  spans: FaultSpans = defaultSpans,
): SlaveFault | undefined {
  let left = random.fraction() * 1000;
  for (const [kind, rate] of Object.entries(rates) as [DrawnFaultKind, number][]) {
    if (left < rate) return faultOf(kind, random, spans);
    left -= rate;
  }
  return undefined;
}

function faultOf(kind: DrawnFaultKind, random: SeededRandom, spans: FaultSpans): SlaveFault {
  const delayMs = () => spans.lateMsMin + random.fraction() * (spans.lateMsMax - spans.lateMsMin);
  const noise = () => random.bytes(1 + random.below(spans.noiseBytesMax));
  switch (kind) {
    case "silence":
    case "echo":
      return { kind };
    case "late":
    case "doubled":
      return { kind, delayMs: delayMs() };
    case "corrupt":
      return { kind, at: random.below(16), mask: 1 + random.below(255) };
    case "lose":
      return { kind, at: random.below(16) };
    case "cut":
      return { kind, keepBytes: 1 + random.below(7) };
    case "noiseBefore":
    case "noiseAfter":
    case "noiseOnly":
      return { kind, noise: noise() };
    case "noiseLater":
      return { kind, noise: noise(), delayMs: delayMs() };
    case "exception":
      return { kind, code: exceptionChoices[random.below(exceptionChoices.length)] ?? 4 };
    case "chunks": {
      const pauseMs = random.fraction() * spans.chunkPauseMsMax;
      return { kind, chunkBytes: 1 + random.below(6), pauseMs };
    }
    case "otherUnit":
      // An address no meter of a small bus has: a frame that carries the address of a meter which
      // was given up cannot be told from its late reply.
      return { kind, unit: 200 + random.below(48) };
  }
}
