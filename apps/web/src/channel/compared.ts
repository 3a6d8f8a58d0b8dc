/** Which bar a bar is compared with: the same hour, day or month of the other span. */

import type { Series, SeriesBar } from "@mega/contract";
import { barText } from "./bar-text.ts";
import type { ChartSpan } from "./span.ts";

/** Bars of one counter, each with its counterpart. Spans may differ in length: 30 and 31 days. */
export function pairedBars(
  series: Series,
  counterNo: number,
  span: ChartSpan,
): readonly { readonly bar: SeriesBar; readonly compared: SeriesBar | undefined }[] {
  const of = (bars: readonly SeriesBar[]) => bars.filter((bar) => bar.counterNo === counterNo);
  const others = new Map<string, SeriesBar>();
  for (const other of of(series.compare?.bars ?? [])) {
    const name = barText(other, span, "tick");
    if (!others.has(name)) others.set(name, other);
  }
  return of(series.bars).map((bar) => ({ bar, compared: others.get(barText(bar, span, "tick")) }));
}
