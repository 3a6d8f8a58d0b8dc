/**
 * What the server knows of a channel, in the form of what a gateway says before a change. What only the
 * gateway can know before it acts stays open; it judges once more and says what came of it.
 */

import type { ChannelDetail, PeriodPreview } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { fetchChannel, fetchTable } from "../../api/client.ts";
import { isTyped } from "../../entered/awaiting.tsx";
import { failureText } from "../../state/session.ts";
import type { KnownChannel } from "./exchange-preview.ts";

async function fetchKnown(channelNo: number): Promise<KnownChannel> {
  const [detail, { rows }] = await Promise.all([fetchChannel(channelNo), fetchTable()]);
  const { meter } = detail.channel;
  return {
    ...detail,
    ofMeter: rows.filter((row) => row.meter && row.meter.meterId === meter?.meterId),
  };
}

/** The channel of a dialog; it is asked for once. */
export function useKnownChannel(channelNo: number) {
  const [state, setState] = useState<{ detail: KnownChannel | null; failure: string | null }>({
    detail: null,
    failure: null,
  });
  useEffect(() => {
    let stale = false;
    fetchKnown(channelNo).then(
      (detail) => stale || setState({ detail, failure: null }),
      (error: unknown) => stale || setState({ detail: null, failure: failureText(error).text }),
    );
    return () => {
      stale = true;
    };
  }, [channelNo]);
  return state;
}

/** Before a new period. */
export function periodPreviewOf({ channel, head }: ChannelDetail): PeriodPreview {
  return {
    channelNo: channel.channelNo,
    name: channel.name,
    effectiveAt: null,
    earliestAt: channel.firstInit,
    firstInit: channel.firstInit,
    canRead: !isTyped(channel),
    counters: channel.counters.map(({ counterNo, unit, decimals, latest }) => ({
      ...{ counterNo, unit, decimals },
      latest: latest === null ? null : { index: latest.index, takenAt: latest.takenAt },
      atEffective: null,
      unbilled: null,
    })),
    nextSeq: head.seq + 1,
  };
}
