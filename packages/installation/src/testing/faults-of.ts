/** What a configuration is refused for, as tests compare it. */

import { MegaError } from "@mega/domain";
import type { ConfigProblem } from "../document/schema-problems.ts";

/** The faults that a step names; none when it goes through. */
export function faultsOf(step: () => unknown): readonly ConfigProblem[] {
  try {
    step();
  } catch (error) {
    if (error instanceof MegaError && error.code === "CONFIG_INVALID") {
      const problems = error.context["problems"] as readonly ConfigProblem[];
      // Words are compared here; codes have tests of their own.
      return problems.map(({ fault: _, ...words }) => words);
    }
    throw error;
  }
  return [];
}
