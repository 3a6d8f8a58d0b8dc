/** The words that COUNTERS, the head and a login need; every page shows some of them. */

import { access } from "./access.ts";
import { counters } from "./counters.ts";
import { doors } from "./doors.ts";
import { problems } from "./problems.ts";
import { shell } from "./shell.ts";
import { states } from "./states.ts";

export const first = { access, counters, doors, problems, shell, states };
