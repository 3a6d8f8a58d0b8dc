/** What the new period would end: the latest index and what is not billed yet. */

import type { PeriodPreview } from "@mega/contract";
import { formatDateTime, formatQuantity } from "@mega/locale";
import { Fragment } from "preact";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";

/** A pair of lines a counter. */
export function Ending({ preview }: { readonly preview: PeriodPreview }) {
  const { period } = allWords.value;
  const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);
  return (
    <dl class="pairs">
      {preview.counters.map(({ counterNo, unit, latest, unbilled }) => {
        const no = String(counterNo);
        return (
          <Fragment key={counterNo}>
            <dt>{period.latest(no, latest === null ? "—" : written(latest.takenAt))}</dt>
            <dd>
              <b>{formatQuantity(latest?.index ?? null, unit, language.value)}</b>
            </dd>
            {unbilled === null ? null : (
              <>
                <dt>{period.unbilled(no, written(unbilled.since))}</dt>
                <dd>
                  <b>{formatQuantity(unbilled.consumption, unit, language.value)}</b>
                </dd>
              </>
            )}
          </Fragment>
        );
      })}
    </dl>
  );
}
