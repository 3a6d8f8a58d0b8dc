/** From when to when figures are a person's: always beside them. */

import { formatDate } from "@mega/locale";
import { language } from "../../state/session.ts";
import { nowMs } from "../state/now.ts";
import { tenantWords } from "../state/words.ts";
import type { OwnChannel } from "./own-channels.ts";

interface StayLineProps {
  readonly own: OwnChannel;
  readonly timeZone: string;
}

/** A line for each stay. */
export function StayLine({ own, timeZone }: StayLineProps) {
  return (
    <p class="stay-line">
      {own.stays.map(({ stayId, from, to }) => (
        <span key={stayId}>{stayText({ from, to }, timeZone)}</span>
      ))}
    </p>
  );
}

function stayText(stay: { readonly from: string; readonly to: string | null }, timeZone: string) {
  const { stay: said } = tenantWords.value;
  const day = (instant: string | number) => formatDate(instant, timeZone, language.value);
  const from = day(stay.from);
  // A stay that ends at midnight had the day before as its last.
  if (stay.to !== null) return said.over(from, day(Date.parse(stay.to) - 1));
  return Date.parse(stay.from) > nowMs() ? said.from(from) : said.since(from);
}
