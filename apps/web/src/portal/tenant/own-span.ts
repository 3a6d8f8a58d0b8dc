/** Which days or hours a tenant looks at, as far as his stay goes; the address keeps it. Pure. */

import { type ChartSpan, movedDay, spanOf } from "../../channel/span.ts";

/** What the choice follows from. */
export interface OwnSpanGround {
  readonly params: URLSearchParams;
  /** The newest instant with figures, and the first, epoch milliseconds. */
  readonly lastMs: number;
  readonly firstMs: number;
  readonly timeZone: string;
  /** Whether hours may be looked at. */
  readonly hourly: boolean;
}

/** The span with the days that lead to its neighbours; null where the stay ends. */
export interface OwnSpan {
  readonly span: ChartSpan;
  readonly before: string | null;
  readonly after: string | null;
}

/** The days of a month unless hours are asked for; the newest ones unless a day is named. */
export function ownSpan(ground: OwnSpanGround): OwnSpan {
  const { params, lastMs, firstMs, timeZone, hourly } = ground;
  const isHour = hourly && params.get("p") === "hour";
  const asked = new URLSearchParams({ p: isHour ? "hour" : "day" });
  const day = params.get("d");
  if (day !== null) asked.set("d", day);
  let span = spanOf(asked, lastMs, timeZone);
  // A day beside the stay leads to its nearest end.
  if (span.fromMs > lastMs || span.toMs <= firstMs) {
    asked.delete("d");
    span = spanOf(asked, span.fromMs > lastMs ? lastMs : firstMs, timeZone);
  }
  return {
    span,
    before: span.fromMs > firstMs ? movedDay(span, -1) : null,
    after: span.toMs <= lastMs ? movedDay(span, 1) : null,
  };
}
