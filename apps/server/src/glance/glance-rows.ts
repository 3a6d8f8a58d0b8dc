/** What is kept at a glance of each gateway, in and out of its table. */

import { arrayText, bytesIn, numberIn, numberOrNullIn, pairsIn } from "../database/row-values.ts";
import type { Row, Transaction } from "../database/server-database.ts";
import type { LedgerPlace } from "../mirror/entry-rows.ts";
import { type GlanceStep, nextGlance, noGlance, type RoundGlance } from "./round-glance.ts";

/** Columns that `glanceOf` reads. */
export const glanceColumns = "bound, due_at_ms, read_at_ms, hours, unanswered, waiting";

/** Folds what came into what is kept of the gateway; a second ledger begins with nothing. */
export async function storeGlance(
  tx: Transaction,
  { gatewayId, ledgerNo }: LedgerPlace,
  steps: readonly GlanceStep[],
): Promise<void> {
  if (steps.length === 0) return;
  const [row] = await tx.often(
    `SELECT ledger_no, ${glanceColumns} FROM glance WHERE gateway_id = $1`,
    [gatewayId],
  );
  const isSame = row !== undefined && numberIn(row, "ledger_no") === ledgerNo;
  const before = isSame ? glanceOf(row) : noGlance;
  const after = nextGlance(before, steps);
  const { bound, dueAtMs, readAtMs, hours, unanswered, waiting } = after;
  await tx.often(
    `INSERT INTO glance (gateway_id, ledger_no, ${glanceColumns})
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (gateway_id) DO UPDATE SET ledger_no = excluded.ledger_no,
         bound = excluded.bound, due_at_ms = excluded.due_at_ms,
         read_at_ms = excluded.read_at_ms, hours = excluded.hours,
         unanswered = excluded.unanswered, waiting = excluded.waiting`,
    [
      gatewayId,
      ledgerNo,
      arrayText([...bound].flatMap(([channelNo, [one = 0, two = 0]]) => [channelNo, one, two])),
      dueAtMs,
      readAtMs,
      hours,
      arrayText([...unanswered].flat()),
      arrayText([...waiting].flatMap(([sourceNo, open]) => [sourceNo, open.sinceMs, open.count])),
    ],
  );
}

/** What a row holds. */
export function glanceOf(row: Row): RoundGlance {
  return {
    bound: new Map(
      grouped(row, "bound", 3).map(([channelNo = 0, ...sources]) => [
        channelNo,
        sources.filter((sourceNo) => sourceNo !== 0),
      ]),
    ),
    dueAtMs: numberOrNullIn(row, "due_at_ms"),
    readAtMs: numberOrNullIn(row, "read_at_ms"),
    hours: bytesIn(row, "hours"),
    unanswered: new Map(
      grouped(row, "unanswered", 2).map(([sourceNo = 0, sinceMs = 0]) => [sourceNo, sinceMs]),
    ),
    waiting: new Map(
      grouped(row, "waiting", 3).map(([sourceNo = 0, sinceMs = 0, count = 0]) => [
        sourceNo,
        { sinceMs, count },
      ]),
    ),
  };
}

/** An array of numbers in groups of so many. */
function grouped(row: Row, column: string, size: number): readonly (readonly number[])[] {
  const numbers = pairsIn(row, column) ?? [];
  const count = Math.floor(numbers.length / size);
  return Array.from({ length: count }, (_, at) => numbers.slice(at * size, (at + 1) * size));
}
