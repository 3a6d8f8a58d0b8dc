/** A channel closely, asked for again whenever figures changed. */

import type { ChannelDetail } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { fetchChannel } from "../api/client.ts";
import { changes } from "../state/readings.ts";
import { failureText } from "../state/session.ts";

/** What is known of the channel: null until it has come; kept while it is asked for again. */
export interface DetailState {
  readonly detail: ChannelDetail | null;
  readonly failure: string | null;
}

/** The channel. */
export function useDetail(channelNo: number): DetailState {
  const [state, setState] = useState<DetailState>({ detail: null, failure: null });
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
