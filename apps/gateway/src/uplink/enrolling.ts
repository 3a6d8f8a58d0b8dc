/**
 * How the gateway comes by its credential: it asks for a code, shows it, and asks every few seconds
 * whether a person has redeemed it. The credential is on the disk before it is used for the first time;
 * until then the server gives it again.
 */

import { type Clock, parseInstant } from "@mega/domain";
import { Enrolment, EnrolmentProgress, readCredential } from "@mega/uplink";
import type { ServerRequest } from "./ask-server.ts";
import { answerAs, asFailure, type Failed, type ServerOutcome } from "./server-outcome.ts";
import type { StoredEnrolment, UplinkStore } from "./uplink-store.ts";

/** What an enrolment works on. */
export interface EnrollingPorts {
  readonly clock: Clock;
  readonly store: UplinkStore;
  readonly url: string;
  readonly mac: string;
  readonly model: string;
  readonly ask: (request: ServerRequest) => Promise<ServerOutcome>;
}

/** How a step ended. */
export type EnrolStep =
  | { readonly kind: "waiting" }
  | { readonly kind: "enrolled"; readonly building: string }
  /** The server knows the code no longer. */
  | { readonly kind: "over" }
  | Failed;

/** So long a code holds where the server's time cannot be compared with ours. */
const VALID_MS = 30 * 60_000;
const VALID_MS_MAX = 86_400_000;

/** Asks for a code; it is stored, and any older one is forgotten. */
export async function beginEnrolment(ports: EnrollingPorts): Promise<EnrolStep> {
  const { clock, store, url, mac, model, ask } = ports;
  const bytes = new TextEncoder().encode(JSON.stringify({ mac, model }));
  const body = { type: "application/json", bytes } as const;
  const outcome = await ask({ method: "POST", path: "/v1/enrolments", body });
  if (outcome.kind === "refused") return asFailure(outcome);
  if (outcome.kind === "failed") return outcome;
  const read = answerAs(Enrolment, outcome);
  if (read.kind === "failed") return read;
  const { code, secret, expiresAt } = read.answer;
  const expiresAtMs = ownExpiry(parseInstant(expiresAt), clock.nowMs());
  store.transaction(() => store.keepEnrolment(url, { code, secret, expiresAtMs }));
  return { kind: "waiting" };
}

/** Asks whether the code was redeemed, and keeps the credential where it was. */
export async function pollEnrolment(
  ports: EnrollingPorts,
  { secret }: StoredEnrolment,
): Promise<EnrolStep> {
  const { clock, store, url, ask } = ports;
  const outcome = await ask({ method: "GET", path: "/v1/enrolments/current", bearer: secret });
  if (outcome.kind === "failed") return outcome;
  if (outcome.kind === "refused") {
    if (outcome.status !== 401 && outcome.status !== 404) return asFailure(outcome);
    store.transaction(() => store.dropEnrolment());
    return { kind: "over" };
  }
  const read = answerAs(EnrolmentProgress, outcome);
  if (read.kind === "failed") return read;
  const { answer } = read;
  if (answer.state === "waiting") return { kind: "waiting" };
  const { credential: text, building } = answer;
  if (readCredential(text) === undefined) return invalid("no credential");
  store.transaction(() => store.keepCredential(url, { text, building }, clock.nowMs()));
  return { kind: "enrolled", building };
}

/** A code that was given a moment ago holds, also where this machine's clock is set wrong. */
function ownExpiry(atMs: number | undefined, nowMs: number): number {
  const holds = atMs !== undefined && atMs > nowMs && atMs < nowMs + VALID_MS_MAX;
  return holds ? atMs : nowMs + VALID_MS;
}

function invalid(detail: string): Failed {
  return { kind: "failed", code: "answer", detail, retryAfterMs: null };
}
