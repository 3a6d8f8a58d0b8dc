/** "7.1" as people write a change: "+7,1 %". */

import { formatDecimal } from "@mega/locale";
import { language } from "../../state/session.ts";

/** The text; a change of nothing carries no sign. */
export function percentText(percent: string): string {
  const sign = percent.startsWith("-") || percent === "0.0" ? "" : "+";
  return `${sign}${formatDecimal(percent, language.value)}\u00a0%`;
}
