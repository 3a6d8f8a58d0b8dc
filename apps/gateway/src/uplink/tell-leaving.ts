/**
 * Tells a server that it was left, so that it takes the credential back and expects nothing more. Tried
 * while the server cannot be reached, for a month; what it answers, it knows it.
 */

import type { Clock } from "@mega/domain";
import type { ServerRequest } from "./ask-server.ts";
import { asFailure, type Failed, type ServerOutcome } from "./server-outcome.ts";
import type { UplinkStore } from "./uplink-store.ts";

/** What it works on. */
export interface LeavingPorts {
  readonly clock: Pick<Clock, "nowMs">;
  readonly store: UplinkStore;
  readonly url: string;
  readonly ask: (request: ServerRequest) => Promise<ServerOutcome>;
}

/** A server that does not answer for so long is told no more. */
const TOLD_WITHIN_MS = 30 * 86_400_000;
/**
 * What says that the credential opens nothing there any more: it is unknown, another box has the place,
 * or the server is one that cannot be told.
 */
const KNOWN_STATUS: readonly number[] = [401, 404, 405, 409];

/** Tells it; a failure is tried again, null when there is nothing left to tell. */
export async function tellLeaving({
  clock,
  store,
  url,
  ask,
}: LeavingPorts): Promise<Failed | null> {
  const leaving = store.leaving(url);
  if (leaving === undefined || !store.writable) return null;
  if (clock.nowMs() - leaving.leftAtMs < TOLD_WITHIN_MS) {
    const { credential: bearer } = leaving;
    const outcome = await ask({ method: "DELETE", path: "/v1/enrolment", bearer });
    if (outcome.kind === "failed") return outcome;
    if (outcome.kind === "refused" && !KNOWN_STATUS.includes(outcome.status)) {
      return asFailure(outcome);
    }
  }
  store.transaction(() => store.dropLeaving());
  return null;
}
