/**
 * Whether a ledger holds what was acknowledged before its end, and nothing by halves. It is opened as
 * a gateway opens it at a start, and verified as `mega ledger verify` does.
 */

import { MegaError, systemClock } from "@mega/domain";
import { inlineLedgerHost, type LedgerHost, verifyLedgerFile } from "@mega/ledger";
import { decodeEntry } from "../../../packages/ledger/src/entry/envelope.ts";
import type { Acknowledged, Said } from "../writer/said.ts";

/** What a ledger says after an end; the first two are counts, the last is why nothing can be said. */
export interface Finding {
  /** Acknowledged batches that are not there, or not as they were. */
  readonly lost: number;
  /** Batches of which a part is there. */
  readonly half: number;
  /** What is wrong with the file; null when it opens and verifies. */
  readonly damaged: string | null;
  /** The newest entry that is there; null when there is none. */
  readonly head: Acknowledged | null;
}

/** Opens a ledger that nothing else has open, and compares it with what was said. */
export async function checkLedger(path: string, said: Said): Promise<Finding> {
  const damaged = (why: string): Finding => {
    return { lost: said.acknowledged.length, half: 0, damaged: why, head: null };
  };
  let ledger: LedgerHost;
  try {
    ledger = await inlineLedgerHost({ path, clock: systemClock() });
  } catch (cause) {
    return damaged(describe(cause));
  }
  try {
    const found = await kindsAndHashes(ledger);
    const report = await ledger.verify(1);
    const wrong = report.firstBad ?? (report.keysErased > 0 ? "keys are missing" : null);
    return {
      lost: said.acknowledged.filter(({ seq, hash }) => found[seq - 1]?.hash !== hash).length,
      half: isWhole(found.map(({ kind }) => kind).slice(lastSeq(said)), said) ? 0 : 1,
      damaged: wrong === null ? null : JSON.stringify(wrong),
      head: found.length === 0 ? null : { seq: found.length, hash: found.at(-1)?.hash ?? "" },
    };
  } catch (cause) {
    return damaged(describe(cause));
  } finally {
    await ledger.close();
  }
}

/** The same for a file that nothing has opened since, first as the command reads it. */
export async function checkStoppedLedger(path: string, said: Said): Promise<Finding> {
  if (said.acknowledged.length > 0) {
    const report = await verifyLedgerFile(path).catch((cause: unknown) => describe(cause));
    const wrong = typeof report === "string" ? report : report.firstBad;
    if (wrong !== null) {
      return { ...(await checkLedger(path, said)), damaged: JSON.stringify(wrong) };
    }
  }
  return checkLedger(path, said);
}

/** Whether a finding breaks the promise. */
export function isBroken({ lost, half, damaged }: Finding): boolean {
  return lost > 0 || half > 0 || damaged !== null;
}

function lastSeq({ acknowledged }: Said): number {
  return acknowledged.at(-1)?.seq ?? 0;
}

/** Behind what was acknowledged stands nothing, or whole batches of which nobody knows. */
function isWhole(behind: readonly string[], { begun, unsure }: Said): boolean {
  if (behind.length === 0) return true;
  const told = behind.filter((kind) => kind !== "MonthKeyCommitted");
  const batches = begun === null ? unsure : [...unsure, begun];
  return isMadeOf(
    told,
    batches.map((kinds) => kinds.map(kindOf)),
  );
}

/** Whether kinds are those of some of the batches, each whole and in order. */
function isMadeOf(kinds: readonly string[], batches: readonly (readonly string[])[]): boolean {
  const [first, ...others] = batches;
  if (first === undefined) return kinds.length === 0;
  const begins = kinds.length > 0 && first.every((kind, at) => kinds[at] === kind);
  return isMadeOf(kinds, others) || (begins && isMadeOf(kinds.slice(first.length), others));
}

/** "round-taken" is stored as "RoundTaken". */
function kindOf(event: string): string {
  return event.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

async function kindsAndHashes(ledger: LedgerHost) {
  const found: { readonly kind: string; readonly hash: string }[] = [];
  const page = 1000;
  for (let entries = await ledger.entries(1, page); entries.length > 0; ) {
    for (const { bytes, hash } of entries) {
      const decoded = decodeEntry(bytes);
      const kind = decoded.ok ? decoded.envelope.kind : decoded.fault;
      found.push({ kind, hash: Buffer.from(hash).toString("hex") });
    }
    entries = await ledger.entries(found.length + 1, page);
  }
  return found;
}

function describe(cause: unknown): string {
  return cause instanceof MegaError ? `${cause.code}: ${cause.message}` : String(cause);
}
