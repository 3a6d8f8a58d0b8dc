/** Quantiles of turnarounds that were counted by class. Pure. */

import { turnaroundBoundsMs } from "@mega/modbus";

/** The bound in milliseconds that this share of the answers kept; null before the first answer, or beyond the last bound. */
export function latencyQuantileMs(latencies: readonly number[], share: number): number | null {
  const total = latencies.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = total * share;
  const index = latencies.findIndex((count) => {
    left -= count;
    return count > 0 && left <= 0;
  });
  return turnaroundBoundsMs[index] ?? null;
}

/** The bound of the fastest answer; null before the first. */
export function fastestMs(latencies: readonly number[]): number | null {
  const index = latencies.findIndex((count) => count > 0);
  return turnaroundBoundsMs[index] ?? null;
}
