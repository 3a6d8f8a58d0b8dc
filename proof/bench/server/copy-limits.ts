// The raw limit: the rows that were stored, copied back by the database itself from two files at once,
// without being looked at.

import type { Clock } from "@mega/domain";
import { type OwnerClient, ownerClient } from "../../../apps/server/src/testing/owner-client.ts";
import { middleOf } from "../measure/middle.ts";

/** Readings a second. */
export interface CopyLimits {
  /** Into a table with a row for each reading. */
  readonly rows: number;
  /** Into one of the same form as the server's. */
  readonly arrays: number;
}

const PASSES = 3;
const STREAMS = [0, 1];

/** Copies and measures; the middle of some passes. */
export async function copyLimits(
  owner: OwnerClient,
  url: string,
  clock: Clock,
): Promise<CopyLimits> {
  await owner.query("CREATE TABLE array_copy (LIKE reading_bench INCLUDING ALL)");
  await owner.query(
    `CREATE TABLE row_copy (gateway_id int, source_no int, taken_at timestamptz, count bigint,
       PRIMARY KEY (gateway_id, source_no, taken_at))`,
  );
  await owner.query(
    `CREATE TABLE row_source AS SELECT gateway_id, no AS source_no,
       to_timestamp((due_at_ms + mega_offset_ms(offsets, no)) / 1000.0) AS taken_at, counts[no] AS count
     FROM reading_bench, generate_series(1, cardinality(counts)) AS no`,
  );
  const [size] = await owner.query("SELECT count(*)::int AS n FROM row_source");
  const readings = Number(size?.["n"]);
  const other = await ownerClient(url);
  try {
    const rate = async (from: string, to: string) => {
      const files = await writtenFiles(owner, from);
      const seconds: number[] = [];
      for (let pass = 0; pass < PASSES; pass += 1) {
        await owner.query(`TRUNCATE ${to}`);
        await owner.query("CHECKPOINT");
        const fromMs = clock.monotonicMs();
        await Promise.all(
          [owner, other].map((one, at) => one.query(`COPY ${to} FROM '${files[at]}'`)),
        );
        seconds.push((clock.monotonicMs() - fromMs) / 1000);
      }
      return readings / middleOf(seconds);
    };
    const rows = await rate("row_source", "row_copy");
    const arrays = await rate("reading_bench", "array_copy");
    await owner.query("DROP TABLE row_source, row_copy, array_copy");
    return { rows, arrays };
  } finally {
    await other.close();
  }
}

/** A file for each stream, with every other gateway. */
async function writtenFiles(owner: OwnerClient, from: string): Promise<readonly string[]> {
  const [folder] = await owner.query("SELECT current_setting('data_directory') AS path");
  const files: string[] = [];
  for (const stream of STREAMS) {
    const file = `${String(folder?.["path"])}/${from}-${stream}.copy`;
    const half = `SELECT * FROM ${from} WHERE gateway_id % ${STREAMS.length} = ${stream}`;
    await owner.query(`COPY (${half}) TO '${file}'`);
    files.push(file);
  }
  return files;
}
