/** The thread that owns ledger.db in service. It answers one request after another. */

import { parentPort, workerData } from "node:worker_threads";
import { MegaError } from "@mega/domain";
import type { WrittenEntry } from "../append/write-batch.ts";
import type { LedgerFact } from "../entry/facts.ts";
import { committed } from "./committed-entry.ts";
import type { LedgerStorage } from "./ledger-host.ts";
import type { SqliteLedgerOptions } from "./opened-ledger.ts";
import { evidenceIn } from "./reading-evidence.ts";
import { SqliteLedger } from "./sqlite-ledger.ts";
import type { ViewChange, WorkerAnswer, WorkerRequest } from "./worker-messages.ts";

const port = parentPort;
if (port === null) throw new Error("Broken assumption: the ledger worker runs in a thread");
const ledger = new SqliteLedger(workerData as SqliteLedgerOptions);
/** What the main thread was told last. */
let told: { readonly state: unknown; readonly headSeq: number; readonly storage: LedgerStorage } = {
  state: undefined,
  headSeq: 0,
  storage: "writable",
};

/** The answer to a request, with the entries it stored. */
interface Served {
  readonly result: unknown;
  readonly stored?: readonly WrittenEntry[];
}

answer(0, async () => {
  ledger.open();
  return { result: undefined };
});
port.on("message", (request: WorkerRequest) => void answer(request.id, () => serve(request)));

async function answer(id: number, work: () => Promise<Served>): Promise<void> {
  try {
    const { result, stored = [] } = await work();
    post({ kind: "done", id, result, change: changeSinceTold(stored) });
  } catch (cause) {
    post({ kind: "failed", id, ...failureOf(cause), change: changeSinceTold([]) });
  }
}

async function serve(request: WorkerRequest): Promise<Served> {
  switch (request.call) {
    case "append": {
      const batch = ledger.append(request.events, request.stamp);
      if (!batch.ok) return { result: batch };
      const entries = batch.entries.map(committed);
      return { result: { ok: true, entries }, stored: batch.entries };
    }
    case "readingsAround":
      return { result: ledger.readingsAround(...request.args) };
    case "readingsBetween":
      return { result: ledger.read(({ queries }) => queries.readingsBetween(...request.args)) };
    case "closedMonths":
      return { result: ledger.read(({ queries }) => queries.closedMonths(...request.args)) };
    case "readingEvidence": {
      const [sourceNo, seq] = request.args;
      const evidence = ledger.read(({ store }) =>
        evidenceIn(store.entry(seq), sourceNo, store.keyOf),
      );
      return { result: evidence };
    }
    case "entries":
      return { result: ledger.read(({ store }) => store.entries(...request.args)) };
    case "verify":
      return { result: await verify(request.id, request.fromSeq) };
    case "rebuildProjections":
      ledger.rebuildProjections();
      return { result: undefined };
    case "eraseMonthKeys": {
      const { keys, entries } = ledger.eraseMonthKeys(...request.args, request.stamp);
      return { result: { keys, entries: entries.map(committed) } };
    }
    case "backupTo":
      return { result: ledger.backupTo(request.path) };
    case "close":
      ledger.close();
      return { result: undefined };
  }
}

/** Pauses between pages, so that a round need not wait for a long verification. */
function verify(id: number, fromSeq: number) {
  return ledger.verify(fromSeq, {
    onProgress: (progress) => post({ kind: "progress", id, progress }),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  });
}

/** The change of the view since the last answer; null when there is none. */
function changeSinceTold(stored: readonly WrittenEntry[]): ViewChange | null {
  const { state, storage } = ledger;
  if (state === told.state && storage === told.storage) return null;
  const follows = stored[0]?.seq === told.headSeq + 1 && storage === told.storage;
  told = { state, headSeq: state.head.seq, storage };
  if (!follows) return { kind: "whole", view: state, storage };
  const { recordedAtMs } = state.head;
  return {
    kind: "steps",
    steps: stored.map(({ seq, hash, fact }) => ({
      fact: withoutRaw(fact),
      place: { seq, hash, recordedAtMs },
    })),
  };
}

/** The view does not hold what came over the wire. */
function withoutRaw(fact: LedgerFact): LedgerFact {
  if (fact.kind !== "RoundTaken") return fact;
  const raw = new Uint8Array(0);
  return { ...fact, readings: fact.readings.map((reading) => ({ ...reading, raw })) };
}

function post(answerMessage: WorkerAnswer): void {
  port?.postMessage(answerMessage);
}

function failureOf(cause: unknown): {
  readonly code: MegaError["code"] | null;
  readonly message: string;
  readonly hint: string | null;
  readonly context: Readonly<Record<string, unknown>>;
} {
  if (cause instanceof MegaError) {
    const { code, message, hint, context } = cause;
    return { code, message, hint: hint ?? null, context };
  }
  const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return { code: null, message, hint: null, context: {} };
}
