/** A channel has one tenant at a time. */

import { fieldProblem } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { instantIn, instantOrNullIn } from "../database/row-instants.ts";
import type { Transaction } from "../database/server-database.ts";

/** Whoever changes stays of a gateway takes his turn. Runs as mega_job. */
export async function holdStays(tx: Transaction, gatewayId: number): Promise<void> {
  await tx.query("SELECT FROM gateway WHERE gateway_id = $1 FOR NO KEY UPDATE", [gatewayId]);
}

/**
 * A channel has one tenant at a time. The field that is named is the one by which the two can be told
 * apart: the end, where the other stay begins later.
 */
export async function refuseOverlap(
  tx: Transaction,
  stay: {
    readonly gatewayId: number;
    readonly channelNo: number;
    /** Its own number; 0 for one that is not there yet. */
    readonly stayId: number;
    readonly fromMs: number;
    readonly toMs: number | null;
  },
): Promise<void> {
  const { gatewayId, channelNo, stayId, fromMs, toMs } = stay;
  const [other] = await tx.query(
    `SELECT from_at, to_at FROM stay
       WHERE gateway_id = $1 AND channel_no = $2 AND stay_id <> $3
         AND coalesce(to_at, 'infinity') > $4 AND from_at < coalesce($5::timestamptz, 'infinity')
       ORDER BY from_at LIMIT 1`,
    [gatewayId, channelNo, stayId, toUtcString(fromMs), textOrNull(toMs)],
  );
  if (other === undefined) return;
  const otherFrom = instantIn(other, "from_at");
  const otherTo = textOrNull(instantOrNullIn(other, "to_at"));
  const isBehind = otherFrom > fromMs;
  throw fieldProblem({
    pointer: isBehind ? "/to" : "/from",
    value: isBehind ? textOrNull(toMs) : toUtcString(fromMs),
    allowed: isBehind
      ? `at most ${toUtcString(otherFrom)}, where the next stay of the channel begins`
      : `an instant outside the stay from ${toUtcString(otherFrom)} to ${otherTo ?? "an open end"}`,
    code: "overlap",
    error: "CONFLICT",
  });
}

function textOrNull(ms: number | null): string | null {
  return ms === null ? null : toUtcString(ms);
}
