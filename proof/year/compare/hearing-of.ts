/** How a meter of the building is heard, from its place in the scenario. */

import type { ScenarioMeter } from "@mega/simulator";
import type { Hearing } from "../expected/taken-readings.ts";

const hourMs = 3_600_000;

/** Profiles of the building whose payloads name when the meter was read. */
const tellTime = new Set([
  ...["mqtt", "mqtt-water", "mqtt-gas", "mqtt-heat"],
  ...["mqtt-wmbus-water", "mqtt-wmbus-heat"],
]);

/** How rounds come by the readings of a meter. */
export function hearingOf(meter: ScenarioMeter): Hearing {
  const late = meter.faults.flatMap((fault) => (fault.kind === "late" ? [fault.lateMs] : []));
  return {
    kind: meter.place.kind === "bus" ? "bus" : "message",
    tellsTime: tellTime.has(meter.profile),
    lateMs: new Set(late),
    staleAfterMs: hourMs,
  };
}
