/** The bars of a span, asked for again whenever figures changed. */

import type { Series } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { fetchSeries } from "../api/client.ts";
import { changes } from "../state/readings.ts";
import { failureText } from "../state/session.ts";
import type { ChartSpan } from "./span.ts";

/** A series, null until it has come, or why it did not. */
interface SeriesState {
  readonly series: Series | null;
  readonly failure: string | null;
}

/** The series of a channel; nothing is asked without a span. */
export function useSeries(channelNo: number, span: ChartSpan | null): SeriesState {
  const [state, setState] = useState<SeriesState>({
    series: null,
    failure: null,
  });
  const version = changes.value;
  const { bucket, fromMs, toMs, compare } = span ?? {};
  useEffect(() => {
    if (bucket === undefined || fromMs === undefined || toMs === undefined) return undefined;
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
