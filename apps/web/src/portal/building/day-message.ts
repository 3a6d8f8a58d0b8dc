/** What is wrong with the last day of a stay, in words. */

import { buildingWords } from "../state/words.ts";
import { dayFault, type StayDraft } from "./stay-draft.ts";

/** Undefined where nothing is. */
export function lastDayMessage(days: Pick<StayDraft, "from" | "to">): string | undefined {
  const { dayBad, orderBad } = buildingWords.value.stay;
  const fault = dayFault(days);
  if (fault === "to") return dayBad;
  return fault === "order" ? orderBad : undefined;
}
