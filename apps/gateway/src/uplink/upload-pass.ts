/**
 * One pass of the upload: from where the server says that it is to the head of the ledger, a batch at a
 * time. The ledger itself is the outbox: nothing is queued beside it, and the cursor moves on nothing but
 * the server's word, which it gives after its COMMIT. An entry is sent when it is on this gateway's disk,
 * never before: what a power cut could take back here must not stand there.
 */

import { type Clock, MegaError, sleep } from "@mega/domain";
import type { EntriesToCopy, LedgerHost } from "@mega/ledger";
import { encodeBatch, encodeKeys, KEYS_MAX, MirrorAnswer, MirrorHead } from "@mega/uplink";
import type { ServerRequest } from "./ask-server.ts";
import { judgeHead, type Refusal } from "./judge-head.ts";
import {
  answerAs,
  asFailure,
  type Failed,
  type ServerOutcome,
  type ToldFork,
} from "./server-outcome.ts";

/** What a pass works on. */
export interface PassPorts {
  readonly clock: Clock;
  readonly ledger: Pick<LedgerHost, "snapshot" | "entries" | "entriesToCopy">;
  /** Asks the server with this gateway's credential. */
  readonly ask: (request: ServerRequest) => Promise<ServerOutcome>;
  readonly signal: AbortSignal;
  /** Hears where the server says that it is, after every answer. */
  readonly onPosition: (seq: number, moved: boolean) => void;
}

/** How a pass ended. */
export type PassEnd =
  | { readonly kind: "done" }
  | { readonly kind: "stopped" }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | Failed;

/** A day of hourly rounds at once, with what happened between them. */
const ROUNDS_MAX = 24;
const ENTRIES_MAX = 500;
/** Small beside what the server takes, so that neither memory nor a slow line is filled. */
const BYTES_MAX = 512 * 1024;
/** Between two batches: rounds and pages have the ledger and the line meanwhile. */
const PAUSE_MS = 1000;
/** Gaps that the server may name in one pass; more say that it does not keep what it acknowledges. */
const GAPS_MAX = 3;

/**
 * Sends what waits.
 *
 * @param from where the server said that it is; null to ask it first
 */
export async function uploadPass(ports: PassPorts, from: number | null): Promise<PassEnd> {
  let cursor = from;
  let gaps = 0;
  while (!ports.signal.aborted) {
    const step = cursor === null ? await askPosition(ports) : await sendFrom(ports, cursor);
    if (ports.signal.aborted) break;
    switch (step.kind) {
      case "at":
        ports.onPosition(step.seq, step.sent);
        cursor = step.seq;
        if (step.sent && ports.ledger.snapshot().head.seq > cursor) {
          await sleep(ports.clock, PAUSE_MS, ports.signal);
        }
        break;
      case "gap":
        gaps += 1;
        if (gaps > GAPS_MAX) return failed("answer", "the server names one gap after another");
        cursor = null;
        break;
      case "forked":
        return { kind: "refused", refusal: await forkOf(ports, step.told) };
      default:
        return step;
    }
  }
  return { kind: "stopped" };
}

type Step =
  | { readonly kind: "at"; readonly seq: number; readonly sent: boolean }
  | { readonly kind: "gap" }
  | { readonly kind: "forked"; readonly told: ToldFork | undefined }
  | Exclude<PassEnd, { readonly kind: "stopped" }>;

/** Asks where the server is. */
async function askPosition(ports: PassPorts): Promise<Step> {
  const outcome = await ports.ask({ method: "GET", path: "/v1/ledger" });
  if (outcome.kind !== "answered") return notTaken(outcome);
  const read = answerAs(MirrorAnswer, outcome);
  if (read.kind === "failed") return read;
  return judged(ports, read.answer.ledger, { sent: false });
}

