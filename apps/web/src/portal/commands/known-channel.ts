/**
 * What the server knows of a channel, in the form of what a gateway says before a change. What only the
 * gateway can know before it acts stays open; it judges once more and says what came of it.
 */

import type { ChannelDetail, ExchangePreview, PeriodPreview } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { fetchChannel } from "../../api/client.ts";
import { isTyped } from "../../entered/awaiting.tsx";
import { failureText } from "../../state/session.ts";

/** The channel of a dialog; it is asked for once. */
export function useKnownChannel(channelNo: number) {
  const [state, setState] = useState<{ detail: ChannelDetail | null; failure: string | null }>({
    detail: null,
    failure: null,
  });
  useEffect(() => {
    let stale = false;
    fetchChannel(channelNo).then(
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

/** Before an exchange; counters that never gave a reading have nothing to exchange. */
export function exchangePreviewOf({ channel, generatedAt, head }: ChannelDetail): ExchangePreview {
  const { channelNo, name, meter } = channel;
  return {
    ...{ channelNo, name, channels: [channelNo] },
    ...{ after: null, until: generatedAt, suggestedAt: generatedAt },
    oldSerialNumber: meter?.serialNumber ?? null,
    newSerialNumber: null,
    counters: channel.counters.flatMap(({ counterId, unit, decimals, latest }) =>
      latest === null
        ? []
        : [
            {
              ...{ counterId, unit, decimals },
              latest: { index: latest.index, takenAt: latest.takenAt },
              firstWaiting: null,
              lastWaiting: null,
            },
          ],
    ),
    ...{ figures: [], accepted: 0, left: 0, nextSeq: head.seq + 1 },
  };
}
