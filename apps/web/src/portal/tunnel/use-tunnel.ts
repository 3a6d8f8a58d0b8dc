/** How the tunnel to a gateway's page stands, looked at again while a page shows it. */

import type { PortalTunnel } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { fetchTunnel } from "./tunnel-client.ts";

/** While the gateway is called, and otherwise. */
const CALLING_LOOK_MS = 1000;
const LOOK_EVERY_MS = 10_000;

/** What is known of it. */
export interface TunnelKnown {
  /** Null before the first answer. */
  readonly state: PortalTunnel | null;
  readonly take: (state: PortalTunnel) => void;
}

/** Asks while it is shown; a failure leaves what was known. */
export function useTunnel(gatewayId: number): TunnelKnown {
  const [state, setState] = useState<PortalTunnel | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let stale = false;
    fetchTunnel(gatewayId).then(
      (next) => stale || setState(next),
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [gatewayId, turn]);
  const known = state?.state;
  useEffect(() => {
    // Where nothing goes on nothing is asked again: a look would keep the login awake.
    if (known !== "asked" && known !== "open") return;
    const everyMs = known === "asked" ? CALLING_LOOK_MS : LOOK_EVERY_MS;
    const timer = setInterval(() => setTurn((before) => before + 1), everyMs);
    return () => clearInterval(timer);
  }, [known]);
  return { state, take: setState };
}
