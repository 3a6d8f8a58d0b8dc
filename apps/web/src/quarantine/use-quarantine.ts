/** What waits, asked again whenever figures may have changed. */

import type { QuarantinedSource } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { fetchQuarantine } from "../api/client.ts";
import { changes } from "../state/readings.ts";
import { failureText } from "../state/session.ts";

/** The sources that wait, null until they have come, or why they did not. */
export function useQuarantine() {
  const [state, setState] = useState<{
    readonly sources: readonly QuarantinedSource[] | null;
    readonly failure: string | null;
  }>({ sources: null, failure: null });
  const version = changes.value;
  useEffect(() => {
    let stale = false;
    fetchQuarantine().then(
      ({ sources }) => stale || setState({ sources, failure: null }),
      (error) =>
        stale ||
        setState((before) => ({ sources: before.sources, failure: failureText(error).text })),
    );
    return () => {
      stale = true;
    };
  }, [version]);
  return state;
}
