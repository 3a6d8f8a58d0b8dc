// What the tables of the mirror take on the disk, and what is written into the write-ahead log.

import type { OwnerClient } from "../../../apps/server/src/testing/owner-client.ts";

/** Bytes on the disk, indexes with them. */
export interface TableSizes {
  readonly readings: number;
  readonly entries: number;
}

export async function sizesOf(owner: OwnerClient): Promise<TableSizes> {
  const [size] = await owner.query(
    `SELECT pg_total_relation_size('reading_bench')::float8 AS readings,
       pg_total_relation_size('entry')::float8 AS entries`,
  );
  return { readings: Number(size?.["readings"]), entries: Number(size?.["entries"]) };
}

/** Bytes of the write-ahead log that the work wrote. */
export async function walOf(owner: OwnerClient, work: () => Promise<void>): Promise<number> {
  const [from] = await owner.query("SELECT pg_current_wal_insert_lsn()::text AS lsn");
  await work();
  const [written] = await owner.query(
    "SELECT (pg_current_wal_insert_lsn() - $1::pg_lsn)::float8 AS bytes",
    [from?.["lsn"]],
  );
  return Number(written?.["bytes"]);
}

/** What the rows of one more round of every gateway write by themselves, behind a checkpoint. */
export async function rowWal(owner: OwnerClient): Promise<number> {
  await owner.query("CREATE TABLE row_wal (LIKE reading_bench INCLUDING ALL)");
  await owner.query("INSERT INTO row_wal SELECT * FROM reading_bench");
  await owner.query("CHECKPOINT");
  const bytes = await walOf(owner, async () => {
    await owner.query(
      `INSERT INTO row_wal SELECT due_at_ms + 3600000, seq + 1, gateway_id, month_no, ledger_no,
         clock_state, states, offsets, counts, far_times, decisions
       FROM reading_bench WHERE seq = (SELECT max(seq) FROM reading_bench) ORDER BY random()`,
    );
  });
  await owner.query("DROP TABLE row_wal");
  return bytes;
}
