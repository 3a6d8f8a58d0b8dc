import fc from "fast-check";
import { expect, test } from "vitest";
import { isPlausibleRise } from "./plausible-rise.ts";

test("a rise is judged by the exact products, however large they are", () => {
  const whole = (max: number) => fc.integer({ min: 1, max });
  const input = fc.record({
    numerator: whole(10_000),
    denominator: whole(100_000),
    amount: whole(10_000_000),
    ratedDecimals: fc.integer({ min: 0, max: 6 }),
    decimals: fc.integer({ min: 0, max: 6 }),
    elapsedMs: fc.oneof(fc.integer({ min: -10, max: 7_200_000 }), whole(Number.MAX_SAFE_INTEGER)),
    beyond: fc.integer({ min: -2, max: 2 }),
  });
  fc.assert(
    fc.property(input, (given) => {
      const { numerator, denominator, amount, ratedDecimals, decimals, elapsedMs, beyond } = given;
      const possible =
        BigInt(amount) *
        BigInt(Math.max(0, elapsedMs)) *
        BigInt(denominator) *
        10n ** BigInt(decimals);
      const aCount = BigInt(numerator) * 3_600_000n * 10n ** BigInt(ratedDecimals);
      // Right at the border: the greatest rise that is possible, and its neighbours.
      const border = possible / aCount + 1n;
      fc.pre(border <= BigInt(Number.MAX_SAFE_INTEGER - 2));
      const rise = Number(border) + beyond;
      const source = {
        decimals,
        factor: { numerator, denominator },
        ratedMaximumPerHour: { amount, decimals: ratedDecimals },
      };
      expect(isPlausibleRise(source, rise, elapsedMs)).toBe(beyond <= 0 || rise <= 1);
    }),
    { numRuns: 1000 },
  );
});
