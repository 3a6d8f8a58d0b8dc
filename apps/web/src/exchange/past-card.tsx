/** The meters exchanged behind a channel, newest first, each with its four indexes. */

import type { ChannelDetail } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import { MonthFigures } from "./figures.tsx";

/** The card; nothing where no meter was exchanged. */
export function PastExchanges({ detail }: { readonly detail: ChannelDetail }) {
  const { channel, exchange } = allWords.value;
  if (detail.exchanges.length === 0) return null;
  return (
    <section class="card" aria-labelledby="exchanges-title">
      <h2 id="exchanges-title">{exchange.past}</h2>
      {detail.exchanges.map(({ at, kind, seq, figures }) => (
        <div key={seq} class="proof">
          <p class="soft small">
            {formatDateTime(at, timeZone.value, language.value)}
            {kind === "set-back" ? `, ${exchange.pastSetBack}` : ""},{" "}
            {channel.entry(formatCount(seq, language.value))}
          </p>
          <MonthFigures figures={figures} />
        </div>
      ))}
    </section>
  );
}
