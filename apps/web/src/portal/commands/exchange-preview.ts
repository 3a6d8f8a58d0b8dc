/** What the server knows of a meter, in the form of what a gateway says before an exchange. Pure. */

import type { ChannelDetail, ChannelRow, ExchangePreview } from "@mega/contract";

/** A channel, and every channel that shows a counter of its meter. */
export interface KnownChannel extends ChannelDetail {
  readonly ofMeter: readonly ChannelRow[];
}

const MINUTE_MS = 60_000;

/**
 * Before an exchange: every counter of the meter, whichever channel shows it, since another meter has none
 * of them. Counters that never gave a reading have nothing to exchange.
 */
export function exchangePreviewOf(known: KnownChannel): ExchangePreview {
  const { channel, ofMeter, generatedAt, head } = known;
  const { channelNo, name, meter } = channel;
  const shown = ofMeter.flatMap((row) => row.counters);
  const counters = [...new Map(shown.map((counter) => [counter.counterId, counter])).values()];
  const read = counters.flatMap(({ counterId, unit, decimals, latest }) =>
    latest === null ? [] : [{ counterId, unit, decimals, latest }],
  );
  const after =
    read
      .map(({ latest }) => latest.takenAt)
      .toSorted()
      .at(-1) ?? null;
  return {
    ...{ channelNo, name, channels: ofMeter.map((row) => row.channelNo) },
    ...{ after, until: generatedAt, suggestedAt: suggestedAt(after, generatedAt) },
    oldSerialNumber: meter?.serialNumber ?? null,
    newSerialNumber: null,
    counters: read.map((counter) => ({ ...counter, firstWaiting: null, lastWaiting: null })),
    ...{ figures: [], accepted: 0, left: 0, nextSeq: head.seq + 1 },
  };
}

/** The minute that runs; behind a reading of this minute the next one, since times are typed to the minute. */
function suggestedAt(after: string | null, generatedAt: string): string {
  const minute = Math.floor(Date.parse(generatedAt) / MINUTE_MS) * MINUTE_MS;
  const isBehind = after === null || minute > Date.parse(after);
  return new Date(isBehind ? minute : minute + MINUTE_MS).toISOString();
}
