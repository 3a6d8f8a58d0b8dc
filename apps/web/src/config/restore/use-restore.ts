/** Backups and a restore, looked at again while the page shows them. */

import type { RestoreInfo } from "@mega/contract";
import { useEffect, useRef, useState } from "preact/hooks";
import { stored } from "../state/config-state.ts";
import { fetchRestore } from "./restore-client.ts";

const LOOK_EVERY_MS = 15_000;
/** While something is under way. */
const NEAR_LOOK_MS = 2000;

/** What is known of them. */
export interface RestoreKnown {
  /** Null before the first answer. */
  readonly info: RestoreInfo | null;
  readonly take: (info: RestoreInfo) => void;
  /** The gateway starts anew with what was restored. */
  readonly isRestarting: boolean;
}

/** Asks while it is shown; a gateway that came back restored is shown from the beginning. */
export function useRestore(): RestoreKnown {
  const [info, setInfo] = useState<RestoreInfo | null>(null);
  const [turn, setTurn] = useState(0);
  const wasReady = useRef(false);
  const revision = stored.value?.revision;
  useEffect(() => {
    let stale = false;
    fetchRestore().then(
      (next) => {
        if (stale) return;
        if (wasReady.current && next.takeover === null) location.reload();
        setInfo(next);
      },
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [turn, revision]);
  const step = info?.takeover?.step;
  // The last that was heard before a restart may be that it was still fetching.
  wasReady.current ||= step === "ready" || step === "fetching";
  const isNear = step === "waiting" || step === "fetching" || step === "ready";
  useEffect(() => {
    const timer = setInterval(
      () => setTurn((before) => before + 1),
      isNear ? NEAR_LOOK_MS : LOOK_EVERY_MS,
    );
    return () => clearInterval(timer);
  }, [isNear]);
  const take = (next: RestoreInfo) => {
    // Given up: nothing restarts.
    if (next.takeover === null) wasReady.current = false;
    setInfo(next);
  };
  return { info, take, isRestarting: step === "ready" };
}
