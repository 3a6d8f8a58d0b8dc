/** Power, flow and temperatures as the meter told them when it was last read from this page. */

import { formatDateTime, formatDecimal } from "@mega/locale";
import { Fragment } from "preact";
import { allWords } from "../state/all-words.ts";
import { moments } from "../state/readings.ts";
import { language, timeZone } from "../state/session.ts";

/** The figures of the moment; nothing before the channel was read. */
export function LiveCard({ channelNo }: { readonly channelNo: number }) {
  const { channel } = allWords.value;
  const moment = moments.value.get(channelNo);
  if (moment === undefined || moment.values.length === 0) return null;
  const names: Readonly<Record<string, string>> = channel.liveNames;
  return (
    <section class="card" aria-labelledby="live-title">
      <h2 id="live-title">{channel.liveTitle}</h2>
      <p class="soft small">{formatDateTime(moment.at, timeZone.value, language.value)}</p>
      <dl class="pairs">
        {moment.values.map(({ name, value, unit }) => (
          <Fragment key={name}>
            <dt>{names[name] ?? name}</dt>
            <dd>
              {formatDecimal(value, language.value)} {unit === "1" ? "" : unit.replace("m3", "m³")}
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
