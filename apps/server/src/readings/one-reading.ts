/** The row of one round, also of one that is cold: whoever asks is about to change it. */

import { thawDue } from "../cold/thaw-months.ts";
import type { Transaction } from "../database/server-database.ts";
import type { LedgerPlace } from "../mirror/entry-rows.ts";
import type { ReadingRow } from "./reading-row.ts";
import { readWarmReading } from "./reading-rows.ts";

/** The row of a round; undefined when there is none. A cold month becomes rows again. */
export async function readReading(
  tx: Transaction,
  place: LedgerPlace,
  round: Pick<ReadingRow, "dueAtMs" | "seq">,
): Promise<ReadingRow | undefined> {
  const warm = await readWarmReading(tx, place, round);
  if (warm !== undefined || !(await thawDue(tx, place, round.dueAtMs))) return warm;
  return readWarmReading(tx, place, round);
}
