/** Units of billing beside the millionths in which the simulator holds the truth. */

/** A unit in millionths of a kWh or m³, as a ratio: 1 GJ is 10 000/36 kWh. */
export function unitRatio(unit: string): {
  readonly numerator: bigint;
  readonly denominator: bigint;
} {
  switch (unit) {
    case "MWh":
      return { numerator: 1n, denominator: 1000n };
    case "GJ":
      return { numerator: 36n, denominator: 10_000n };
    default:
      return { numerator: 1n, denominator: 1n };
  }
}

/** Millionths of a kWh or m³ in millionths of a unit, cut off. */
export function inUnit(unit: string, micro: number): bigint {
  const { numerator, denominator } = unitRatio(unit);
  return (BigInt(Math.floor(micro)) * numerator) / denominator;
}
