/** Counts that could not be read when their round came, for their keys came later. */

import { type Envelope, readFact } from "@mega/ledger";
import { thawKeyMonths } from "../cold/thaw-months.ts";
import type { Transaction } from "../database/server-database.ts";
import { readEntriesAt } from "../mirror/entry-rows.ts";
import { KeyRing } from "../mirror/key-ring.ts";
import { readKeys } from "../mirror/key-rows.ts";
import { putBackCounts } from "../purge/kept-counts.ts";
import { decisionOf, type ReadingRow, rowOfRound, withDecision } from "./reading-row.ts";
import { readReadingsOfMonths, updateReading } from "./reading-rows.ts";
import type { ProjectedLedger } from "./store-projection.ts";

/** Rounds read at once. */
const ROWS_AT_ONCE = 200;

/** Which rounds are read anew. */
export interface RefillSpan {
  readonly monthNos: readonly number[];
  /** The first entry that could not be opened. */
  readonly fromSeq: number;
}

/** Reads the rounds of some months anew, with the keys that are there now. */
export async function refillReadings(
  tx: Transaction,
  ledger: ProjectedLedger,
  { monthNos, fromSeq }: RefillSpan,
): Promise<void> {
  await thawKeyMonths(tx, ledger, monthNos);
  const keys = new KeyRing(await readKeys(tx, ledger, monthNos));
  for (let from = fromSeq; ; ) {
    const wanted = { monthNos, fromSeq: from, limit: ROWS_AT_ONCE };
    const rows = await readReadingsOfMonths(tx, ledger, wanted);
    const seqs = rows.flatMap(({ seq, decisions }) => [seq, ...decidersOf(decisions)]);
    const envelopes = await readEntriesAt(tx, ledger, [...new Set(seqs)]);
    for (const row of rows) {
      const anew = readAnew(row, envelopes, keys);
      if (anew !== undefined) await updateReading(tx, ledger, anew);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) break;
    from = last.seq + 1;
  }
  await putBackCounts(tx, ledger, monthNos);
}

/** The row as its round and the decisions on it say it. */
function readAnew(
  row: ReadingRow,
  envelopes: ReadonlyMap<number, Envelope>,
  keys: KeyRing,
): ReadingRow | undefined {
  const factAt = (seq: number) => {
    const envelope = envelopes.get(seq);
    return envelope && readFact(envelope, keys.openerOf(seq));
  };
  const envelope = envelopes.get(row.seq);
  const round = factAt(row.seq);
  if (envelope === undefined || round?.kind !== "RoundTaken") return undefined;
  let anew = rowOfRound(round, envelope);
  for (const seq of decidersOf(row.decisions)) {
    const fact = factAt(seq);
    const decision = fact && decisionOf(fact, seq);
    if (anew !== undefined && decision !== undefined) anew = withDecision(anew, decision);
  }
  return anew;
}

/** The deciding entries of a row's pairs, in order. */
function decidersOf(decisions: readonly number[] | null): readonly number[] {
  return (decisions ?? []).filter((_one, at) => at % 2 === 1);
}
