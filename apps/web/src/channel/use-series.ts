/** The bars of a span, asked for again whenever figures changed. */

import type { Series } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { fetchSeries } from "../api/client.ts";
import { changes } from "../state/readings.ts";
import { failureText } from "../state/session.ts";
import type { ChartSpan } from "./span.ts";

/** The series of a channel, null until it has come, or why it did not. */
export function useSeries(channelNo: number, span: ChartSpan) {
  const [state, setState] = useState<{ series: Series | null; failure: string | null }>({
    series: null,
    failure: null,
  });
  const version = changes.value;
  const { bucket, fromMs, toMs, compare } = span;
  useEffect(() => {
    let stale = false;
    const bounds = {
      bucket,
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
    };
    fetchSeries(channelNo, bounds, compare).then(
      (series) => stale || setState({ series, failure: null }),
      (error) => stale || setState({ series: null, failure: failureText(error).text }),
    );
    return () => {
      stale = true;
    };
  }, [channelNo, bucket, fromMs, toMs, compare, version]);
  return state;
}
