/**
 * What a command did before a power cut came between the act and its answer. Entries that a person asked
 * for carry the command's pseudonym, so that they are found again; a round that was read meanwhile is one.
 */

import { decodeEntry, type LedgerHost } from "@mega/ledger";
import { COMMAND_ENTRIES_MAX } from "@mega/uplink";
import type { TakenCommand } from "./command-store.ts";

/** Entries that are looked at in one step. */
const STEP = 1000;

/** Who acts in the ledger: no name, but the command itself; the audit log tells whose it was. */
export function commandPseudonym(commandId: string): string {
  return `command-${commandId}`;
}

/** Entries of the ledger that hold what the command did; none when it did nothing. */
export async function entriesOf(
  ledger: Pick<LedgerHost, "entries" | "snapshot">,
  { commandId, kind, takenSeq }: Pick<TakenCommand, "commandId" | "kind" | "takenSeq">,
): Promise<readonly number[]> {
  const pseudonym = commandPseudonym(commandId);
  const found: number[] = [];
  const { seq: headSeq } = ledger.snapshot().head;
  for (let from = takenSeq + 1; from <= headSeq; from += STEP) {
    for (const { seq, bytes } of await ledger.entries(from, STEP)) {
      const decoded = decodeEntry(bytes);
      if (!decoded.ok) continue;
      const { actor, kind: entryKind, body } = decoded.envelope;
      const isRound = entryKind === "RoundTaken" && body["cause"] === "on-demand";
      if (actor === pseudonym || (kind === "read-now" && isRound)) found.push(seq);
      if (found.length === COMMAND_ENTRIES_MAX) return found;
    }
  }
  return found;
}
