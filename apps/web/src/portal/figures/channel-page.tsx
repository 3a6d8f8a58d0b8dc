/** A channel of a gateway at the server: the gateway's page of it, from the mirror of its ledger. */

import type { ChannelDetail } from "@mega/contract";
import { useEffect } from "preact/hooks";
import { ChannelView } from "../../channel/channel-view.tsx";
import { useDetail } from "../../channel/use-detail.ts";
import { isTyped } from "../../entered/awaiting.tsx";
import { allWords } from "../../state/all-words.ts";
import { exchangeOf } from "../../state/exchange.ts";
import { periodOf } from "../../state/period.ts";
import { below } from "../../state/place.ts";
import { placeZone } from "../../state/session.ts";
import { CommandDialogs } from "../commands/command-dialogs.tsx";
import { CommandStrip } from "../commands/command-strip.tsx";
import { ReadChannelButton } from "../commands/read-buttons.tsx";
import { mayAs } from "../state/session.ts";
import { commandWords } from "../state/words.ts";
import { enterGateway, useFollowing } from "./gateway-place.ts";
import "../styles/figures.css";

interface ChannelProps {
  readonly gatewayId: number;
  readonly channelNo: number;
}

/** The page. */
export function GatewayChannel({ gatewayId, channelNo }: ChannelProps) {
  enterGateway(gatewayId);
  const state = useDetail(channelNo);
  const zone = state.detail?.timeZone ?? null;
  useEffect(() => {
    placeZone.value = zone;
  }, [zone]);
  useFollowing();
  return (
    <>
      <ChannelView
        channelNo={channelNo}
        state={state}
        back={below("/counters")}
        extrasOf={(detail) => ({
          actions: <Actions detail={detail} gatewayId={gatewayId} />,
          waiting: <CommandStrip gatewayId={gatewayId} channelNo={channelNo} />,
          exchange: <ExchangeButton channelNo={channelNo} />,
        })}
      />
      <CommandDialogs />
    </>
  );
}

function Actions(props: { readonly detail: ChannelDetail; readonly gatewayId: number }) {
  const row = props.detail.channel;
  return (
    <>
      {isTyped(row) ? null : <ReadChannelButton channelNo={row.channelNo} />}
      {mayAs(["manager"]) ? (
        <button
          type="button"
          class="btn"
          onClick={() => {
            periodOf.value = row.channelNo;
          }}
        >
          {commandWords.value.deeds.newPeriod}
        </button>
      ) : null}
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
