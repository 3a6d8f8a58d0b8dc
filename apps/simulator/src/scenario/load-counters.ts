/** Which counters a load drives. */

import type { Load } from "./scenario.ts";

/** The counters of a load, by the names that profiles give them. */
export function countersOfLoad(load: Load): readonly string[] {
  switch (load.kind) {
    case "household":
    case "common":
    case "solar":
      return ["import", "export"];
    case "main":
      return ["import", "export", "importDay", "importNight", "exportDay", "exportNight"];
    case "heat":
      return ["energy", "volume"];
    case "water":
    case "gas":
      return ["volume"];
  }
}
