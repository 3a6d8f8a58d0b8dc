/** The last day of every bus in quarter hours: what was gathered is added up here. */

import { DAY_CELLS } from "@mega/contract";
import {
  CELL_MS,
  type CellShare,
  countNames,
  LATENCY_CLASSES,
  noCounts,
  type UnitCounts,
  type UnitShare,
} from "../recorder/tally.ts";

/** How long cells are kept. */
export const DAY_MS = DAY_CELLS * CELL_MS;

/** What a unit did in a cell. */
type BookedUnit = Omit<UnitShare, "unit">;
/** A cell as it is kept. */
export interface BookedCell {
  readonly startMs: number;
  readonly busyMs: number;
  readonly units: ReadonlyMap<number, BookedUnit>;
}

/** Adds shares up by bus and cell; forgets what is older than a day. */
export class CellBook {
  readonly #buses = new Map<string, Map<number, BookedCell>>();
  readonly #unsaved = new Map<string, { readonly busId: string; readonly startMs: number }>();

  /** Adds what was taken from a bus. */
  add(busId: string, shares: readonly CellShare[]): void {
    for (const share of shares) {
      this.#put(busId, merged(this.#cells(busId).get(share.startMs), share));
      this.#unsaved.set(`${busId} ${share.startMs}`, { busId, startMs: share.startMs });
    }
  }

  /** Puts back what was saved before a restart. */
  restore(busId: string, share: CellShare): void {
    this.#put(busId, merged(this.#cells(busId).get(share.startMs), share));
  }

  /** Forgets cells that ended more than a day before. */
  forgetOld(nowMs: number): void {
    for (const cells of this.#buses.values()) {
      for (const startMs of cells.keys())
        if (startMs <= nowMs - DAY_MS - CELL_MS) cells.delete(startMs);
    }
  }

  /** The 96 cells up to the one that runs; undefined where nothing happened. */
  day(busId: string, nowMs: number): readonly (BookedCell | undefined)[] {
    const cells = this.#buses.get(busId);
    const firstMs = firstCellMs(nowMs);
    return Array.from({ length: DAY_CELLS }, (_, index) => cells?.get(firstMs + index * CELL_MS));
  }

  /** Cells that changed since this was last asked. */
  takeUnsaved(): readonly { readonly busId: string; readonly cell: BookedCell }[] {
    const changed = [...this.#unsaved.values()].flatMap(({ busId, startMs }) => {
      const cell = this.#buses.get(busId)?.get(startMs);
      return cell === undefined ? [] : [{ busId, cell }];
    });
    this.#unsaved.clear();
    return changed;
  }

  #cells(busId: string): Map<number, BookedCell> {
    const known = this.#buses.get(busId);
    if (known !== undefined) return known;
    const cells = new Map<number, BookedCell>();
    this.#buses.set(busId, cells);
    return cells;
  }

  #put(busId: string, cell: BookedCell): void {
    this.#cells(busId).set(cell.startMs, cell);
  }
}

/** Start of the first of the 96 cells that end with the running one. */
export function firstCellMs(nowMs: number): number {
  return Math.floor(nowMs / CELL_MS) * CELL_MS - DAY_MS + CELL_MS;
}

/** Counts added up. */
export function sumOfCounts(all: readonly UnitCounts[]): UnitCounts {
  const sum = noCounts();
  for (const counts of all) for (const name of countNames) sum[name] += counts[name];
  return sum;
}

/** Classes of turnaround added up. */
export function sumOfLatencies(all: readonly (readonly number[])[]): readonly number[] {
  return Array.from({ length: LATENCY_CLASSES }, (_, index) =>
    all.reduce((sum, latencies) => sum + (latencies[index] ?? 0), 0),
  );
}

function merged(before: BookedCell | undefined, share: CellShare): BookedCell {
  const units = new Map(before?.units ?? []);
  for (const { unit, counts, latencies } of share.units) {
    const known = units.get(unit);
    units.set(unit, {
      counts: sumOfCounts([...(known === undefined ? [] : [known.counts]), counts]),
      latencies: sumOfLatencies([...(known === undefined ? [] : [known.latencies]), latencies]),
    });
  }
  const { startMs, busyMs } = share;
  return { startMs, busyMs: (before?.busyMs ?? 0) + busyMs, units };
}
