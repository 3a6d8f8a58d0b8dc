/**
 * Counts of one bus by quarter of an hour and unit, gathered until they are taken. Bounded by the
 * configured units and by the cells that may wait.
 */

import { turnaroundBoundsMs } from "@mega/modbus";

/** A cell of the day. */
export const CELL_MS = 15 * 60_000;
/** Cells that wait to be taken: they are taken every few minutes. */
const CELLS_MAX = 12;

/** Places in a unit's counts. */
export const countNames = [
  "answered",
  "exceptions",
  "timeouts",
  "badCrcs",
  "wrongReplies",
  "busDowns",
  "lateReplies",
  "overlongReplies",
] as const;
export type CountName = (typeof countNames)[number];
export type UnitCounts = Readonly<Record<CountName, number>>;

/** Classes of turnaround: the bounds of the master's histogram, and one above them. */
export const LATENCY_CLASSES = turnaroundBoundsMs.length + 1;

/** What one unit did in one cell. */
export interface UnitShare {
  readonly unit: number;
  readonly counts: UnitCounts;
  /** Answers per class of turnaround. */
  readonly latencies: readonly number[];
}

/** What a bus did in one cell, since it was last taken. */
export interface CellShare {
  /** Start of the cell, milliseconds since 1970 UTC, a multiple of a quarter of an hour. */
  readonly startMs: number;
  /** How long the line was taken, rounded when it is taken. */
  readonly busyMs: number;
  readonly units: readonly UnitShare[];
}

interface Cell {
  busyMs: number;
  readonly units: Map<number, { counts: Record<CountName, number>; latencies: number[] }>;
}

/** Gathers counts. */
export class Tally {
  readonly #units: ReadonlySet<number>;
  readonly #cells = new Map<number, Cell>();

  /** @param units Only these are counted one by one; the line's time counts for all. */
  constructor(units: Iterable<number>) {
    this.#units = new Set(units);
  }

  /** The line was taken. */
  busy(atMs: number, tookMs: number): void {
    this.#cell(atMs).busyMs += tookMs;
  }

  count(atMs: number, unit: number, name: CountName): void {
    const share = this.#share(atMs, unit);
    if (share !== undefined) share.counts[name] += 1;
  }

  latency(atMs: number, unit: number, turnaroundMs: number): void {
    const share = this.#share(atMs, unit);
    if (share === undefined) return;
    const at = turnaroundBoundsMs.findIndex((boundMs) => turnaroundMs <= boundMs);
    const index = at < 0 ? LATENCY_CLASSES - 1 : at;
    share.latencies[index] = (share.latencies[index] ?? 0) + 1;
  }

  /** Hands over what was gathered and begins anew. */
  take(): CellShare[] {
    const taken = [...this.#cells].map(([startMs, { busyMs, units }]) => ({
      startMs,
      busyMs: Math.round(busyMs),
      units: [...units].map(([unit, share]) => ({ unit, ...share })),
    }));
    this.#cells.clear();
    return taken;
  }

  #share(atMs: number, unit: number) {
    if (!this.#units.has(unit)) return undefined;
    const { units } = this.#cell(atMs);
    const known = units.get(unit);
    if (known !== undefined) return known;
    const share = { counts: noCounts(), latencies: new Array<number>(LATENCY_CLASSES).fill(0) };
    units.set(unit, share);
    return share;
  }

  #cell(atMs: number): Cell {
    const startMs = Math.floor(atMs / CELL_MS) * CELL_MS;
    const known = this.#cells.get(startMs);
    if (known !== undefined) return known;
    const [oldest] = this.#cells.keys();
    if (this.#cells.size >= CELLS_MAX && oldest !== undefined) this.#cells.delete(oldest);
    const cell: Cell = { busyMs: 0, units: new Map() };
    this.#cells.set(startMs, cell);
    return cell;
  }
}

/** Counts of nothing. */
export function noCounts(): Record<CountName, number> {
  return {
    answered: 0,
    exceptions: 0,
    timeouts: 0,
    badCrcs: 0,
    wrongReplies: 0,
    busDowns: 0,
    lateReplies: 0,
    overlongReplies: 0,
  };
}
