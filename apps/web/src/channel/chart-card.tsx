/** Consumption over a span, with its neighbours one step away and the same figures as a table. */

import type { ChannelDetail } from "@mega/contract";
import { unitSymbol } from "@mega/locale";
import { Segments } from "../shell/segments.tsx";
import { address } from "../state/address.ts";
import { language, timeZone, words } from "../state/session.ts";
import { SeriesFigures } from "./series-figures.tsx";
import { spanOf, spanText } from "./span.ts";
import { CompareField, SpanButtons } from "./span-controls.tsx";
import { useSeries } from "./use-series.ts";

/** The chart card of a channel. */
export function ChartCard({ detail }: { readonly detail: ChannelDetail }) {
  const { channel, shell } = words.value;
  const nowMs = Date.parse(detail.generatedAt);
  const span = spanOf(address.value.params, nowMs, timeZone.value);
  const { series, failure } = useSeries(detail.channel.channelNo, span);
  const first = detail.firstReadingAt === null ? nowMs : Date.parse(detail.firstReadingAt);
  const by = { hour: channel.byHour, day: channel.byDay, month: channel.byMonth }[span.bucket];
  return (
    <section class="card" aria-labelledby="chart-title">
      <div class="card-head">
        <h2 id="chart-title">
          {spanText(span, timeZone.value, language.value)}{" "}
          <span class="unit small">
            {unitSymbol(series?.counters[0]?.unit ?? "")} {by}
          </span>
        </h2>
        <SpanButtons span={span} first={first <= span.fromMs} last={nowMs < span.toMs} />
      </div>
      <div class="bar chart-bar no-print">
        <Segments
          name="p"
          label={channel.bucket}
          value={span.bucket}
          options={[
            ["month", channel.month],
            ["day", channel.day],
            ["hour", channel.hour],
          ]}
        />
        <CompareField span={span} />
      </div>
      {failure === null ? null : (
        <p class="banner banner--bad" role="alert">
          {failure}
        </p>
      )}
      {series === null ? (
        failure === null && <p class="muted chart-wait">{shell.loading}</p>
      ) : (
        <SeriesFigures series={series} span={span} detail={detail} />
      )}
    </section>
  );
}
