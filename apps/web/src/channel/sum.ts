/** Sums of printed figures, exact: whole numbers of the last digit, never floats. */

/** The sum of decimal texts; null of none. */
export function sumOf(texts: readonly string[], decimals: number): string | null {
  if (texts.length === 0) return null;
  const total = texts.reduce((sum, text) => sum + stepsOf(text, decimals), 0n);
  const negative = total < 0n;
  const digits = String(negative ? -total : total).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  return `${negative ? "-" : ""}${whole}${decimals === 0 ? "" : `.${digits.slice(-decimals)}`}`;
}

function stepsOf(text: string, decimals: number): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(`${whole}${fraction.padEnd(decimals, "0").slice(0, decimals)}`);
}
