/** Keeps the quarter hours of the last day in gateway.db. */

import type { GatewayDatabase } from "../../store/gateway-database.ts";
import { type CellShare, countNames, LATENCY_CLASSES, noCounts } from "../recorder/tally.ts";
import { type BookedCell, type CellBook, DAY_MS } from "./cell-book.ts";

/** Reads and writes cells. */
export class CellStore {
  readonly #database: GatewayDatabase;

  constructor(database: GatewayDatabase) {
    this.#database = database;
  }

  /** Puts the last day into the book; a row that cannot be read is passed over. */
  load(book: CellBook, nowMs: number): void {
    const rows = this.#database.db
      .prepare("SELECT bus_id, start_ms, content FROM bus_cell WHERE start_ms > ?")
      .all(nowMs - DAY_MS);
    for (const row of rows) {
      const share = shareOf(Number(row["start_ms"]), String(row["content"]));
      if (share !== undefined) book.restore(String(row["bus_id"]), share);
    }
  }

  /** Writes what changed and deletes what is older than a day. Nothing on a disk that takes nothing. */
  save(book: CellBook, nowMs: number): void {
    if (!this.#database.writable) return;
    const changed = book.takeUnsaved();
    const { db } = this.#database;
    const saved = () =>
      this.#database.transaction(() => {
        const put = db.prepare(
          "INSERT OR REPLACE INTO bus_cell (bus_id, start_ms, content) VALUES (?, ?, ?)",
        );
        for (const { busId, cell } of changed) put.run(busId, cell.startMs, textOf(cell));
        db.prepare("DELETE FROM bus_cell WHERE start_ms <= ?").run(nowMs - DAY_MS);
      });
    // Counts of a line: the newest may be lost.
    this.#database.lazily(saved);
  }
}

/** [busyMs, [[unit, counts, latencies], …]], figures in the order of their names and classes. */
function textOf({ busyMs, units }: BookedCell): string {
  return JSON.stringify([
    busyMs,
    [...units].map(([unit, { counts, latencies }]) => [
      unit,
      countNames.map((name) => counts[name]),
      latencies,
    ]),
  ]);
}

function shareOf(startMs: number, content: string): CellShare | undefined {
  try {
    const [busyMs, units] = JSON.parse(content) as [number, [number, number[], number[]][]];
    return {
      startMs,
      busyMs,
      units: units.map(([unit, figures, latencies]) => {
        const counts = noCounts();
        for (const [index, name] of countNames.entries()) counts[name] = figures[index] ?? 0;
        return { unit, counts, latencies: latencies.slice(0, LATENCY_CLASSES) };
      }),
    };
  } catch {
    return undefined;
  }
}
