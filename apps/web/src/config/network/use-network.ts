/** The network as the gateway tells it; asked again every two seconds while a change is on trial. */

import type { NetworkState } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { gatewayNowMs } from "../../api/request.ts";
import { failureText } from "../../state/session.ts";
import { fetchNetwork } from "./network-client.ts";

const WATCH_EVERY_MS = 2_000;

/** What is known of the network. */
export interface NetworkKnown {
  readonly state: NetworkState | null;
  readonly failure: string | null;
  readonly again: () => void;
  readonly take: (state: NetworkState) => void;
}

/** Asks for the network. */
export function useNetwork(): NetworkKnown {
  const [state, setState] = useState<NetworkState | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const take = (next: NetworkState) => {
    setState(next);
    setFailure(null);
  };
  useEffect(() => {
    let stale = false;
    fetchNetwork().then(
      (next) => stale || take(next),
      (error) => stale || setFailure(failureText(error).text),
    );
    return () => {
      stale = true;
    };
  }, [turn]);
  const onTrial = state?.pending != null;
  useEffect(() => {
    if (!onTrial) return;
    const timer = setInterval(() => setTurn((before) => before + 1), WATCH_EVERY_MS);
    return () => clearInterval(timer);
  }, [onTrial]);
  return { state, failure, again: () => setTurn((before) => before + 1), take };
}

/** What is left until an instant, as "2:31", counted down; "" without an instant. */
export function useCountdown(until: string | null): string {
  const [, setTick] = useState(0);
  useEffect(() => {
    if (until === null) return;
    const timer = setInterval(() => setTick((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, [until]);
  const nowMs = gatewayNowMs();
  if (until === null || nowMs === null) return "";
  const leftS = Math.max(0, Math.ceil((Date.parse(until) - nowMs) / 1000));
  return `${Math.floor(leftS / 60)}:${String(leftS % 60).padStart(2, "0")}`;
}
