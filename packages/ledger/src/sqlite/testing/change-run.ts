/** Alters stored readings as damage does that no checksum tells, and as damage does that one tells. */

import type { DatabaseSync } from "node:sqlite";
import { type ProjectedReading, packRun, unpackRun } from "../packed-run.ts";

/** Stores other readings in the first run of a source, with their right checksum. */
export function changeRun(
  sourceNo: number,
  change: (readings: readonly ProjectedReading[]) => readonly ProjectedReading[],
): (db: DatabaseSync) => void {
  return (db) => {
    const row = db
      .prepare("SELECT * FROM p_runs WHERE source_no = ? ORDER BY from_ms")
      .get(sourceNo);
    const fromMs = Number(row?.["from_ms"]);
    const readings = unpackRun({ sourceNo, fromMs }, row?.["packed"] as Uint8Array);
    const changed = change(readings ?? []);
    const begin = changed[0]?.takenAtMs ?? fromMs;
    const packed = packRun({ sourceNo, fromMs: begin }, changed);
    const update = db.prepare("UPDATE p_runs SET from_ms = ?, packed = ? WHERE id = ?");
    update.run(begin, packed, row?.["id"] ?? null);
  };
}

/** Turns a bit in the first run of source 1. */
export function turnBit(db: DatabaseSync): void {
  const row = db.prepare("SELECT id, packed FROM p_runs WHERE source_no = 1").get();
  const packed = row?.["packed"] as Uint8Array;
  const turned = packed.with(packed.length - 2, (packed.at(-2) ?? 0) ^ 8);
  db.prepare("UPDATE p_runs SET packed = ? WHERE id = ?").run(turned, row?.["id"] ?? null);
}
