/** From what a meter showed, in millionths, to its count in whole steps. */

import type { WitnessedAnswer } from "@mega/simulator";
import type { CounterFacts } from "../expected/counter-facts.ts";
import type { CountIn } from "../expected/taken-readings.ts";
import { unitRatio } from "./unit-ratio.ts";

/** The count of a counter in an answer; a pulse input counts whole pulses. */
export function countIn(counterId: string, facts: CounterFacts, isPulse: boolean): CountIn {
  const { numerator, denominator } = unitRatio(facts.unit);
  const { decimals, factor } = facts;
  const above = Number(numerator) * 10 ** Math.max(0, decimals - 6) * factor.denominator;
  const below = Number(denominator) * 10 ** Math.max(0, 6 - decimals) * factor.numerator;
  return ({ shown }: WitnessedAnswer) => {
    const figure = shown[counterId];
    if (figure === undefined) return null;
    return isPulse ? figure : Math.floor((figure * above) / below);
  };
}
