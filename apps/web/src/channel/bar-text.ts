/** How a bar is named: the hour, the day or the month at its start. */

import type { SeriesBar } from "@mega/contract";
import { dateFields, formatDate, formatMonth, formatTime } from "@mega/locale";
import { language, timeZone } from "../state/session.ts";
import { localDay } from "../time/zone.ts";
import type { ChartSpan } from "./span.ts";

/** The name of a bar: short below the chart, long in its hint and in the table. */
export function barText(
  bar: SeriesBar,
  span: Pick<ChartSpan, "bucket">,
  style: "tick" | "long",
  zone: string = timeZone.value,
): string {
  if (span.bucket === "month") {
    const month = localDay(bar.from, zone).slice(0, 7);
    return formatMonth(month, language.value, style === "tick" ? "short" : "long");
  }
  if (span.bucket === "day") {
    const { day } = dateFields(bar.from, zone);
    return style === "tick" ? String(Number(day)) : formatDate(bar.from, zone, language.value);
  }
  const from = formatTime(bar.from, zone);
  return style === "tick" ? from : `${from}–${formatTime(bar.to, zone)}`;
}
