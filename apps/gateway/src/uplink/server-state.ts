/** How the gateway stands with its server, from what is stored and what came of the attempts. Pure. */

import type { ServerState } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { Failed } from "./server-outcome.ts";
import type { Cursor, StoredCredential, StoredEnrolment, StoredRefusal } from "./uplink-store.ts";

/** What is known of the running attempts. */
export interface Attempts {
  /** When the server answered last, since the start. */
  readonly contactAtMs: number | null;
  /** The failure of the newest attempt; null when it was answered. */
  readonly failure: (Pick<Failed, "code" | "detail"> & { readonly sinceMs: number }) | null;
  readonly nextTryAtMs: number | null;
}

/** What is known. */
export interface ServerFacts {
  /** The address, also where it is switched off; null where there is none. */
  readonly url: string | null;
  readonly isOn: boolean;
  readonly credential: StoredCredential | undefined;
  readonly enrolment: StoredEnrolment | undefined;
  readonly refusal: StoredRefusal | undefined;
  /** Of this ledger; undefined before the server said where it is. */
  readonly cursor: Cursor | undefined;
  readonly attempts: Attempts;
  readonly headSeq: number;
  /** When the oldest entry that waits was written. */
  readonly oldestWaitingAtMs: number | null;
  readonly nowMs: number;
}

/** The answer of GET /server. */
export function serverStateOf(facts: ServerFacts): Omit<ServerState, "pipe" | "tunnel"> {
  const { url, isOn: on, credential, cursor, attempts, headSeq, nowMs } = facts;
  const isEnrolled = credential !== undefined;
  const enrolment = !on || isEnrolled ? undefined : facts.enrolment;
  const valid = enrolment !== undefined && enrolment.expiresAtMs > nowMs ? enrolment : undefined;
  const refusal = on && isEnrolled ? facts.refusal : undefined;
  const { failure } = attempts;
  return {
    state: stateName({ on, isEnrolled, hasCode: valid !== undefined, refusal, attempts }),
    url,
    code:
      valid === undefined
        ? null
        : { code: grouped(valid.code), expiresAt: toUtcString(valid.expiresAtMs) },
    building: credential?.building ?? null,
    refusal: refusal === undefined ? null : refusalOf(refusal),
    fault: !on || failure === null ? null : { code: failure.code, detail: failure.detail },
    lastContactAt: written(attempts.contactAtMs ?? cursor?.lastContactAtMs ?? null),
    silentSince: !on || failure === null ? null : toUtcString(failure.sinceMs),
    nextTryAt: on ? written(attempts.nextTryAtMs) : null,
    lastUploadAt: written(cursor?.lastUploadAtMs ?? null),
    uploadedSeq: cursor?.seq ?? null,
    headSeq,
    entriesWaiting: cursor === undefined ? null : Math.max(0, headSeq - cursor.seq),
    oldestWaitingAt: written(facts.oldestWaitingAtMs),
  };
}

function stateName(of: {
  readonly on: boolean;
  readonly isEnrolled: boolean;
  readonly hasCode: boolean;
  readonly refusal: StoredRefusal | undefined;
  readonly attempts: Attempts;
}): ServerState["state"] {
  if (!of.on) return "off";
  if (!of.isEnrolled) return of.hasCode ? "waiting-for-code" : "not-enrolled";
  if (of.refusal !== undefined) return "refused";
  if (of.attempts.failure !== null) return "silent";
  return of.attempts.contactAtMs === null ? "connecting" : "connected";
}

function refusalOf({ atMs, ...refusal }: StoredRefusal): ServerState["refusal"] {
  return { ...refusal, at: toUtcString(atMs) };
}

/** "ABCD 2345": two groups are read aloud without losing the place. */
function grouped(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}

function written(atMs: number | null): string | null {
  return atMs === null ? null : toUtcString(atMs);
}