/** Sends the next batch, its keys first. */
async function sendFrom(ports: PassPorts, cursor: number): Promise<Step> {
  const { head, ledgerId, generation } = ports.ledger.snapshot();
  if (cursor >= head.seq) return { kind: "done" };
  const limits = { entriesMax: ENTRIES_MAX, roundsMax: ROUNDS_MAX, bytesMax: BYTES_MAX };
  const copied = await copy(ports, cursor + 1, { ...limits, toSeq: head.seq });
  if ("kind" in copied) return copied;
  const id = Uint8Array.from(Buffer.from(ledgerId, "hex"));
  const refusedKeys = await sendKeys(ports, id, copied.keys);
  if (refusedKeys !== null) return refusedKeys;
  const entries = copied.entries.map(({ bytes }) => bytes);
  const bytes = encodeBatch({ ledgerId: id, generation, fromSeq: cursor + 1, entries });
  const body = { type: "application/cbor", bytes } as const;
  const outcome = await ports.ask({ method: "POST", path: "/v1/batch", body });
  if (outcome.kind !== "answered") return notTaken(outcome);
  const read = answerAs(MirrorHead, outcome);
  if (read.kind === "failed") return read;
  const step = await judged(ports, read.answer, { sent: true });
  if (step.kind !== "at" || step.seq > cursor) return step;
  return failed("answer", `the server took ${entries.length} entries and is still at ${step.seq}`);
}

async function copy(
  { ledger }: PassPorts,
  fromSeq: number,
  limits: Parameters<LedgerHost["entriesToCopy"]>[1],
): Promise<EntriesToCopy | Failed> {
  try {
    return await ledger.entriesToCopy(fromSeq, limits);
  } catch (error) {
    if (!(error instanceof MegaError)) throw error;
    return failed("ledger", `${error.code}: ${error.message}`);
  }
}

/** Null when the server has them. */
async function sendKeys(
  { ask }: PassPorts,
  ledgerId: Uint8Array,
  keys: EntriesToCopy["keys"],
): Promise<Step | null> {
  for (let at = 0; at < keys.length; at += KEYS_MAX) {
    const bytes = encodeKeys({ ledgerId, keys: keys.slice(at, at + KEYS_MAX) });
    const body = { type: "application/cbor", bytes } as const;
    const outcome = await ask({ method: "PUT", path: "/v1/keys", body });
    if (outcome.kind !== "answered") return notTaken(outcome);
  }
  return null;
}

/** The entry at which the histories part: as the refusal tells it, or from where the server says it is. */
async function forkOf(ports: PassPorts, told: ToldFork | undefined): Promise<Refusal> {
  if (told !== undefined) {
    const { seq, storedHash: serverHash } = told;
    const reason = serverHash === null ? "other-ledger" : "forked";
    return { reason, seq, ownHash: await ownHashOf(ports, seq), serverHash };
  }
  const step = await askPosition(ports);
  if (step.kind === "refused") return { ...step.refusal, reason: "forked" };
  const seq = step.kind === "at" ? step.seq + 1 : null;
  return { reason: "forked", seq, ownHash: null, serverHash: null };
}

/** The hash of an entry that is on the disk, hexadecimal; null when there is none. */
async function ownHashOf({ ledger }: PassPorts, seq: number): Promise<string | null> {
  if (seq < 1 || seq > ledger.snapshot().head.seq) return null;
  const [entry] = await ledger.entries(seq, 1);
  return entry?.seq === seq ? Buffer.from(entry.hash).toString("hex") : null;
}

/** What the server says that it has, held against the ledger. */
async function judged(
  ports: PassPorts,
  head: MirrorHead | null,
  { sent }: { readonly sent: boolean },
): Promise<Step> {
  const ownHash = await ownHashOf(ports, head?.headSeq ?? 0);
  const { ledgerId, generation, head: own } = ports.ledger.snapshot();
  const verdict = judgeHead(head, { ledgerId, generation, headSeq: own.seq }, ownHash);
  return verdict.kind === "has" ? { kind: "at", seq: verdict.seq, sent } : verdict;
}

function notTaken(outcome: Exclude<ServerOutcome, { kind: "answered" }>): Step {
  if (outcome.kind === "failed") return outcome;
  const nothing = { seq: null, ownHash: null, serverHash: null };
  switch (outcome.code) {
    case "MIRROR_GAP":
      return { kind: "gap" };
    case "LEDGER_FORKED":
      return { kind: "forked", told: outcome.fork };
    case "GATEWAY_REPLACED":
      return { kind: "refused", refusal: { reason: "replaced", ...nothing } };
    case "UNAUTHENTICATED":
      return { kind: "refused", refusal: { reason: "revoked", ...nothing } };
    default:
      return asFailure(outcome);
  }
}

function failed(code: Failed["code"], detail: string): Failed {
  return { kind: "failed", code, detail: detail.slice(0, 200), retryAfterMs: null };
}
