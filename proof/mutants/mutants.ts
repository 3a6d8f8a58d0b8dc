/** All planted errors. */

import type { Mutant } from "./mutant.ts";
import { wrongFigures } from "./planted/figures.ts";
import { wrongPeople } from "./planted/people.ts";
import { wrongReadings } from "./planted/readings.ts";
import { wrongStorage } from "./planted/storage.ts";
import { wrongBytes } from "./planted/wire.ts";

/** In the order in which they are planted. */
export const mutants: readonly Mutant[] = [
  ...wrongBytes,
  ...wrongReadings,
  ...wrongFigures,
  ...wrongStorage,
  ...wrongPeople,
];
