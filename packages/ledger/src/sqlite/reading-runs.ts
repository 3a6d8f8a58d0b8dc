/**
 * The readings of a ledger in its file: runs of about a hundred of a source, packed. Runs of a source
 * do not overlap in time: what comes late is put into the run that it belongs to.
 */

import type { DatabaseSync } from "node:sqlite";
import { MegaError, type SourceNo } from "@mega/domain";
import { type ProjectedReading, packRun, unpackRun } from "./packed-run.ts";

/** A run as stored. */
export interface ReadingRun {
  readonly id: number;
  readonly sourceNo: SourceNo;
  readonly fromMs: number;
  /** In the order of their times, at least one. */
  readonly readings: readonly ProjectedReading[];
}

type Row = Readonly<Record<string, unknown>>;

/** A run with fewer readings is added to; it is what the stop of a gateway leaves. */
const FULL_RUN = 64;
/** A run of more readings is cut. */
const LONG_RUN = 192;

/** A run that is not as it was packed: its file is damaged. */
export class RunDamaged extends MegaError {
  constructor(sourceNo: SourceNo, fromMs: number) {
    const what = `The readings of source ${sourceNo} from ${fromMs} on are not as they were stored`;
    super("LEDGER_CHAIN_BROKEN", what, {
      hint: "Derive the projections again: mega ledger verify --rebuild.",
      context: { sourceNo, fromMs },
    });
  }
}

/** Reads and writes runs of a database whose projection tables exist. */
export class ReadingRuns {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(db: DatabaseSync) {
    this.#statements = prepare(db);
  }

  /** The newest run that begins at an instant or before. */
  atOrBefore(sourceNo: SourceNo, atMs: number): ReadingRun | undefined {
    return runOf(this.#statements.atOrBefore.get(sourceNo, atMs));
  }

  /** The oldest run that begins after an instant. */
  after(sourceNo: SourceNo, atMs: number): ReadingRun | undefined {
    return runOf(this.#statements.after.get(sourceNo, atMs));
  }

  /** Every run, in no order. */
  *all(): Iterable<ReadingRun> {
    for (const row of this.#statements.all.iterate()) yield readRow(row);
  }

  /** Adds readings of a source, in the order of their times. */
  add(sourceNo: SourceNo, added: readonly ProjectedReading[]): void {
    for (let rest = added; rest.length > 0; ) rest = this.#addSome(sourceNo, rest);
  }

  /** Stores a run with other readings at the same times. */
  replace(run: ReadingRun, readings: readonly ProjectedReading[]): void {
    this.#write(run, readings);
  }

  /** Runs that hold counts of months before this one. */
  *withCountsBefore(monthNo: number, sourceNo: SourceNo | undefined): Iterable<ReadingRun> {
    for (const row of this.#statements.countsBefore.all(monthNo)) {
      const run = readRow(row);
      if (sourceNo === undefined || run.sourceNo === sourceNo) yield run;
    }
  }

  /** Adds the first of the readings, as many as go into one run; what is left. */
  #addSome(sourceNo: SourceNo, added: readonly ProjectedReading[]): readonly ProjectedReading[] {
    const firstMs = added[0]?.takenAtMs ?? 0;
    const run = this.atOrBefore(sourceNo, firstMs) ?? this.after(sourceNo, firstMs);
    const next = this.after(sourceNo, Math.max(run?.fromMs ?? firstMs, firstMs));
    const fits = added.filter(({ takenAtMs }) => takenAtMs < (next?.fromMs ?? Number.MAX_VALUE));
    const rest = added.slice(fits.length);
    const lastMs = run?.readings.at(-1)?.takenAtMs ?? Number.NEGATIVE_INFINITY;
    const full = (run?.readings.length ?? 0) >= FULL_RUN && firstMs > lastMs;
    if (run === undefined || full) this.#write({ sourceNo }, fits);
    else this.#write(run, [...run.readings, ...fits].sort(inOrder));
    return rest;
  }

  /** Writes readings in the place of a run, or as new ones. */
  #write(
    place: { readonly sourceNo: SourceNo; readonly id?: number },
    readings: readonly ProjectedReading[],
  ): void {
    const { insert, update } = this.#statements;
    const { sourceNo } = place;
    for (const [at, piece] of piecesOf(readings).entries()) {
      const fromMs = piece[0]?.takenAtMs ?? 0;
      const packed = packRun({ sourceNo, fromMs }, piece);
      if (at === 0 && place.id !== undefined) update.run(fromMs, heldOf(piece), packed, place.id);
      else insert.run(sourceNo, fromMs, heldOf(piece), packed);
    }
  }
}

/** Readings by time, and by entry where two have the same. */
export function inOrder(a: ProjectedReading, b: ProjectedReading): number {
  return a.takenAtMs - b.takenAtMs || a.seq - b.seq;
}

function prepare(db: DatabaseSync) {
  const select = "SELECT id, source_no, from_ms, packed FROM p_runs";
  return {
    atOrBefore: db.prepare(
      `${select} WHERE source_no = ? AND from_ms <= ? ORDER BY from_ms DESC LIMIT 1`,
    ),
    after: db.prepare(`${select} WHERE source_no = ? AND from_ms > ? ORDER BY from_ms LIMIT 1`),
    all: db.prepare(select),
    countsBefore: db.prepare(`${select} WHERE counts_from < ?`),
    insert: db.prepare(
      "INSERT INTO p_runs (source_no, from_ms, counts_from, packed) VALUES (?, ?, ?, ?)",
    ),
    update: db.prepare("UPDATE p_runs SET from_ms = ?, counts_from = ?, packed = ? WHERE id = ?"),
  };
}

function runOf(row: Row | undefined): ReadingRun | undefined {
  return row === undefined ? undefined : readRow(row);
}

function readRow(row: Row): ReadingRun {
  const sourceNo = Number(row["source_no"]);
  const fromMs = Number(row["from_ms"]);
  const { packed } = row;
  const readings = packed instanceof Uint8Array && unpackRun({ sourceNo, fromMs }, packed);
  if (!readings) throw new RunDamaged(sourceNo, fromMs);
  return { id: Number(row["id"]), sourceNo, fromMs, readings };
}

/** The oldest month of which there are counts; null when there are none. */
function heldOf(readings: readonly ProjectedReading[]): number | null {
  const held = readings.filter(({ count }) => count !== null).map(({ monthNo }) => monthNo);
  return held.length === 0 ? null : Math.min(...held);
}

/** Runs of a usual length; readings of the same instant stay together. */
function piecesOf(readings: readonly ProjectedReading[]): readonly (readonly ProjectedReading[])[] {
  if (readings.length <= LONG_RUN) return [readings];
  const pieces: ProjectedReading[][] = [];
  let piece: ProjectedReading[] = [];
  for (const reading of readings) {
    if (piece.length >= FULL_RUN && piece.at(-1)?.takenAtMs !== reading.takenAtMs) {
      pieces.push(piece);
      piece = [];
    }
    piece.push(reading);
  }
  return [...pieces, piece];
}
