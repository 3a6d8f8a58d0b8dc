/** One channel closely: the index, the chart, and what both rest on. */

import type { ChannelDetail } from "@mega/contract";
import { EnterButton, isTyped } from "../entered/awaiting.tsx";
import { UndoButton } from "../period/undo-button.tsx";
import { ChannelQuarantine } from "../quarantine/quarantine-page.tsx";
import { allWords } from "../state/all-words.ts";
import { exchangeOf } from "../state/exchange.ts";
import { periodOf } from "../state/period.ts";
import { reading, readOne } from "../state/readings.ts";
import { mayDecide, mayRead, mayStartPeriod } from "../state/rights.ts";
import { ChannelView } from "./channel-view.tsx";
import { LiveCard } from "./live-card.tsx";
import { useDetail } from "./use-detail.ts";

/** The page of a channel. */
export function ChannelPage({ channelNo }: { readonly channelNo: number }) {
  return (
    <ChannelView
      channelNo={channelNo}
      state={useDetail(channelNo)}
      back="/"
      extrasOf={(detail) => ({
        actions: <Actions detail={detail} />,
        waiting: mayDecide() ? <ChannelQuarantine channelNo={channelNo} /> : null,
        live: <LiveCard channelNo={channelNo} />,
        exchange: mayDecide() ? <ExchangeButton channelNo={channelNo} /> : null,
      })}
    />
  );
}

function Actions({ detail }: { readonly detail: ChannelDetail }) {
  const { counters, channel } = allWords.value;
  const row = detail.channel;
  const busy = reading.value.has(row.channelNo);
  return (
    <>
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
          {channel.newPeriod}
        </button>
      ) : null}
      <UndoButton channelNo={row.channelNo} />
    </>
  );
}

function ExchangeButton({ channelNo }: { readonly channelNo: number }) {
  return (
    <button
      type="button"
      class="btn note no-print"
      onClick={() => {
        exchangeOf.value = channelNo;
      }}
    >
      {allWords.value.exchange.open}
    </button>
  );
}
