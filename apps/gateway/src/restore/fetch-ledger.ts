/**
 * Fetches a ledger from the server into a file of its own, and goes on in it: keys, then entries, each
 * verified; then the whole once more, and the entry by which this box continues it. What was cut off
 * goes on where it stands.
 */

import { randomBytes } from "node:crypto";
import { type Clock, MegaError } from "@mega/domain";
import { inlineLedgerHost, type LedgerHost, LedgerImport, workerLedgerHost } from "@mega/ledger";
import type { MirrorHead } from "@mega/uplink";
import type { Takeover } from "./restore-store.ts";
import type { TakeoverFolder } from "./takeover-folder.ts";
import { type Asked, breath, type TakeoverServer } from "./takeover-server.ts";

/** How far it is. */
export interface FetchProgress {
  readonly part: "configuration" | "keys" | "entries" | "check";
  readonly bytes: number;
  readonly entries: number;
  /** Null before it is known. */
  readonly entriesTotal: number | null;
}

/** What fetching stands on. */
export interface FetchPorts {
  readonly clock: Clock;
  readonly server: TakeoverServer;
  readonly folder: TakeoverFolder;
  readonly bearer: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Partial<FetchProgress>) => void;
}

/** Anything but an answer ends it for now. */
type NotAnswered = Exclude<Asked<never>, { readonly kind: "answer" }>;

/** How it ended: the ledger is there, or nothing came of it for now. */
export type FetchEnd = { readonly kind: "done" } | NotAnswered;

/** Pages of keys: 512 in each. */
const KEY_PAGES_MAX = 256;

/**
 * Fetches it.
 *
 * @throws MegaError LEDGER_CHAIN_BROKEN when what comes does not verify, LEDGER_STORAGE_FAILED
 */
export async function fetchLedger(
  ports: FetchPorts,
  granted: NonNullable<Takeover["granted"]>,
): Promise<FetchEnd> {
  const { server, bearer, folder, clock } = ports;
  const asked = await server.ledger(bearer);
  if (asked.kind !== "answer") return asked;
  const head = asked.answer.ledger;
  if (head === null) {
    await beginLedger(folder.ledger, clock, granted.generation);
    return { kind: "done" };
  }
  const end = await importLedger(ports, head);
  if (end.kind !== "done") return end;
  await continueLedger(ports, head, granted.generation);
  return { kind: "done" };
}

/** Nothing was ever uploaded: the box begins a ledger of its own, in its generation. */
async function beginLedger(path: string, clock: Clock, generation: number): Promise<void> {
  const identity = { ledgerId: randomBytes(16).toString("hex"), generation };
  const ledger = await inlineLedgerHost({ path, clock, identity });
  await ledger.close();
}

async function importLedger(ports: FetchPorts, head: MirrorHead): Promise<FetchEnd> {
  const { folder, clock, server, bearer, signal, onProgress } = ports;
  const ledger = openImport(folder, head.ledgerId);
  try {
    onProgress({ part: "keys", entries: ledger.headSeq, entriesTotal: head.headSeq });
    const keys = await takeKeys(ports, ledger);
    if (keys.kind !== "done") return keys;
    onProgress({ part: "entries" });
    let bytes = 0;
    while (ledger.headSeq < head.headSeq && !signal.aborted) {
      const asked = await server.entries(bearer, ledger.headSeq + 1);
      if (asked.kind !== "answer") return asked;
      const entries = asked.answer?.entries ?? [];
      if (asked.answer?.fromSeq !== ledger.headSeq + 1) return notAgreed("entries");
      ledger.takeEntries(entries.slice(0, head.headSeq - ledger.headSeq));
      bytes += entries.reduce((sum, entry) => sum + entry.length, 0);
      onProgress({ bytes, entries: ledger.headSeq });
      await breath(clock);
    }
    return signal.aborted ? notAgreed("stopped") : { kind: "done" };
  } finally {
    ledger.close();
  }
}

/** A file that cannot be gone on with is begun anew: all of it is at the server. */
function openImport(folder: TakeoverFolder, ledgerId: string): LedgerImport {
  try {
    return new LedgerImport(folder.ledger, ledgerId);
  } catch (error) {
    if (!(error instanceof MegaError) || error.code !== "LEDGER_CHAIN_BROKEN") throw error;
    folder.dropLedger();
    return new LedgerImport(folder.ledger, ledgerId);
  }
}

async function takeKeys({ server, bearer }: FetchPorts, ledger: LedgerImport): Promise<FetchEnd> {
  let place = { month: "0001-01", sourceNo: 1 };
  for (let page = 0; page < KEY_PAGES_MAX; page++) {
    const asked = await server.keys(bearer, place.month, place.sourceNo);
    if (asked.kind !== "answer") return asked;
    const last = asked.answer?.keys.at(-1);
    if (asked.answer === null || last === undefined) return { kind: "done" };
    ledger.takeKeys(asked.answer.keys);
    place = { month: last.month, sourceNo: last.sourceNo + 1 };
  }
  return notAgreed("keys without an end");
}

/** Verifies everything, in a thread of its own, and goes on in this box's generation. */
async function continueLedger(
  { folder, clock, onProgress }: FetchPorts,
  head: MirrorHead,
  generation: number,
): Promise<void> {
  onProgress({ part: "check" });
  const ledger = await workerLedgerHost({ path: folder.ledger, clock });
  try {
    const report = await ledger.verify(1);
    const { firstBad } = report;
    const isOther = ledger.snapshot().generation < generation && report.headHash !== head.headHash;
    if (firstBad !== null || isOther) {
      const detail = firstBad === null ? "its head is another one" : firstBad.detail;
      throw new MegaError("LEDGER_CHAIN_BROKEN", `The ledger of the server is bad: ${detail}`, {
        hint: "Nothing of it is used. Tell whoever keeps the server.",
        context: { seq: firstBad?.seq ?? head.headSeq },
      });
    }
    await goOn(ledger, generation);
  } finally {
    await ledger.close();
  }
}

/** The entry by which another box goes on; there already where a power cut came behind it. */
async function goOn(ledger: LedgerHost, toGeneration: number): Promise<void> {
  const { head, generation: fromGeneration } = ledger.snapshot();
  if (fromGeneration >= toGeneration) return;
  const { seq: headSeq, hash: headHash } = head;
  const taken = { fromGeneration, toGeneration, headSeq, headHash };
  const told = await ledger.append([{ kind: "ledger-continued", ...taken }]);
  if (!told.ok) throw new Error(`Broken assumption: ${told.refusal.code} of a take-over`);
}

function notAgreed(detail: string): NotAnswered {
  return { kind: "failed", code: "answer", detail, retryAfterMs: null };
}
