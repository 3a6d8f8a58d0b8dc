/** The month that runs beside the one before and beside the same one a year earlier. */

import type { CounterRow, Series } from "@mega/contract";
import { formatMonth, formatQuantity } from "@mega/locale";
import { language } from "../../state/session.ts";
import { localDay } from "../../time/zone.ts";
import { tenantWords } from "../state/words.ts";
import { percentText } from "./percent-text.ts";
import { type SameDays, sameDays } from "./same-days.ts";

interface ComparedProps {
  readonly counter: CounterRow;
  /** Bars by day of this month and the one before; null on the first of a month, or still to come. */
  readonly near: Series | null;
  /** Bars by day of the same month a year earlier. */
  readonly yearAgo: Series | null;
  readonly since: string;
  /** When the figures were drawn. */
  readonly at: string;
  readonly timeZone: string;
}

/** Two lines, each with a figure or with the reason why there is none. */
export function Compared({ counter, near, yearAgo, since, at, timeZone }: ComparedProps) {
  const { compare } = tenantWords.value;
  const today = localDay(at, timeZone);
  const own = near?.bars.filter(({ counterNo }) => counterNo === counter.counterNo) ?? [];
  const older = yearAgo?.bars.filter(({ counterNo }) => counterNo === counter.counterNo) ?? [];
  const ground = { decimals: counter.decimals, timeZone, today, since };
  const lines = [
    { name: compare.month, found: sameDays({ ...ground, bars: own, back: 1 }) },
    { name: compare.year, found: sameDays({ ...ground, bars: [...own, ...older], back: 12 }) },
  ];
  return (
    <dl class="compared">
      {lines.map(({ name, found }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Found found={found} unit={counter.unit} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Found({ found, unit }: { readonly found: SameDays; readonly unit: string }) {
  const { compare } = tenantWords.value;
  switch (found.kind) {
    case "starts":
      return <span class="soft">{compare.starts(monthName(found.month))}</span>;
    case "tomorrow":
      return <span class="soft">{compare.tomorrow}</span>;
    case "gap":
      return <span class="soft">{compare.gap}</span>;
    case "figure": {
      const { percent, month, lastDay, consumption } = found;
      const name = monthName(month);
      const days =
        lastDay === 1 ? compare.oneDay("1", name) : compare.days("1", String(lastDay), name);
      return (
        <>
          {percent === null ? null : (
            <b>{percent === "0.0" ? compare.same : compare.against(percentText(percent))}</b>
          )}
          <span class="soft">
            {compare.had(days, formatQuantity(consumption, unit, language.value))}
          </span>
        </>
      );
    }
  }
}

function monthName(month: string): string {
  return formatMonth(month, language.value, "long");
}
