/** Consumption over a span, with its neighbours one step away and the same figures as a table. */

import type { ChannelDetail, HoursHidden } from "@mega/contract";
import { unitSymbol } from "@mega/locale";
import { Segments } from "../shell/segments.tsx";
import { address, inside } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import { SeriesFigures } from "./series-figures.tsx";
import { type ChartSpan, daysInstead, spanOf, spanText } from "./span.ts";
import { CompareField, SpanButtons } from "./span-controls.tsx";
import { useSeries } from "./use-series.ts";

/** The chart card of a channel. */
export function ChartCard({ detail }: { readonly detail: ChannelDetail }) {
  const { channel, shell } = allWords.value;
  const nowMs = Date.parse(detail.generatedAt);
  const asked = spanOf(address.value.params, nowMs, timeZone.value);
  const { span, series, failure, hoursHidden } = useShown(detail.channel.channelNo, asked);
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
          value={asked.bucket}
          options={[
            ["month", channel.month],
            ["day", channel.day],
            ["hour", channel.hour],
          ]}
        />
        <CompareField span={span} />
      </div>
      {hoursHidden === null ? null : <HoursNote why={hoursHidden} />}
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

/** The bars asked for; days of the month in place of hours that are not for who looks. */
function useShown(channelNo: number, asked: ChartSpan) {
  const wanted = useSeries(channelNo, asked);
  const hoursHidden = (asked.bucket === "hour" && wanted.series?.hoursHidden) || null;
  const days = hoursHidden === null ? null : daysInstead(asked, timeZone.value);
  const instead = useSeries(channelNo, days);
  return days === null
    ? { ...wanted, span: asked, hoursHidden }
    : { ...instead, span: days, hoursHidden };
}

/** Why days stand in place of hours, and where a tenant changes that. */
function HoursNote({ why }: { readonly why: HoursHidden }) {
  const { channel, tenant } = allWords.value;
  return (
    <p class="gapnote" role="status">
      {why === "stay" ? (
        channel.hoursOfStay
      ) : (
        <>
          {channel.hoursNotChosen}{" "}
          <a href={inside("/me")} data-inside>
            {tenant.title}
          </a>
        </>
      )}
    </p>
  );
}
