// The raw limit: the rows that were stored, written to files and copied back by the database itself, in
// one stream, into a table of the same form and into one with a row for each reading.

import type { Clock } from "@mega/domain";
import type { OwnerClient } from "../../../apps/server/src/testing/owner-client.ts";

/** Readings a second. */
export interface CopyRates {
  /** A row for each reading. */
  readonly rows: number;
  /** A row for each round, as the server has it. */
  readonly arrays: number;
}

const passes = 3;

/** Copies and measures; the middle of some passes. */
export async function copyRates(owner: OwnerClient, clock: Clock): Promise<CopyRates> {
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
  const rate = async (from: string, to: string) => {
    const seconds: number[] = [];
    for (let pass = 0; pass < passes; pass++) {
      await owner.query(`TRUNCATE ${to}`);
      await owner.query("CHECKPOINT");
      seconds.push(await copied(owner, clock, { from, to }));
    }
    return readings / (seconds.toSorted((a, b) => a - b)[passes >> 1] ?? Number.NaN);
  };
  return {
    rows: await rate("row_source", "row_copy"),
    arrays: await rate("reading_bench", "array_copy"),
  };
}

/** Seconds of one copy; the file is written beforehand. */
async function copied(
  owner: OwnerClient,
  clock: Clock,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<number> {
  const [folder] = await owner.query("SELECT current_setting('data_directory') AS path");
  const file = `${String(folder?.["path"])}/${from}.copy`;
  await owner.query(`COPY ${from} TO '${file}'`);
  const fromMs = clock.monotonicMs();
  await owner.query(`COPY ${to} FROM '${file}'`);
  return (clock.monotonicMs() - fromMs) / 1000;
}
