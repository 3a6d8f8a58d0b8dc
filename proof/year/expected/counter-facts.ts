/** What is known of a counter before it is read: what a count is worth, and how fast it can count. */

/** A decimal as a whole number: amount × 10^−decimals. */
interface Figure {
  readonly amount: number;
  readonly decimals: number;
}

/** One counter of one meter kind. */
export interface CounterFacts {
  readonly medium: string;
  readonly unit: string;
  /** One count is 10^−decimals units before the factor. */
  readonly decimals: number;
  readonly factor: { readonly numerator: number; readonly denominator: number };
  readonly start: Figure;
  /** The first count that the register does not show any more; null where it has no end. */
  readonly rolloverCount: number | null;
  readonly ratedMaximumPerHour: Figure;
}

/** An index in whole printed digits. */
export interface PrintedIndex {
  readonly amount: bigint;
  readonly decimals: number;
}

const finest: Readonly<Record<string, number>> = { kWh: 3, MWh: 6, GJ: 3, m3: 3, kvarh: 3 };
const heats = new Set(["heat", "cold", "hotWater"]);

const ten = (exponent: number): bigint => 10n ** BigInt(exponent);

/**
 * Digits of a printed index: 0.001 kWh, 0.1 kWh of heat, 0.001 m³, 0.001 GJ; fewer where a step of the
 * meter is a multiple of a coarser digit.
 */
function printedDecimals({ medium, unit, decimals, factor }: CounterFacts): number {
  const heat = heats.has(medium) && (unit === "kWh" || unit === "MWh");
  const most = (finest[unit] ?? 3) - (heat ? 2 : 0);
  for (let digits = 0; digits < most; digits += 1) {
    const step = BigInt(factor.numerator) * ten(digits);
    if (step % (BigInt(factor.denominator) * ten(decimals)) === 0n) return digits;
  }
  return most;
}

/** The index of a count that may lie between two whole ones, cut off like a mechanical register. */
export function printedIndex(facts: CounterFacts, count: bigint, ofWhole = 1n): PrintedIndex {
  const decimals = printedDecimals(facts);
  const { start, factor } = facts;
  const whole = ofWhole * BigInt(factor.denominator) * ten(facts.decimals);
  const above =
    BigInt(start.amount) * whole + count * BigInt(factor.numerator) * ten(start.decimals);
  return { amount: (above * ten(decimals)) / (whole * ten(start.decimals)), decimals };
}

/** "9634.865". */
export function textOf({ amount, decimals }: PrintedIndex): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return amount < 0n ? `-${text}` : text;
}

/** Whether a counter can have risen so far in a time: at most the rating, and one step. */
export function canHaveRisen(facts: CounterFacts, rise: number, elapsedMs: number): boolean {
  if (rise <= 1) return true;
  if (elapsedMs <= 0) return false;
  const { ratedMaximumPerHour: rated, factor, decimals } = facts;
  const used = BigInt(rise - 1) * BigInt(factor.numerator) * 3_600_000n * ten(rated.decimals);
  const most =
    BigInt(rated.amount) * BigInt(elapsedMs) * BigInt(factor.denominator) * ten(decimals);
  return used <= most;
}

/** The most that can pass in a time, in millionths of the unit. */
export function mostInMicro(
  { ratedMaximumPerHour: rated }: CounterFacts,
  elapsedMs: number,
): bigint {
  const micro = BigInt(rated.amount) * BigInt(Math.ceil(elapsedMs)) * 1_000_000n;
  return micro / (3_600_000n * ten(rated.decimals)) + 1n;
}

/** One count in millionths of the unit, rounded up. */
export function stepInMicro({ decimals, factor }: CounterFacts): bigint {
  const above = 1_000_000n * BigInt(factor.numerator);
  const below = ten(decimals) * BigInt(factor.denominator);
  const step = (above + below - 1n) / below;
  return step < 1n ? 1n : step;
}

/** An index in millionths of its unit. */
export function inMicro({ amount, decimals }: PrintedIndex): bigint {
  return (amount * 1_000_000n) / ten(decimals);
}
