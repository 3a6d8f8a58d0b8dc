/** Everything that the mirror holds of a gateway, but for its number: equal where nothing differs. */

import type { Row, ServerDatabase } from "../database/server-database.ts";

/** The rows of each table. */
export interface MirrorDump {
  readonly entries: readonly Row[];
  readonly readings: readonly Row[];
  readonly keys: readonly Row[];
  readonly stopped: readonly Row[];
  readonly glance: readonly Row[];
}

/** Reads it. */
export async function dumpMirror(database: ServerDatabase, gatewayId: number): Promise<MirrorDump> {
  return database.as({ kind: "job" }, async (tx) => {
    const of = (columns: string, table: string, order: string) =>
      tx.query(`SELECT ${columns} FROM ${table} WHERE gateway_id = $1 ORDER BY ${order}`, [
        gatewayId,
      ]);
    return {
      entries: await of("ledger_no, seq, hash, bytes", "entry", "1, 2"),
      readings: await of(
        `ledger_no, seq, due_at_ms, month_no, clock_state, states, offsets, counts, far_times,
         decisions`,
        "reading",
        "1, 2",
      ),
      keys: await of(
        `ledger_id, month_no, source_no, key, commitment, committed_seq, awaited_seq,
         erased_at_ms IS NULL AS kept`,
        "month_key",
        "1, 2, 3",
      ),
      stopped: await of("ledger_no, stopped_seq, stopped_kind", "ledger", "1"),
      glance: await of(
        "ledger_no, bound, due_at_ms, read_at_ms, hours, unanswered, waiting",
        "glance",
        "1",
      ),
    };
  });
}

/** The bytes of every entry, in order. */
export async function mirroredEntries(
  database: ServerDatabase,
  gatewayId: number,
): Promise<readonly Uint8Array[]> {
  const { entries } = await dumpMirror(database, gatewayId);
  return entries.map(({ bytes }) => new Uint8Array(bytes as Uint8Array));
}
