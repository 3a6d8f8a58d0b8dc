/** How much more or less one printed figure is than another, exact to the last step. */

/**
 * The difference in per cent with one decimal, "7.1" or "-3.0", half away from zero; null where
 * there is nothing to divide by.
 */
export function changeInPercent(now: string, before: string): string | null {
  const decimals = Math.max(decimalsOf(now), decimalsOf(before));
  const a = stepsOf(now, decimals);
  const b = stepsOf(before, decimals);
  if (b <= 0n) return null;
  // Tenths of a per cent, doubled so that a half is seen.
  const doubled = ((a - b) * 2000n) / b;
  const tenths = (doubled + (doubled < 0n ? -1n : 1n)) / 2n;
  const digits = String(tenths < 0n ? -tenths : tenths).padStart(2, "0");
  return `${tenths < 0n ? "-" : ""}${digits.slice(0, -1)}.${digits.slice(-1)}`;
}

function decimalsOf(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

function stepsOf(text: string, decimals: number): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(`${whole}${fraction.padEnd(decimals, "0")}`);
}
