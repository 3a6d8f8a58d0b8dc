/**
 * The rounds around an instant, read once for every source: a table asks for the same few instants of
 * each of its counters. Where these rounds do not hold an answer, such as that of a meter that has been
 * silent for long, the source is asked for by itself.
 */

import type { SourceNo } from "@mega/domain";
import type { AcceptedReading, ReadingsAround } from "@mega/ledger";
import { type UnpackedMonths, withCold } from "../cold/cold-questions.ts";
import type { Transaction } from "../database/server-database.ts";
import type { LedgerPlace } from "../mirror/entry-rows.ts";
import { cellOf, isAccepted, NEAR_MS, type ReadingRow, readingOf } from "./reading-row.ts";
import { readReadingsDue } from "./reading-rows.ts";

/** So far on each side: what lies near a round that is farther away is no neighbour of the instant. */
const WINDOW_MS = 2 * NEAR_MS;
/** Rounds in it: one every four minutes, and more are not looked at together. */
const ROWS_MAX = 180;

/** Rounds of one ledger around an instant. */
export class RoundsAround {
  readonly #atMs: number;
  /** None where they cannot answer for anybody. */
  readonly #rows: readonly ReadingRow[] | undefined;
  readonly #beyond: Beyond;

  constructor(atMs: number, rows: readonly ReadingRow[] | undefined, beyond: Beyond) {
    this.#atMs = atMs;
    this.#rows = rows;
    this.#beyond = beyond;
  }

  /** The accepted readings next to the instant; undefined where other rounds may hold one. */
  of(sourceNo: SourceNo): ReadingsAround | undefined {
    if (this.#rows === undefined) return undefined;
    let before: AcceptedReading | undefined;
    let after: AcceptedReading | undefined;
    for (const row of this.#rows) {
      const reading = acceptedIn(row, sourceNo);
      if (reading === undefined) continue;
      if (reading.takenAtMs <= this.#atMs) {
        if (before === undefined || isBehind(reading, before)) before = reading;
      } else if (after === undefined || isBehind(after, reading)) after = reading;
    }
    const { older, newer } = this.#beyond;
    const oldestMs = this.#atMs - WINDOW_MS + NEAR_MS;
    const newestMs = this.#atMs + WINDOW_MS - NEAR_MS;
    if (older && (before === undefined || before.takenAtMs <= oldestMs)) return undefined;
    if (newer && (after === undefined || after.takenAtMs >= newestMs)) return undefined;
    return {
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    };
  }
}

/** Whether there are rounds that were not read. */
interface Beyond {
  readonly older: boolean;
  readonly newer: boolean;
}

/**
 * Reads them.
 *
 * @param unpacked Cold months that were unpacked for the same answer.
 */
export function readRoundsAround(
  tx: Transaction,
  place: LedgerPlace,
  atMs: number,
  unpacked: UnpackedMonths = new Map(),
): Promise<RoundsAround> {
  const [fromMs, toMs] = [atMs - WINDOW_MS, atMs + WINDOW_MS];
  const { gatewayId, ledgerNo } = place;
  return withCold(tx, place, unpacked, async (cold) => {
    const [beyond] = await tx.query(
      `SELECT
         EXISTS (SELECT FROM reading
           WHERE gateway_id = $1 AND ledger_no = $2 AND due_at_ms < $3) AS older,
         EXISTS (SELECT FROM reading
           WHERE gateway_id = $1 AND ledger_no = $2 AND due_at_ms >= $4) AS newer,
         EXISTS (SELECT FROM reading
           WHERE gateway_id = $1 AND ledger_no = $2 AND far_times IS NOT NULL) AS far`,
      [gatewayId, ledgerNo, fromMs, toMs],
    );
    const sides = {
      older: beyond?.["older"] !== false || cold.hasBefore(fromMs),
      newer: beyond?.["newer"] !== false || cold.hasFrom(toMs),
    };
    // An answer far from its round may lie anywhere.
    if (beyond?.["far"] !== false || cold.hasFar) return new RoundsAround(atMs, undefined, sides);
    const warm = await readReadingsDue(tx, place, { fromMs, toMs, limit: ROWS_MAX });
    const rows = [...warm, ...(await cold.due(tx, { fromMs, toMs }))];
    return new RoundsAround(atMs, rows.length < ROWS_MAX ? rows : undefined, sides);
  });
}

function acceptedIn(row: ReadingRow, sourceNo: SourceNo): AcceptedReading | undefined {
  const cell = cellOf(row, sourceNo);
  if (cell === undefined || cell.count === null || !isAccepted(cell)) return undefined;
  const reading = readingOf(cell);
  return reading && { ...reading, status: "accepted", count: cell.count };
}

/** By time, and by entry where two have the same. */
function isBehind(a: AcceptedReading, b: AcceptedReading): boolean {
  return a.takenAtMs > b.takenAtMs || (a.takenAtMs === b.takenAtMs && a.seq > b.seq);
}
