/**
 * Questions for one source of cold months, as reading-questions.ts asks them of rows. A month may become
 * cold, or rows again, between two statements: what was asked meanwhile is asked once more.
 */

import { MegaError, type SourceNo, type Span } from "@mega/domain";
import type { Transaction } from "../database/server-database.ts";
import type { LedgerPlace } from "../mirror/entry-rows.ts";
import {
  cellOf,
  isAccepted,
  NEAR_MS,
  type ReadingCell,
  type ReadingRow,
} from "../readings/reading-row.ts";
import { type ColdMonth, coldMonths, coldRounds } from "./cold-months.ts";

/** Months that were unpacked for one answer, by what their values are known by. */
export type UnpackedMonths = Map<string, readonly ReadingRow[]>;

/** The cold months of one ledger as they stood at one moment. */
export class ColdReader {
  readonly #place: LedgerPlace;
  readonly #months: readonly ColdMonth[];
  readonly #unpacked: UnpackedMonths;

  constructor(place: LedgerPlace, months: readonly ColdMonth[], unpacked: UnpackedMonths) {
    this.#place = place;
    this.#months = months;
    this.#unpacked = unpacked;
  }

  /** Whether a round was due before an instant. */
  hasBefore(atMs: number): boolean {
    return this.#months.some(({ fromMs }) => fromMs < atMs);
  }

  /** Whether one was due then or later. */
  hasFrom(atMs: number): boolean {
    return this.#months.some(({ toMs }) => toMs >= atMs);
  }

  /** Whether an answer lies far from its round. */
  get hasFar(): boolean {
    return this.#months.some(({ hasFar }) => hasFar);
  }

  /** Rounds due within a span. */
  async due(tx: Transaction, { fromMs, toMs }: Span): Promise<readonly ReadingRow[]> {
    const found: ReadingRow[] = [];
    for (const month of this.#months) {
      if (month.toMs < fromMs || month.fromMs >= toMs) continue;
      const rows = await this.#rowsOf(tx, month);
      found.push(...rows.filter(({ dueAtMs }) => dueAtMs >= fromMs && dueAtMs < toMs));
    }
    return found;
  }

  /** Answers of a source whose round was due within a span, as far as they lie near it. */
  async near(tx: Transaction, sourceNo: SourceNo, span: Span): Promise<readonly ReadingCell[]> {
    return (await this.due(tx, span)).flatMap((row) => nearCell(row, sourceNo) ?? []);
  }

  /** Answers of a source that lie far from their round. */
  async far(tx: Transaction, sourceNo: SourceNo): Promise<readonly ReadingCell[]> {
    const found: ReadingCell[] = [];
    for (const month of this.#months) {
      if (!month.hasFar) continue;
      for (const row of await this.#rowsOf(tx, month)) {
        const cell = isNear(row, sourceNo) ? undefined : cellOf(row, sourceNo);
        if (cell !== undefined) found.push(cell);
      }
    }
    return found;
  }

  /**
   * Accepted answers of a source on one side of an instant, among them the nearest of those near their
   * round.
   *
   * @param knownMs The nearest one that is known from elsewhere: no month beyond it is looked through.
   */
  async nearest(
    tx: Transaction,
    sourceNo: SourceNo,
    { atMs, older }: { readonly atMs: number; readonly older: boolean },
    knownMs: number | undefined,
  ): Promise<readonly ReadingCell[]> {
    let bestMs = knownMs;
    const found: ReadingCell[] = [];
    for (const month of older ? this.#months.toReversed() : this.#months) {
      const isBeside = older ? month.fromMs - NEAR_MS <= atMs : month.toMs + NEAR_MS > atMs;
      if (!isBeside) continue;
      if (bestMs !== undefined) {
        const isBeyond = older ? month.toMs + NEAR_MS < bestMs : month.fromMs - NEAR_MS > bestMs;
        if (isBeyond) break;
      }
      for (const row of await this.#rowsOf(tx, month)) {
        const cell = nearCell(row, sourceNo);
        if (cell === undefined || !isAccepted(cell)) continue;
        const { takenAtMs } = cell;
        if (older ? takenAtMs > atMs : takenAtMs <= atMs) continue;
        const isNearer =
          bestMs === undefined || (older ? takenAtMs >= bestMs : takenAtMs <= bestMs);
        if (!isNearer) continue;
        bestMs = takenAtMs;
        found.push(cell);
      }
    }
    return found;
  }

  async #rowsOf(tx: Transaction, { utcMonth, sha256 }: ColdMonth): Promise<readonly ReadingRow[]> {
    const known = this.#unpacked.get(sha256);
    if (known !== undefined) return known;
    const rows = await coldRounds(tx, this.#place, utcMonth);
    if (this.#unpacked.size >= UNPACKED_MAX) this.#unpacked.clear();
    this.#unpacked.set(sha256, rows);
    return rows;
  }
}

/** Months that are kept unpacked for one answer: some megabytes each. */
const UNPACKED_MAX = 16;
/** Whoever finds so often that a month changed is sent away. */
const TURNS_MAX = 5;

/**
 * Asks rows and cold months together.
 *
 * @param work Asks both; it is done again where a month changed its place meanwhile.
 */
export async function withCold<Result>(
  tx: Transaction,
  place: LedgerPlace,
  unpacked: UnpackedMonths,
  work: (cold: ColdReader) => Promise<Result>,
): Promise<Result> {
  let months = await coldMonths(tx, place);
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const result = await work(new ColdReader(place, months, unpacked));
    const after = await coldMonths(tx, place);
    if (nameOf(after) === nameOf(months)) return result;
    months = after;
    unpacked.clear();
  }
  throw new MegaError("TOO_MANY_REQUESTS", "Months of this gateway are being packed", {
    hint: "Ask again.",
    context: { gatewayId: place.gatewayId },
  });
}

function nameOf(months: readonly ColdMonth[]): string {
  return months.map(({ sha256 }) => sha256).join(" ");
}

function nearCell(row: ReadingRow, sourceNo: SourceNo): ReadingCell | undefined {
  return isNear(row, sourceNo) ? cellOf(row, sourceNo) : undefined;
}

function isNear({ offsetsMs }: ReadingRow, sourceNo: SourceNo): boolean {
  return typeof offsetsMs[sourceNo - 1] === "number";
}
