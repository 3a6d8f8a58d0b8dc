/** One channel closely: the index, the chart, and what both rest on. */

import type { ChannelDetail } from "@mega/contract";
import { formatDateTime, formatDecimal, formatMonth, unitSymbol } from "@mega/locale";
import { useEffect, useState } from "preact/hooks";
import { fetchChannel } from "../api/client.ts";
import "../styles/channel.css";
import { ChannelStateText } from "../counters/marks.tsx";
import { EnterButton, isTyped } from "../entered/awaiting.tsx";
import { PastExchanges } from "../exchange/past-card.tsx";
import { UndoButton } from "../period/undo-button.tsx";
import { ChannelQuarantine } from "../quarantine/quarantine-page.tsx";
import { inside } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { periodOf } from "../state/period.ts";
import { changes, reading, readOne } from "../state/readings.ts";
import { mayDecide, mayRead, mayStartPeriod } from "../state/rights.ts";
import { failureText, language, timeZone } from "../state/session.ts";
import { meterName } from "../table/meter-name.ts";
import { ChartCard } from "./chart-card.tsx";
import { LiveCard } from "./live-card.tsx";
import { placeText } from "./place-text.ts";
import { EvidenceCard, MeterCard, TenancyCard } from "./side-cards.tsx";

/** The page of a channel. */
export function ChannelPage({ channelNo }: { readonly channelNo: number }) {
  const { counters, shell } = allWords.value;
  const { detail, failure } = useDetail(channelNo);
  return (
    <main id="main" class="main" tabIndex={-1}>
      <p class="crumb no-print">
        <a href={inside("/")} data-inside>
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
              <a class="btn" href={inside("/")} data-inside>
                {shell.notFoundBack}
              </a>
            )}
          </div>
        </>
      ) : (
        <Detail detail={detail} />
      )}
    </main>
  );
}

function useDetail(channelNo: number) {
  const [state, setState] = useState<{ detail: ChannelDetail | null; failure: string | null }>({
    detail: null,
    failure: null,
  });
  const version = changes.value;
  useEffect(() => {
    let stale = false;
    fetchChannel(channelNo).then(
      (detail) => stale || setState({ detail, failure: null }),
      (error) =>
        stale ||
        setState((before) => ({ detail: before.detail, failure: failureText(error).text })),
    );
    return () => {
      stale = true;
    };
  }, [channelNo, version]);
  return state;
}

function Detail({ detail }: { readonly detail: ChannelDetail }) {
  const { counters, states } = allWords.value;
  const row = detail.channel;
  const facts = [
    row.used && !row.inTotals ? counters.notInTotals : "",
    row.medium === null ? "" : states.media[row.medium],
    row.used && row.unitKind.startsWith("Wh") ? states.unitKinds[row.unitKind] : "",
    row.meter === null ? "" : meterName(row.meter, allWords.value),
    row.meter === null ? "" : placeText(row.meter.address, allWords.value),
  ];
  const busy = reading.value.has(row.channelNo);
  return (
    <>
      <div class="head">
        <div>
          <h1>{titleOf(row)}</h1>
          <p>{[`CH${row.channelNo}`, ...facts.filter((fact) => fact !== "")].join(" · ")}</p>
        </div>
        {row.used ? (
          <div class="row no-print">
            {isTyped(row) ? <EnterButton channelNo={row.channelNo} /> : null}
            {isTyped(row) || !mayRead() ? null : (
              <button
                type="button"
                class="btn"
                aria-busy={busy}
                onClick={() => void readOne(row.channelNo)}
              >
                {busy ? counters.reading(String(row.channelNo)) : counters.readNow}
              </button>
            )}
            {mayStartPeriod() ? (
              <button
                type="button"
                class="btn"
                onClick={() => {
                  periodOf.value = row.channelNo;
                }}
              >
                {allWords.value.channel.newPeriod}
              </button>
            ) : null}
            <UndoButton channelNo={row.channelNo} />
          </div>
        ) : null}
      </div>
      <div class="grid">
        <div class="stack">
          <IndexCard detail={detail} />
          {mayDecide() ? <ChannelQuarantine channelNo={row.channelNo} /> : null}
          {row.used ? <ChartCard detail={detail} /> : null}
        </div>
        <div class="side">
          <LiveCard channelNo={row.channelNo} />
          <MeterCard detail={detail} />
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
