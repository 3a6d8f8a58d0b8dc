/** How the gateway stands with its server, looked at again while the page shows it. */

import type { ServerState } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { stored } from "../state/config-state.ts";
import { fetchServer } from "./server-client.ts";

const LOOK_EVERY_MS = 10_000;
/** While somebody stands there and waits for something. */
const WAITING_LOOK_MS = 3000;

/** What is known of it. */
export interface ServerKnown {
  /** Null before the first answer. */
  readonly state: ServerState | null;
  readonly take: (state: ServerState) => void;
}

/** Asks while it is shown, and at once when the configuration was saved; a failure leaves what was known. */
export function useServer(): ServerKnown {
  const [state, setState] = useState<ServerState | null>(null);
  const [turn, setTurn] = useState(0);
  const revision = stored.value?.revision;
  useEffect(() => {
    let stale = false;
    fetchServer().then(
      (next) => stale || setState(next),
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [turn, revision]);
  const waits = state?.state === "waiting-for-code" || state?.state === "connecting";
  useEffect(() => {
    const everyMs = waits ? WAITING_LOOK_MS : LOOK_EVERY_MS;
    const timer = setInterval(() => setTurn((before) => before + 1), everyMs);
    return () => clearInterval(timer);
  }, [waits]);
  return { state, take: setState };
}
