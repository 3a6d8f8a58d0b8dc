/**
 * Faults that nothing on the wire can show, such as an exchange at a plausible index of a meter that
 * tells no serial number. They are named in the report; where one of them touches a month, what is
 * billed cannot be blamed on the gateway.
 */

import type { ScenarioMeter } from "@mega/simulator";
import type { YearRecord } from "../driver/year-record.ts";
import type { MonthBounds } from "../expected/calendar.ts";

/** Whether such a fault lies in a month of a meter. */
export function isUnseenFault(
  { invisible }: YearRecord,
  { id }: ScenarioMeter,
  month: MonthBounds,
): boolean {
  return invisible.some(
    ({ meterId, fromMs, toMs }) => meterId === id && fromMs <= month.toMs && toMs >= month.fromMs,
  );
}
