/** A month over an exchange: two indexes of each meter, and what they come to. */

import type { ExchangeFigures } from "@mega/contract";
import { formatDateTime, formatDecimal, formatMonth, formatQuantity } from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";

const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);

/** The figures of one counter. */
export function MonthFigures({ figures }: { readonly figures: ExchangeFigures }) {
  const { counters, exchange } = allWords.value;
  const { unit, parts, consumption } = figures;
  const index = (text: string) => formatDecimal(text, language.value);
  const quantity = (text: string) => formatQuantity(text, unit, language.value);
  return (
    <div class="swap">
      <h3 class="small">
        {exchange.month(formatMonth(figures.month, language.value, "long"))},{" "}
        {counters.index(String(figures.counterNo))}
      </h3>
      <dl class="pairs">
        {parts.map(({ serialNumber, opening, closing, consumption: part }) => (
          <div key={opening.at} class="swap-part">
            <dt>
              {serialNumber ?? exchange.noSerial}, {written(opening.at)} – {written(closing.at)}
            </dt>
            <dd>
              {index(opening.index)} → {index(closing.index)} = {quantity(part)}
            </dd>
          </div>
        ))}
        <div class="swap-part">
          <dt>{exchange.sum}</dt>
          <dd>
            <b>{consumption === null ? exchange.notWhole : quantity(consumption)}</b>
          </dd>
        </div>
      </dl>
    </div>
  );
}
