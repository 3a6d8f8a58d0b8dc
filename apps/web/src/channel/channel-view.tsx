/** A channel closely, as far as it is the same wherever its figures come from. */

import type { ChannelDetail } from "@mega/contract";
import { formatDateTime, formatDecimal, formatMonth, unitSymbol } from "@mega/locale";
import type { ComponentChild } from "preact";
import { ChannelStateText } from "../counters/marks.tsx";
import { PastExchanges } from "../exchange/past-card.tsx";
import { inside } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import { meterName } from "../table/meter-name.ts";
import { ChartCard } from "./chart-card.tsx";
import { placeText } from "./place-text.ts";
import { EvidenceCard, MeterCard, TenancyCard } from "./side-cards.tsx";
import type { DetailState } from "./use-detail.ts";
import "../styles/channel.css";

/** What the page around adds: what may be done, what waits, what is told of the moment. */
interface ChannelExtras {
  readonly actions: ComponentChild;
  readonly waiting?: ComponentChild;
  readonly live?: ComponentChild;
  /** The button that records an exchange. */
  readonly exchange: ComponentChild;
}

interface ViewProps {
  readonly channelNo: number;
  readonly state: DetailState;
  /** The path of the COUNTERS page. */
  readonly back: string;
  /** Of a channel that is known. */
  readonly extrasOf: (detail: ChannelDetail) => ChannelExtras;
}

/** The page of a channel. */
export function ChannelView({ channelNo, state, back, extrasOf }: ViewProps) {
  const { counters, shell } = allWords.value;
  const { detail, failure } = state;
  return (
    <main id="main" class="main" tabIndex={-1}>
      <p class="crumb no-print">
        <a href={inside(back)} data-inside>
          {counters.title}
        </a>{" "}
        / CH{channelNo}
      </p>
      {detail === null ? (
        <>
          <h1>CH{channelNo}</h1>
          <div class="empty">
            <p>{failure ?? shell.loading}</p>
            {failure === null ? null : (
              <a class="btn" href={inside(back)} data-inside>
                {shell.notFoundBack}
              </a>
            )}
          </div>
        </>
      ) : (
        <Detail detail={detail} extras={extrasOf(detail)} />
      )}
    </main>
  );
}

function Detail(props: { readonly detail: ChannelDetail; readonly extras: ChannelExtras }) {
  const { detail, extras } = props;
  const { counters, states } = allWords.value;
  const row = detail.channel;
  const facts = [
    row.used && !row.inTotals ? counters.notInTotals : "",
    row.medium === null ? "" : states.media[row.medium],
    row.used && row.unitKind.startsWith("Wh") ? states.unitKinds[row.unitKind] : "",
    row.meter === null ? "" : meterName(row.meter, allWords.value),
    row.meter === null ? "" : placeText(row.meter.address, allWords.value),
  ];
  return (
    <>
      <div class="head">
        <div>
          <h1>{titleOf(row)}</h1>
          <p>{[`CH${row.channelNo}`, ...facts.filter((fact) => fact !== "")].join(" · ")}</p>
        </div>
        {row.used ? <div class="row no-print">{extras.actions}</div> : null}
      </div>
      <div class="grid">
        <div class="stack">
          <IndexCard detail={detail} />
          {extras.waiting}
          {row.used ? <ChartCard detail={detail} /> : null}
        </div>
        <div class="side">
          {extras.live}
          <MeterCard detail={detail} exchange={extras.exchange} />
          <EvidenceCard detail={detail} />
          <PastExchanges detail={detail} />
          <TenancyCard detail={detail} />
        </div>
      </div>
    </>
  );
}

function titleOf(row: ChannelDetail["channel"]): string {
  const { counters } = allWords.value;
  if (row.name !== "") return row.name;
  return row.used ? counters.unnamed : counters.unused;
}

function IndexCard({ detail }: { readonly detail: ChannelDetail }) {
  const { channel, states } = allWords.value;
  const row = detail.channel;
  const ids: Readonly<Record<string, string>> = states.counterIds;
  const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);
  return (
    <section class="card hero" aria-label={channel.latestIndex("1")}>
      {row.counters.map((counter) => {
        const month = counter.cells[0];
        return (
          <div key={counter.counterNo} class={counter.counterNo === 1 ? "first" : "second"}>
            <p class="small soft">
              {channel.latestIndex(String(counter.counterNo))},{" "}
              {ids[counter.counterId] ?? counter.counterId}
            </p>
            <p class="big">
              {formatDecimal(counter.latest?.index ?? null, language.value)}{" "}
              <span class="unit">{unitSymbol(counter.unit)}</span>
            </p>
            {counter.latest === null ? null : (
              <p class="soft small">{channel.readAt(written(counter.latest.takenAt))}</p>
            )}
            {month === undefined ? null : (
              <p class="small soft">
                {channel.provisionalOf(formatMonth(month.month, language.value, "long"))}{" "}
                <b class="ink">{formatDecimal(month.consumption, language.value)}</b>{" "}
                {unitSymbol(counter.unit)}
              </p>
            )}
          </div>
        );
      })}
      <p>
        <ChannelStateText row={row} />
      </p>
    </section>
  );
}
