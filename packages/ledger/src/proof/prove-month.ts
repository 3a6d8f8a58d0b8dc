/**
 * One month of one channel, proven alone: the entries that closed it and those its indexes rest on,
 * each with its path to the tree hash. Who has the tree hash from elsewhere (an earlier statement,
 * the server) can check it without the ledger. Values of other sources in a round stay sealed, and a
 * path is made of hashes: nobody else's figure is shown.
 */

import { type ChannelNo, MegaError, type MonthKey } from "@mega/domain";
import { toHex } from "../entry/cbor.ts";
import { emptyTree, grow, pathOf, treeHash } from "../entry/tree.ts";
import type { LedgerHost } from "../sqlite/ledger-host.ts";

/** An entry with its path to the tree hash; bytes and hashes in hexadecimal. */
export interface ProvenEntry {
  readonly seq: number;
  readonly bytes: string;
  /** Nearest first; the hash of the entry itself is SHA-256(0x00 ‖ bytes). */
  readonly path: readonly string[];
}

/** What is handed to somebody who is to check one month. */
export interface MonthProof {
  readonly format: 1;
  readonly channelNo: ChannelNo;
  readonly month: MonthKey;
  /** Entries of the ledger when the proof was made, and the hash of their tree (RFC 6962). */
  readonly treeSize: number;
  readonly treeHash: string;
  /** The revisions of the month, oldest first, each behind the entries it rests on. */
  readonly entries: readonly ProvenEntry[];
}

/** Entries asked for at once. */
const PAGE = 5000;

/** Proves a closed month; throws NOT_FOUND when the channel has none of that name. */
export async function proveMonth(
  ledger: Pick<LedgerHost, "snapshot" | "closedMonths" | "entries">,
  channelNo: ChannelNo,
  month: MonthKey,
): Promise<MonthProof> {
  const treeSize = ledger.snapshot().head.seq;
  const wanted = new Set<number>();
  for (const closed of await ledger.closedMonths(channelNo, month)) {
    if (closed.month !== month || closed.seq > treeSize) continue;
    const indexes = closed.parts.flatMap(({ opening, closing }) => [opening, closing]);
    for (const seq of indexes.flatMap(({ evidence }) => evidence)) wanted.add(seq);
    wanted.add(closed.seq);
  }
  if (wanted.size === 0) {
    throw new MegaError("NOT_FOUND", `Month ${month} of channel ${channelNo} is not closed`, {
      context: { channelNo, month },
    });
  }
  const hashes: Uint8Array[] = [];
  const bytes = new Map<number, Uint8Array>();
  while (hashes.length < treeSize) {
    const limit = Math.min(PAGE, treeSize - hashes.length);
    for (const entry of await ledger.entries(hashes.length + 1, limit)) {
      hashes.push(entry.hash);
      if (wanted.has(entry.seq)) bytes.set(entry.seq, entry.bytes);
    }
  }
  const entries = [...bytes].map(([seq, found]) => ({
    seq,
    bytes: toHex(found),
    path: pathOf(hashes, seq).map(toHex),
  }));
  const root = toHex(treeHash(hashes.reduce(grow, emptyTree)));
  return { format: 1, channelNo, month, treeSize, treeHash: root, entries };
}
